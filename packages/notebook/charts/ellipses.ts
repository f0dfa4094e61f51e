import type { Chart } from './chart';
import { compact } from './compact';
import { plainColour } from './palettes';
import { colourChannel, colourColumn, factorDecimals, type PointOptions, type Points, range } from './points';

/** Ellipses around points of a plane. */
export interface Ellipses {
  /** [n, 2] semi-axes along x and y before any turn: a posterior's standard deviations. */
  readonly axes: ArrayLike<number>;
  /** [n] turn of the first axis from the x axis, in radians (default 0 for all; example `angles`). */
  readonly angles?: ArrayLike<number>;
  /** Both axes are drawn this many times as long (default 1; example `2`, two standard deviations). */
  readonly times?: number;
}

/** Corners that make an ellipse look round. */
const CORNERS = 28;

type Coordinates = { x: ArrayLike<number>; y: ArrayLike<number> };

/** @throws RangeError if a semi-axis is missing, negative or not finite */
function corners({ x, y }: Coordinates, { axes, angles, times = 1 }: Ellipses) {
  if (axes.length !== 2 * x.length)
    throw new RangeError(`${x.length} ellipses need ${2 * x.length} semi-axes, not ${axes.length}`);
  if (angles && angles.length !== x.length)
    throw new RangeError(`there are ${angles.length} angles for ${x.length} ellipses`);
  return Array.from({ length: x.length }, (_, i) => {
    const [a, b] = [axes[2 * i], axes[2 * i + 1]];
    if (!(a >= 0 && b >= 0 && a + b < Infinity))
      throw new RangeError(`the semi-axes of ellipse ${i} are ${a} and ${b}; expected numbers from 0`);
    const turn = angles?.[i] ?? 0;
    return Array.from({ length: CORNERS + 1 }, (_, k) => {
      const t = (2 * Math.PI * k) / CORNERS;
      const [u, v] = [times * a * Math.cos(t), times * b * Math.sin(t)];
      return [x[i] + u * Math.cos(turn) - v * Math.sin(turn), y[i] + u * Math.sin(turn) + v * Math.cos(turn)];
    });
  });
}

/** How far ellipses reach. */
export function ellipseEnds(centres: Coordinates, ellipses: Ellipses) {
  const all = corners(centres, ellipses).flat();
  return { x: range(all.map(([x]) => x)), y: range(all.map(([, y]) => y)) };
}

/** Outlines of ellipses in the colours of their points. */
export function ellipseLayer(
  centres: Coordinates,
  points: Points,
  options: PointOptions,
  ellipses: Ellipses,
  position: Chart,
  decimals: number,
): Chart {
  const outlines = corners(centres, ellipses);
  const flat = outlines.flat();
  const colour = Object.entries(colourColumn(points, outlines.length)).map(([name, column]) => [
    name,
    flat.map((_, k) => column[Math.floor(k / (CORNERS + 1))]),
  ]);
  const view = compact(
    {
      x: flat.map(([x]) => x),
      y: flat.map(([, y]) => y),
      which: flat.map((_, k) => Math.floor(k / (CORNERS + 1))),
      ...Object.fromEntries(colour),
    },
    { x: decimals, y: decimals, which: 0, factor: factorDecimals(points) },
  );
  return {
    ...view,
    transform: [...view.transform, { window: [{ op: 'row_number', as: 'order' }] }],
    mark: { type: 'line', strokeWidth: 1.3, opacity: 0.8, tooltip: null, clip: true, color: plainColour },
    encoding: {
      ...position,
      detail: { field: 'which' },
      order: { field: 'order', type: 'quantitative' },
      ...colourChannel(points, options),
    },
  };
}
