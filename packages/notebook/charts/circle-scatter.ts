import { groups } from 'd3-array';
import type { Chart } from './chart';
import { compact } from './compact';
import { plainColour } from './palettes';
import {
  colourChannel,
  colourColumn,
  digits,
  factorDecimals,
  type PointOptions,
  type Points,
  placeLabels,
  pointLayer,
} from './points';
import { quiet } from './theme';

/** Arcs of posteriors: one around each point. */
export interface Arcs {
  /** [n] half of an arc's width in radians: a posterior's standard deviation. */
  readonly halfWidths: ArrayLike<number>;
}

export interface CircleOptions extends PointOptions {
  /**
   * Draws each class on a circle of its own, this much inside the one before, so that classes do not hide one
   * another (default 0: all on the unit circle, where they are; example `0.07`).
   */
  spread?: number;
  /** An arc for each point, one inside the other in their order (default none; example `{ halfWidths: sigma }`). */
  arcs?: Arcs;
}

/**
 * Angles as points (cos θ, sin θ) of the unit circle, with a posterior's arc for each if given.
 * @param points [n] angles in radians, with labels or a factor
 * @example circleScatter({ points: angles, factor: { name: 'Phase', values: phases, period: 2 * Math.PI } })
 */
export function circleScatter(points: Points, options: CircleOptions = {}): Chart {
  const { title, size = 380, spread = 0, arcs, direct = true } = options;
  const theta = Float64Array.from(points.points);
  if (!(spread >= 0 && spread < 1)) throw new RangeError(`spread is ${spread}; expected 0 to below 1`);
  const radius = (i: number) => 1 - spread * (points.labels?.[i] ?? 0);
  const colour = colourColumn(points, theta.length);
  const decimals = { x: 3, y: 3, order: 3, factor: factorDecimals(points) };
  const view = compact(
    {
      x: theta.map((t, i) => radius(i) * Math.cos(t)),
      y: theta.map((t, i) => radius(i) * Math.sin(t)),
      ...colour,
    },
    decimals,
  );
  const labelled = direct && points.labels && !points.factor;
  const reach = labelled ? 1.24 : 1.1;
  const axis = (field: string, name: string) => ({
    field,
    type: 'quantitative',
    title: name,
    scale: { domain: [-reach, reach], nice: false },
    axis: { values: [-1, -0.5, 0, 0.5, 1], format: '.1~f' },
  });
  const circle = Array.from({ length: 181 }, (_, i) => (i * Math.PI) / 90);
  const outline = compact({ x: circle.map(Math.cos), y: circle.map(Math.sin), order: circle }, decimals);
  const position = { x: axis('x', 'cos θ'), y: axis('y', 'sin θ') };
  return {
    ...(title ? { title } : {}),
    width: size,
    height: size,
    layer: [
      {
        ...outline,
        mark: { type: 'line', color: quiet, opacity: 0.5, strokeWidth: 1, tooltip: null },
        encoding: { ...position, order: { field: 'order' } },
      },
      ...(arcs ? [arcLayer(theta, colour, points, options, arcs, position)] : []),
      pointLayer(view, theta.length, points, { ...options, size }, position),
      ...(labelled ? outerLabels(theta, points, spread, position) : []),
    ],
  };
}

/** Arcs as lines, each on a circle of its own between 0.97 and 0.35. */
function arcLayer(
  theta: ArrayLike<number>,
  colour: ReturnType<typeof colourColumn>,
  points: Points,
  options: PointOptions,
  { halfWidths }: Arcs,
  position: Chart,
): Chart {
  const count = theta.length;
  if (halfWidths?.length !== count)
    throw new RangeError(`there are ${halfWidths?.length} half-widths for ${count} angles`);
  const rows = Array.from(halfWidths, (half, i) => {
    if (!(half >= 0 && half < Infinity))
      throw new RangeError(`half-width ${i} is ${half}; expected a number from 0`);
    const reach = Math.min(half, Math.PI); // more than all around is all around
    const steps = Math.max(2, Math.ceil(reach / 0.06));
    const radius = 0.97 - (0.62 * (i + 0.5)) / count;
    return Array.from({ length: steps + 1 }, (_, k) => {
      const t = theta[i] + reach * ((2 * k) / steps - 1);
      return { which: i, x: radius * Math.cos(t), y: radius * Math.sin(t) };
    });
  }).flat();
  const colours = Object.entries(colour).map(([name, column]) => [
    name,
    rows.map(({ which }) => column[which]),
  ]);
  const view = compact(
    {
      x: rows.map(({ x }) => x),
      y: rows.map(({ y }) => y),
      which: rows.map(({ which }) => which),
      ...Object.fromEntries(colours),
    },
    { x: 3, y: 3, which: 0, factor: factorDecimals(points) },
  );
  return {
    ...view,
    transform: [...view.transform, { window: [{ op: 'row_number', as: 'order' }] }],
    mark: {
      type: 'line',
      strokeWidth: Math.max(1, Math.min(4, 90 / count)),
      strokeCap: 'butt',
      opacity: 0.85,
      tooltip: null,
      color: plainColour,
    },
    encoding: {
      ...position,
      detail: { field: 'which' },
      order: { field: 'order', type: 'quantitative' },
      ...colourChannel(points, options),
    },
  };
}

/** The names of classes outside the circle (or on their own ring), at the densest angle of each that is free. */
function outerLabels(
  theta: ArrayLike<number>,
  points: Points,
  spread: number,
  position: { x: Chart; y: Chart },
): Chart[] {
  const { labels = [], classes = digits } = points;
  const cells = 60;
  const members = groups(Array.from(labels.length ? Array.from(labels).keys() : []), (i) => labels[i]);
  const dense = members
    .map(([label, own]) => {
      const counts = new Array<number>(cells).fill(0);
      for (const i of own) {
        const share = theta[i] / (2 * Math.PI);
        const cell = Math.min(cells - 1, Math.floor((share - Math.floor(share)) * cells));
        for (const [offset, weight] of [
          [-1, 1],
          [0, 2],
          [1, 1],
        ])
          counts[(cell + offset + cells) % cells] += weight;
      }
      return { label, counts, peak: Math.max(...counts) };
    })
    .sort((a, b) => b.peak - a.peak);
  const taken: number[] = [];
  const places: ({ x: number; y: number } | undefined)[] = Array.from({ length: classes.length });
  for (const { label, counts } of dense) {
    const free = [...counts.keys()]
      .filter((k) => taken.every((other) => Math.min(Math.abs(k - other), cells - Math.abs(k - other)) >= 3))
      .sort((a, b) => counts[b] - counts[a])[0];
    if (free === undefined || counts[free] === 0) continue;
    taken.push(free);
    const t = (2 * Math.PI * (free + 0.5)) / cells;
    const radius = spread ? 1 - spread * label : 1.13;
    places[label] = { x: radius * Math.cos(t), y: radius * Math.sin(t) };
  }
  return placeLabels(places, classes, position, 14);
}
