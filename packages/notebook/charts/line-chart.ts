import type { Chart } from './chart';
import { compact } from './compact';
import { seriesColours } from './palettes';
import { paperText } from './points';

/** A curve with a name. */
export interface Line {
  /** What it is, for the legend. */
  name: string;
  /** [n] finite numbers, in the order in which they are joined. */
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** [n] ends of a band around the curve: an interval (default none; example `mean.map((m, i) => m - sd[i])`). */
  low?: ArrayLike<number>;
  high?: ArrayLike<number>;
  /** '#rrggbb' (default: by order; example `spaceColours.torus`). */
  colour?: string;
  /** A broken line, for what is not measured: an optimum, a bound (default false; example `true`). */
  dashed?: boolean;
}

export interface LineChartOptions {
  /** Title above the chart (default none; example `'Noise'`). */
  title?: string;
  /** Title of the horizontal axis, with the unit (default 'x'; example `'Epoch'`). */
  xTitle?: string;
  /** Title of the vertical axis, with the unit (default 'y'; example `'Loss (nats)'`). */
  yTitle?: string;
  /** Axes with equal steps for equal ratios; values must be above 0 (default false; example `true`). */
  xLog?: boolean;
  yLog?: boolean;
  /** A marker at each point (default where there are at most 12; example `false`). */
  points?: boolean;
  /** Colours of the curves in order (default `seriesColours`; example `[...digitColours]`). */
  colours?: readonly string[];
  /** Title of the legend (default none; example `'Digit'`). */
  legend?: string;
  /** Writes the names right of the curves' ends in place of a legend (default false; example `true`). */
  direct?: boolean;
  /** Width in pixels (default 420; example `560`). */
  width?: number;
  /** Height in pixels (default 260; example `320`). */
  height?: number;
  /** Values that the vertical axis must include (default none, but 0 is; example `[1]`). */
  include?: readonly number[];
  /** Whether the vertical axis includes 0 (default true; example `false`). */
  zero?: boolean;
}

/**
 * Curves over a common axis, each with a colour and, if it has one, a band.
 * @throws RangeError if there is no curve, lengths differ, or a value is not finite (or above 0 on a
 *   logarithmic axis)
 * @example lineChart([{ name: 'torus', x: epochs, y: mean, low, high }], { xTitle: 'Epoch' })
 */
export function lineChart(lines: readonly Line[], options: LineChartOptions = {}): Chart {
  const { title, xTitle = 'x', yTitle = 'y', xLog = false, yLog = false, direct = false } = options;
  const { legend, include = [], zero = true, width = 420, height = 260 } = options;
  if (!lines?.length) throw new RangeError('there is no curve to draw; give at least one { name, x, y }');
  const names = lines.map(({ name }) => name);
  if (new Set(names).size < names.length)
    throw new RangeError(`two curves have one name: ${names.join(', ')}; a legend needs different ones`);
  const values = lines.flatMap((line) => rowsOf(line, xLog, yLog));
  const column = (field: 'x' | 'y' | 'low' | 'high') => ({ [field]: values.map((row) => row[field]) });
  const banded = lines.some(({ low, high }) => low || high);
  const palette = options.colours ?? seriesColours;
  const colours = lines.map(({ colour }, i) => colour ?? palette[i % palette.length]);
  const points = options.points ?? lines.every(({ x }) => x.length <= 12);
  const x = {
    field: 'x',
    type: 'quantitative',
    title: xTitle,
    scale: { ...(xLog ? { type: 'log' } : { zero: false }), nice: false },
    axis: { grid: false },
  };
  const y = {
    field: 'y',
    type: 'quantitative',
    title: yTitle,
    scale: yLog ? { type: 'log' } : { zero },
  };
  const color = {
    field: 'name',
    type: 'nominal',
    title: legend ?? null,
    sort: names,
    scale: { domain: names, range: colours },
    ...(lines.length === 1 || direct ? { legend: null } : {}),
  };
  const dashed = lines.some((line) => line.dashed)
    ? {
        strokeDash: {
          field: 'name',
          type: 'nominal',
          title: legend ?? null,
          sort: names,
          scale: { domain: names, range: lines.map((line) => (line.dashed ? [5, 4] : [1, 0])) },
          ...(lines.length === 1 || direct ? { legend: null } : {}),
        },
      }
    : {};
  const tooltip = [
    { field: 'name', title: legend ?? 'Curve' },
    { field: 'x', title: xTitle },
    { field: 'y', title: yTitle },
  ];
  return {
    ...(title ? { title } : {}),
    width,
    height,
    ...compact(
      {
        name: values.map(({ name }) => name),
        ...column('x'),
        ...column('y'),
        ...(banded ? { ...column('low'), ...column('high') } : {}),
      },
      15,
    ),
    layer: [
      ...(banded
        ? [
            {
              mark: { type: 'area', opacity: 0.18, tooltip: null },
              encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
            },
          ]
        : []),
      {
        mark: { type: 'line', strokeWidth: 2, point: points ? { size: 36, opacity: 1 } : false },
        encoding: { x, y, color, ...dashed, tooltip },
      },
      ...(include.length
        ? [
            {
              data: { values: include.map((value) => ({ y: value })) },
              mark: { type: 'rule', opacity: 0, tooltip: null },
              encoding: { y },
            },
          ]
        : []),
      ...(direct ? endLabels(lines, x, y, height) : []),
    ],
  };
}

function rowsOf({ name, x, y, low, high }: Line, xLog: boolean, yLog: boolean) {
  for (const [what, column] of Object.entries({ y, low, high }))
    if (column && column.length !== x.length)
      throw new RangeError(`'${name}' has ${column.length} values of ${what} for ${x.length} of x`);
  return Array.from(x, (at, i) => {
    const row = { name, x: at, y: y[i], low: low?.[i] ?? y[i], high: high?.[i] ?? y[i] };
    for (const [what, value, positive] of [
      ['x', at, xLog],
      ['y', y[i], yLog],
      ['low', row.low, yLog],
      ['high', row.high, yLog],
    ] as const) {
      if (!Number.isFinite(value) || (positive && value <= 0)) {
        throw new RangeError(
          `${what} of '${name}' at ${i} is ${value}; expected a number${positive ? ' above 0' : ''}`,
        );
      }
    }
    return { ...row, x: short(row.x), y: short(row.y), low: short(row.low), high: short(row.high) };
  });
}

/** Names right of the frame at the curves' ends, moved apart where they would overlap. */
function endLabels(lines: readonly Line[], x: Chart, y: Chart, height: number): Chart[] {
  const all = lines.flatMap((line) => Array.from(line.y));
  const pixel = ((Math.max(...all) - Math.min(...all)) / height) * 1.15 || 1;
  let below = -Infinity;
  const values = lines
    .map((line) => ({ name: line.name, x: line.x[line.x.length - 1], y: line.y[line.y.length - 1] }))
    .sort((a, b) => a.y - b.y)
    .map((label) => {
      below = Math.max(label.y, below + 16 * pixel);
      return { ...label, y: short(below) };
    });
  return paperText(
    { align: 'left', dx: 8, fontSize: 13, fontWeight: 'bold' },
    { x, y, text: { field: 'name', type: 'nominal' } },
    { values },
  );
}

const short = (value: number) => Number(value.toPrecision(5));
