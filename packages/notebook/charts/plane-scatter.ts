import type { Chart } from './chart';
import { column, compact } from './compact';
import { type Ellipses, ellipseEnds, ellipseLayer } from './ellipses';
import {
  colourColumn,
  decimalsFor,
  directLabels,
  factorDecimals,
  type PointOptions,
  type Points,
  pointLayer,
  range,
} from './points';

export interface PlaneOptions extends PointOptions {
  /** Titles of the axes (default `['z₁', 'z₂']`; example `['PC 1', 'PC 2']`). */
  axes?: readonly [string, string];
  /** Both axes reach from the first to the second (default: a square that holds all points; example `[-4, 4]`). */
  domain?: readonly [number, number];
  /** An ellipse around each point, as its posterior's standard deviations (default none; example
   * `{ axes: sigma }`). */
  ellipses?: Ellipses;
}

/**
 * Points of a plane at equal scale on both axes, with a posterior's ellipse around each if given.
 * @param points [n, 2] coordinates, with labels or a factor
 * @example planeScatter({ points: means.dataSync(), labels: test.labels })
 */
export function planeScatter(points: Points, options: PlaneOptions = {}): Chart {
  const { title, size = 420, axes = ['z₁', 'z₂'], domain, ellipses } = options;
  const [x, y] = [0, 1].map((index) => column(points.points, 2, index));
  if (domain && !(domain[1] > domain[0]))
    throw new RangeError(`the domain is ${domain.join(' to ')}; expected a first number below the second`);
  const reach = ellipses ? ellipseEnds({ x, y }, ellipses) : { x: range(x), y: range(y) };
  const [horizontal, vertical] = domain ? [domain, domain] : square(reach.x, reach.y);
  const axis = (field: string, name: string, ends: readonly number[]) => ({
    field,
    type: 'quantitative',
    title: name,
    scale: { domain: ends, nice: false, zero: false },
    ...(field === 'y' ? { axis: { titleAngle: 0, titlePadding: 10 } } : {}),
  });
  const position = { x: axis('x', axes[0], horizontal), y: axis('y', axes[1], vertical) };
  const decimals = decimalsFor(horizontal);
  const view = compact(
    { x, y, ...colourColumn(points, x.length) },
    { x: decimals, y: decimals, factor: factorDecimals(points) },
  );
  return {
    ...(title ? { title } : {}),
    width: size,
    height: size,
    layer: [
      ...(ellipses ? [ellipseLayer({ x, y }, points, options, ellipses, position, decimals)] : []),
      pointLayer(view, x.length, points, options, position),
      ...directLabels({ x, y }, points, options, position, { x: horizontal, y: vertical }),
    ],
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
