import type { Chart } from './chart';
import { extent } from './extent';
import { heatColours } from './palettes';

export interface HeatmapOptions {
  title?: string;
  rows: readonly string[];
  columns: readonly string[];
  rowTitle?: string;
  columnTitle?: string;
  /** What the colour means, with the unit. */
  legend: string;
  /** Values of the lightest and darkest colour (default: the least and greatest). */
  domain?: readonly [number, number];
  /** Writes each value into its cell with so many decimals; by default none is written. */
  digits?: number;
  colours?: readonly string[];
  /** Side of a cell in pixels (default 34). */
  cell?: number;
}

/**
 * A table of numbers as colours, from light to dark.
 * @param values [rows, columns] row by row
 */
export function heatmap(values: ArrayLike<number>, options: HeatmapOptions): Chart {
  const {
    title,
    rows,
    columns,
    rowTitle,
    columnTitle,
    legend,
    digits,
    colours = heatColours,
    cell = 34,
  } = options;
  if (values.length !== rows.length * columns.length) {
    const need = `${rows.length} × ${columns.length} cells need ${rows.length * columns.length} values`;
    throw new RangeError(`${need}, not ${values.length}`);
  }
  const [low, high] = options.domain ?? extent(values);
  const cells = rows.flatMap((row, i) =>
    columns.map((name, j) => {
      const value = values[i * columns.length + j];
      if (!Number.isFinite(value))
        throw new RangeError(`the value of row '${row}', column '${name}' is ${value}`);
      return { row, column: name, value: Number(value.toPrecision(5)), dark: value > (low + high) / 2 };
    }),
  );
  const axis = { grid: false, tickSize: 0, domain: false, labelPadding: 6 };
  const position = {
    x: {
      field: 'column',
      type: 'nominal',
      sort: columns,
      title: columnTitle ?? null,
      axis: { ...axis, orient: 'top', labelAngle: 0 },
    },
    y: { field: 'row', type: 'nominal', sort: rows, title: rowTitle ?? null, axis },
  };
  return {
    ...(title ? { title } : {}),
    width: { step: cell },
    height: { step: cell },
    data: { values: cells },
    encoding: position,
    layer: [
      {
        mark: { type: 'rect', stroke: 'white', strokeWidth: 1 },
        encoding: {
          color: {
            field: 'value',
            type: 'quantitative',
            title: legend,
            legend: { type: 'gradient' },
            scale: { domain: [low, high], range: colours, clamp: true },
          },
          tooltip: [
            { field: 'row', title: rowTitle ?? 'Row' },
            { field: 'column', title: columnTitle ?? 'Column' },
            { field: 'value', title: legend },
          ],
        },
      },
      ...(digits === undefined
        ? []
        : [
            {
              mark: { type: 'text', fontSize: 11, tooltip: null },
              encoding: {
                text: { field: 'value', type: 'quantitative', format: `.${digits}f` },
                color: { condition: { test: 'datum.dark', value: 'white' }, value: '#2b2b2b' },
              },
            },
          ]),
    ],
  };
}
