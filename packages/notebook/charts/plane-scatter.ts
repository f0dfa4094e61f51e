import type { Chart } from './chart';
import { column, compact } from './compact';
import { extent } from './extent';
import { classNames, type PointOptions, type Points, pointLayer } from './points';

export interface PlaneOptions extends PointOptions {
  /** Titles of the axes (default z₁ and z₂). */
  axes?: readonly [string, string];
  /** Both axes reach from the first to the second (default: a square that holds all points). */
  domain?: readonly [number, number];
}

/**
 * Points of a plane at equal scale on both axes.
 * @param points [n, 2] coordinates, with labels
 */
export function planeScatter(points: Points, options: PlaneOptions = {}): Chart {
  const { title, size = 420, axes = ['z₁', 'z₂'], domain } = options;
  const [x, y] = [0, 1].map((index) => column(points.points, 2, index));
  const label = classNames(points, x.length);
  const [horizontal, vertical] = domain ? [domain, domain] : square(extent(x), extent(y));
  const axis = (field: string, name: string, ends: readonly number[]) => ({
    field,
    type: 'quantitative',
    title: name,
    scale: { domain: ends, nice: false, zero: false },
    ...(field === 'y' ? { axis: { titleAngle: 0, titlePadding: 10 } } : {}),
  });
  const position = { x: axis('x', axes[0], horizontal), y: axis('y', axes[1], vertical) };
  const view = compact({ x, y, ...(label ? { label } : {}) }, digitsFor(horizontal));
  return {
    ...(title ? { title } : {}),
    width: size,
    height: size,
    layer: [pointLayer(view, x.length, points, options, position)],
  };
}

/** Two ranges of one length, a little longer than what they hold. */
function square(x: readonly number[], y: readonly number[]): [number[], number[]] {
  const half = (Math.max(x[1] - x[0], y[1] - y[0]) || 1) * 0.52;
  return [x, y].map(([low, high]) => [(low + high) / 2 - half, (low + high) / 2 + half]) as [
    number[],
    number[],
  ];
}

/** Decimals that resolve a thousandth of a range. */
const digitsFor = ([low, high]: readonly number[]) =>
  Math.min(8, Math.max(0, 3 - Math.floor(Math.log10(high - low))));
