import { extent, max } from 'd3-array';
import type { Chart } from './chart';
import { clusterPlaces, type Place } from './clusters';
import {
  classShapes,
  digitColours,
  factorColours,
  muted as mutedColour,
  phaseColours,
  plainColour,
} from './palettes';
import { ink, paper } from './theme';

/** A continuous quantity of each point: a phase, a pose, a loss. */
export interface Factor {
  /** Title of the legend, with the unit: `'Phase (radians)'`. */
  readonly name: string;
  /** [n] a value for each point. */
  readonly values: ArrayLike<number>;
  /**
   * Length of a turn if the factor comes round: `2 * Math.PI`, `360`. Its colours are hues then, which meet.
   * By default it does not, and colours run from dark to light.
   */
  readonly period?: number;
}

/** Points as an encoder gives them, coloured by class or by a continuous factor. */
export interface Points {
  /** Row by row: [n, 2] on plane and torus, [n] angles on the circle, [n, 3] or [n, 4] in space. */
  readonly points: ArrayLike<number>;
  /** [n] index into `classes`; without labels and factor all points are grey. */
  readonly labels?: ArrayLike<number>;
  /** Names of the classes (default the digits 0 to 9; example `['B', 'D']`). */
  readonly classes?: readonly string[];
  /** Colours by a quantity in place of classes: `{ name: 'Phase', values, period: 2 * Math.PI }`. */
  readonly factor?: Factor;
}

/** How points are drawn. */
export interface PointOptions {
  /** Title above the chart (default none; example `'Posterior means'`). */
  title?: string;
  /** Side of the square in pixels (default 420, on the circle 380; example `300`). */
  size?: number;
  /** Area of a point in square pixels (default by the number of points; example `12`). */
  pointSize?: number;
  /** Pale, as the background of something else (default false; example `true`). */
  muted?: boolean;
  /** Title of the legend of classes (default 'Digit'; example `'Letter'`). */
  legend?: string;
  /** Writes each class where it is densest (default true, with labels; example `false`). */
  direct?: boolean;
}

export const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** More classes than colours times shapes cannot be told apart. */
const most = digitColours.length * classShapes.length;

/**
 * The class of each point by name, or undefined without labels.
 * @throws RangeError if lengths differ, a label has no class, or there are more than 40 classes
 */
export function classNames({ labels, classes = digits }: Points, count: number): string[] | undefined {
  if (!labels) return undefined;
  if (labels.length !== count) throw new RangeError(`there are ${labels.length} labels for ${count} points`);
  if (classes.length > most)
    throw new RangeError(`there are ${classes.length} classes; a chart tells at most ${most} apart`);
  return Array.from(labels, (label, i) => {
    const name = classes[label];
    if (name === undefined)
      throw new RangeError(`labels[${i}] is ${label}, but there are ${classes.length} classes`);
    return name;
  });
}

/**
 * The column that colours points, for `compact`: `label`, `factor` (wrapped into a turn) or none.
 * @throws RangeError if lengths differ, a label has no class, or points have both labels and a factor
 */
export function colourColumn(points: Points, count: number): Record<string, string[] | Float64Array> {
  const { factor } = points;
  const label = classNames(points, count);
  if (!factor) return label ? { label } : {};
  if (label)
    throw new RangeError(`points have labels and the factor '${factor.name}'; colour can show one of them`);
  const { name, values, period } = factor;
  if (values?.length !== count)
    throw new RangeError(`the factor '${name}' has ${values?.length} values for ${count} points`);
  if (period !== undefined && !(period > 0 && period < Infinity))
    throw new RangeError(`the period of '${name}' is ${period}; expected a number above 0`);
  return {
    factor: Float64Array.from(values, (value) =>
      period ? value - period * Math.floor(value / period) : value,
    ),
  };
}

/** Decimals that resolve a five-hundredth of a range. */
export const decimalsFor = ([low, high]: readonly number[]): number =>
  Math.min(8, Math.max(0, Math.ceil(2.7 - Math.log10(high - low || 1))));

/** Decimals that a factor needs in `compact`. */
export const factorDecimals = ({ factor }: Points): number =>
  factor ? decimalsFor(factor.period ? [0, factor.period] : range(factor.values)) : 0;

/** The least and greatest of some numbers; [0, 1] if there are none. */
export function range(values: ArrayLike<number>): [number, number] {
  const [low, high] = extent(values as Iterable<number> & ArrayLike<number>);
  return low === undefined ? [0, 1] : [low, high];
}

/** Colours and shapes of classes: ten colours, then the same in another shape. */
export const classColours = (count: number, pale = false): string[] =>
  Array.from({ length: count }, (_, i) => {
    const colour = digitColours[i % digitColours.length];
    return pale ? mutedColour(colour) : colour;
  });
export const shapesOf = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => classShapes[Math.floor(i / digitColours.length)]);

/** The colour channel of a factor, with its legend: a cycle of hues, or dark to light. */
export function factorColour({ name, values, period }: Factor): Chart {
  const turn = period && Math.abs(period - 2 * Math.PI) < 1e-6;
  const hues = phaseColours(24);
  return {
    field: 'factor',
    type: 'quantitative',
    title: name,
    legend: {
      type: 'gradient',
      ...(period ? { values: [0, 1, 2, 3, 4].map((quarter) => (quarter * period) / 4) } : {}),
      ...(turn ? { labelExpr: "['0', 'π/2', 'π', '3π/2', '2π'][round(2 * datum.value / PI)]" } : {}),
    },
    scale: period
      ? { domain: [0, period], range: [...hues, hues[0]] }
      : { domain: range(values), range: factorColours, nice: false },
  };
}

/** Area of a point: the smaller the more there are. */
export const pointArea = (count: number, { pointSize, size = 420, muted }: PointOptions): number =>
  pointSize ?? Math.max(5, Math.min(30, 60_000 / Math.max(count, 1)) * (size / 420) ** 2) * (muted ? 0.8 : 1);

/** The colour channel of points: by class or factor, each with its legend; nothing where all are alike. */
export function colourChannel(
  { labels, classes = digits, factor }: Points,
  { muted = false, legend = 'Digit' }: PointOptions,
): Chart {
  if (factor) return { color: factorColour(factor) };
  if (!labels) return {};
  const several = classes.length > digitColours.length;
  return {
    color: {
      field: 'label',
      type: 'nominal',
      title: legend,
      legend: several
        ? { columns: Math.ceil(classes.length / 20), symbolSize: 60 }
        : { symbolType: 'circle' },
      scale: { domain: classes, range: classColours(classes.length, muted) },
    },
  };
}

/** A layer of points; a click on the legend shows one class alone. */
export function pointLayer(
  view: { data: Chart; transform: Chart[] },
  count: number,
  points: Points,
  options: PointOptions,
  position: Chart,
  tooltip: Chart[] = [],
): Chart {
  const { classes = digits, labels, factor } = points;
  const { muted = false, legend = 'Digit' } = options;
  const opacity = muted ? 0.5 : 0.75;
  const mark = { type: 'point', filled: true, strokeWidth: 0, size: pointArea(count, options) };
  const channel = colourChannel(points, options);
  if (factor) {
    return {
      ...view,
      mark: { ...mark, opacity },
      encoding: {
        ...position,
        ...channel,
        tooltip: [{ field: 'factor', type: 'quantitative', title: factor.name, format: '.3~g' }, ...tooltip],
      },
    };
  }
  if (!labels) return { ...view, mark: { ...mark, color: plainColour, opacity }, encoding: position };
  const shape = {
    field: 'label',
    type: 'nominal',
    title: legend,
    scale: { domain: classes, range: shapesOf(classes.length) },
  };
  return {
    ...view,
    ...(muted
      ? {}
      : { params: [{ name: 'chosen', select: { type: 'point', fields: ['label'] }, bind: 'legend' }] }),
    mark,
    encoding: {
      ...position,
      ...channel,
      ...(classes.length > digitColours.length ? { shape } : {}),
      opacity: muted ? { value: opacity } : { condition: { param: 'chosen', value: opacity }, value: 0.03 },
      tooltip: [{ field: 'label', type: 'nominal', title: legend }, ...tooltip],
    },
  };
}

/** Text with paper around it: read over points and on any background. */
export function paperText(mark: Chart, encoding: Chart, data?: Chart): Chart[] {
  const text = { type: 'text', tooltip: null, ...mark };
  const own = data ? { data } : {};
  const halo = { stroke: paper, strokeWidth: 4.5, strokeJoin: 'round', color: paper };
  return [
    { ...own, mark: { ...text, ...halo }, encoding },
    { ...own, mark: { ...text, color: ink }, encoding },
  ];
}

/**
 * The name of each class where it is densest, none over another; nothing without labels.
 * @param x,y coordinates of the points; `ends` those of the frame, `around` whether its sides meet
 */
export function directLabels(
  { x, y }: { x: ArrayLike<number>; y: ArrayLike<number> },
  points: Points,
  { direct = true, muted = false, size = 420 }: PointOptions,
  position: { x: Chart; y: Chart },
  ends: { x: readonly number[]; y: readonly number[]; around?: boolean },
): Chart[] {
  const { labels, classes = digits } = points;
  if (!direct || !labels?.length) return [];
  const widest = max(classes, (name) => name.length) ?? 1;
  const places = clusterPlaces(x, y, labels, classes.length, {
    ...ends,
    apart: [(8 + 7.5 * widest) / size, 17 / size],
  });
  return placeLabels(places, classes, position, muted ? 12 : 14);
}

/** Names at places. */
export function placeLabels(
  places: readonly (Place | undefined)[],
  classes: readonly string[],
  position: { x: Chart; y: Chart },
  fontSize: number,
): Chart[] {
  const values = places.flatMap((place, i) =>
    place ? [{ x: Number(place.x.toPrecision(4)), y: Number(place.y.toPrecision(4)), name: classes[i] }] : [],
  );
  return paperText(
    { fontSize, fontWeight: 'bold' },
    { ...position, text: { field: 'name', type: 'nominal' } },
    { values },
  );
}
