import type { Chart } from './chart';
import { digitColours, mutedDigitColours } from './palettes';

/** Points with a class each, as an encoder gives them. */
export interface Points {
  /** [n, 2] row by row; for a circle [n], the angle. */
  readonly points: ArrayLike<number>;
  /** [n] index into `classes`; without labels all points are grey. */
  readonly labels?: ArrayLike<number>;
  /** Names of the classes (default the digits 0 to 9). */
  readonly classes?: readonly string[];
}

/** How points are drawn. */
export interface PointOptions {
  title?: string;
  /** Side of the square in pixels (default 420). */
  size?: number;
  /** Area of a point in square pixels (default by the number of points). */
  pointSize?: number;
  /** Pale, as the background of something else. */
  muted?: boolean;
  /** Title of the legend (default 'Digit'). */
  legend?: string;
}

export const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** The class of each point by name. @throws RangeError if lengths differ or a label has no class */
export function classNames({ labels, classes = digits }: Points, count: number): string[] | undefined {
  if (!labels) return undefined;
  if (labels.length !== count) throw new RangeError(`there are ${labels.length} labels for ${count} points`);
  return Array.from(labels, (label, i) => {
    const name = classes[label];
    if (name === undefined)
      throw new RangeError(`labels[${i}] is ${label}, but there are ${classes.length} classes`);
    return name;
  });
}

/** A layer of points; a click on the legend shows one class alone. */
export function pointLayer(
  view: { data: Chart; transform: Chart[] },
  count: number,
  { classes = digits, labels }: Points,
  { muted = false, legend = 'Digit', pointSize, size: side = 420 }: PointOptions,
  position: Chart,
  tooltip: Chart[] = [],
): Chart {
  const size = pointSize ?? Math.max(5, Math.min(30, 60_000 / Math.max(count, 1)) * (side / 420) ** 2);
  const opacity = muted ? 0.45 : 0.7;
  const mark = { type: 'point', filled: true, strokeWidth: 0, size: muted ? size * 0.8 : size };
  if (!labels) return { ...view, mark: { ...mark, color: '#8c8c8c', opacity }, encoding: position };
  return {
    ...view,
    ...(muted
      ? {}
      : { params: [{ name: 'chosen', select: { type: 'point', fields: ['label'] }, bind: 'legend' }] }),
    mark,
    encoding: {
      ...position,
      color: {
        field: 'label',
        type: 'nominal',
        title: legend,
        legend: { symbolType: 'circle' },
        scale: { domain: classes, range: classColours(classes.length, muted) },
      },
      opacity: muted ? { value: opacity } : { condition: { param: 'chosen', value: opacity }, value: 0.03 },
      tooltip: [{ field: 'label', type: 'nominal', title: legend }, ...tooltip],
    },
  };
}

/** Ten classes have the digits' colours; more take them again. */
function classColours(count: number, muted: boolean): string[] {
  const colours = muted ? mutedDigitColours : digitColours;
  return Array.from({ length: count }, (_, i) => colours[i % colours.length]);
}
