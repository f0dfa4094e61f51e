// Points in charts written in Vega itself: compact columns, scales of colour, legends.
import type { Chart } from './chart';
import { factorColours, phaseColours, plainColour } from './palettes';
import { classColours, classNames, colourColumn, digits, type Points, range, shapesOf } from './points';

/**
 * Points as columns, which `flatten` takes apart: the given coordinates, `label` and `factor`; of several sets
 * each has its number as `block`.
 * @param names of the coordinates' fields
 * @param decimals of the coordinates that are kept
 * @throws RangeError if a coordinate is not finite, or points do not fit their classes or factor
 */
export function pointData(
  name: string,
  points: Points | readonly Points[],
  names: readonly string[],
  transform: Chart[] = [],
  decimals = 2,
): Chart {
  const rows = [points].flat().map((set, block) => ({ ...row(set, names, decimals), block }));
  const fields = [...names, 'label', 'factor'];
  return { name, values: rows, transform: [{ type: 'flatten', fields }, ...transform] };
}

function row(points: Points, names: readonly string[], decimals: number) {
  const width = names.length;
  const count = points.points.length / width;
  if (!Number.isInteger(count))
    throw new RangeError(`${points.points.length} values do not make rows of ${width}`);
  const coordinate = (axis: number) =>
    Array.from({ length: count }, (_, i) => {
      const value = points.points[width * i + axis];
      if (!Number.isFinite(value))
        throw new RangeError(
          `coordinate ${axis + 1} of point ${i} is ${value}; a chart needs finite numbers`,
        );
      return Number(value.toFixed(decimals));
    });
  const colour = colourColumn(points, count);
  return {
    ...Object.fromEntries(names.map((field, axis) => [field, coordinate(axis)])),
    label: classNames(points, count) ?? Array<string>(count).fill('•'),
    factor: Array.from((colour.factor as Float64Array) ?? new Float64Array(count), (value) =>
      Number(value.toPrecision(4)),
    ),
  };
}

/** The scales of the points' colours: `colour`, and `shape` for classes. */
export function colourScales({ labels, classes = digits, factor }: Points): Chart[] {
  if (factor) {
    const hues = phaseColours(24);
    const colours = factor.period ? [...hues, hues[0]] : [...factorColours];
    return [
      {
        name: 'colour',
        type: 'linear',
        domain: factor.period ? [0, factor.period] : range(factor.values),
        range: colours,
        zero: false,
      },
    ];
  }
  const names = labels ? classes : ['•'];
  return [
    {
      name: 'colour',
      type: 'ordinal',
      domain: names,
      range: labels ? classColours(classes.length) : [plainColour],
    },
    {
      name: 'shape',
      type: 'ordinal',
      domain: names,
      range: labels ? shapesOf(classes.length) : ['circle'],
    },
  ];
}

/** The field that a point's colour comes from. */
export const colourField = ({ factor }: Points): string => (factor ? 'factor' : 'label');

/** The legend of the points' colours, or none where all are alike. */
export function colourLegend(points: Points, title = 'Digit'): Chart[] {
  const { factor, labels } = points;
  if (factor) {
    const turn = factor.period && Math.abs(factor.period - 2 * Math.PI) < 1e-6;
    const quarters = { signal: "['0', 'π/2', 'π', '3π/2', '2π'][round(2 * datum.value / PI)]" };
    return [
      {
        fill: 'colour',
        type: 'gradient',
        title: factor.name,
        gradientLength: 140,
        ...(turn
          ? {
              values: [0, 1, 2, 3, 4].map((quarter) => (quarter * Math.PI) / 2),
              encode: { labels: { update: { text: quarters } } },
            }
          : {}),
      },
    ];
  }
  if (!labels) return [];
  return [{ fill: 'colour', shape: 'shape', title, symbolSize: 70, symbolStrokeWidth: 0 }];
}
