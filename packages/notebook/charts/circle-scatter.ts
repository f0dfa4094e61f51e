import type { Chart } from './chart';
import { compact } from './compact';
import { classNames, type PointOptions, type Points, pointLayer } from './points';

export interface CircleOptions extends PointOptions {
  /**
   * Draws each class on a circle of its own, this much inside the one before, so that classes do not hide one
   * another (default 0: all on the unit circle, where they are).
   */
  spread?: number;
}

/**
 * Angles as points (cos θ, sin θ) of the unit circle.
 * @param points [n] angles in radians, with labels
 */
export function circleScatter(points: Points, options: CircleOptions = {}): Chart {
  const { title, size = 380, spread = 0 } = options;
  const theta = Float64Array.from(points.points);
  const radius = (i: number) => 1 - spread * (points.labels?.[i] ?? 0);
  const label = classNames(points, theta.length);
  const view = compact(
    {
      x: theta.map((t, i) => radius(i) * Math.cos(t)),
      y: theta.map((t, i) => radius(i) * Math.sin(t)),
      ...(label ? { label } : {}),
    },
    3,
  );
  const axis = (field: string, name: string) => ({
    field,
    type: 'quantitative',
    title: name,
    scale: { domain: [-1.1, 1.1], nice: false },
    axis: { values: [-1, -0.5, 0, 0.5, 1], format: '.1~f' },
  });
  const circle = Array.from({ length: 181 }, (_, i) => (i * Math.PI) / 90);
  const outline = compact({ x: circle.map(Math.cos), y: circle.map(Math.sin), order: circle }, 3);
  const position = { x: axis('x', 'cos θ'), y: axis('y', 'sin θ') };
  return {
    ...(title ? { title } : {}),
    width: size,
    height: size,
    layer: [
      {
        ...outline,
        mark: { type: 'line', color: '#d0d0d0', strokeWidth: 1, tooltip: null },
        encoding: { ...position, order: { field: 'order' } },
      },
      pointLayer(view, theta.length, points, options, position),
    ],
  };
}
