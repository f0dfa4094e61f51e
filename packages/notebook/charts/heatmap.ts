import type { Chart } from './chart';
import { heatColours } from './palettes';
import { range } from './points';
import { ink } from './theme';

export interface HeatmapOptions {
  /** Title above the chart (default none; example `'Neighbours'`). */
  title?: string;
  /** Names of the rows (default 0, 1, …; example `['B', 'D']`). */
  rows?: readonly string[];
  /** Names of the columns (default 0, 1, …; example `['loss', 'offset']`). */
  columns?: readonly string[];
  /** Title of the rows (default none; example `'Letter'`). */
  rowTitle?: string;
  /** Title of the columns (default none; example `'Class of the neighbour'`). */
  columnTitle?: string;
  /** What the colour means, with the unit (default 'Value'; example `'Share'`). */
  legend?: string;
  /** Values of the lightest and darkest colour (default: the least and greatest; example `[0, 1]`). */
  domain?: readonly [number, number];
  /** Writes each value into its cell with so many decimals (default: none is written; example `2`). */
  digits?: number;
  /** Colours from low to high (default `heatColours`; example `lossColours`). */
  colours?: readonly string[];
  /** Side of a cell in pixels (default 34; example `42`). */
  cell?: number;
}

/**
 * A table of numbers as colours, from light to dark.
 * @param values rows of numbers, or [rows, columns] row by row (square without `rows` and `columns`)
 * @throws RangeError if their number does not fit, or one is not finite
 * @example heatmap([[0.9, 0.1], [0.2, 0.8]], { rows: ['3', '5'], columns: ['3', '5'], digits: 1 })
 */
export function heatmap(
  values: ArrayLike<number> | readonly ArrayLike<number>[],
  options: HeatmapOptions = {},
): Chart {
  const {
    title,
    rowTitle,
    columnTitle,
    legend = 'Value',
    digits,
    colours = heatColours,
    cell = 34,
  } = options;
  const nested = typeof values[0] === 'object';
  const flat = nested
    ? (values as readonly ArrayLike<number>[]).flatMap((row) => Array.from(row))
    : Array.from(values as ArrayLike<number>);
  const known = options.rows?.length ?? (nested ? values.length : undefined);
  const side = Math.round(Math.sqrt(flat.length));
  const count = known ?? (options.columns ? flat.length / options.columns.length : side);
  const rows = options.rows ?? Array.from({ length: Math.round(count) }, (_, i) => String(i));
  const columns =
    options.columns ?? Array.from({ length: Math.round(flat.length / count) || 1 }, (_, i) => String(i));
  if (!flat.length || flat.length !== rows.length * columns.length) {
    const need = `${rows.length} × ${columns.length} cells need ${rows.length * columns.length} values`;
    throw new RangeError(`${need}, not ${flat.length}`);
  }
  const [low, high] = options.domain ?? range(flat);
  const cells = rows.flatMap((row, i) =>
    columns.map((name, j) => {
      const value = flat[i * columns.length + j];
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
        mark: { type: 'rect', stroke: '#c0c0c0', strokeWidth: 0.6 },
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
                color: { condition: { test: 'datum.dark', value: 'white' }, value: ink },
              },
            },
          ]),
    ],
  };
}
