import type { Chart } from './chart';
import { seriesColours } from './palettes';

/** A curve with a name. */
export interface Line {
  name: string;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** Ends of a band around the curve. */
  low?: ArrayLike<number>;
  high?: ArrayLike<number>;
}

export interface LineChartOptions {
  title?: string;
  /** Titles of the axes, with units. */
  xTitle: string;
  yTitle: string;
  /** Axes with equal steps for equal ratios; values must be above 0. */
  xLog?: boolean;
  yLog?: boolean;
  /** A marker at each point (default where there are at most 12). */
  points?: boolean;
  /** Colours of the curves in order. */
  colours?: readonly string[];
  /** Title of the legend. */
  legend?: string;
  width?: number;
  height?: number;
  /** Values that the vertical axis must include. */
  include?: readonly number[];
}

/** Curves over a common axis, each with a colour and, if it has one, a band. */
export function lineChart(lines: readonly Line[], options: LineChartOptions): Chart {
  const {
    title,
    xTitle,
    yTitle,
    xLog = false,
    yLog = false,
    colours = seriesColours,
    legend,
    include = [],
  } = options;
  if (!lines.length) throw new RangeError('there is no curve to draw');
  const names = lines.map(({ name }) => name);
  const values = lines
    .flatMap(({ name, x, y, low, high }) =>
      Array.from(x, (at, i) => {
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
        return row;
      }),
    )
    .map((row) => ({ ...row, y: short(row.y), low: short(row.low), high: short(row.high) }));
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
    scale: yLog ? { type: 'log' } : { zero: true },
  };
  const color = {
    field: 'name',
    type: 'nominal',
    title: legend ?? null,
    sort: names,
    scale: { domain: names, range: colours },
    ...(lines.length === 1 ? { legend: null } : {}),
  };
  const tooltip = [
    { field: 'name', title: legend ?? 'Curve' },
    { field: 'x', title: xTitle },
    { field: 'y', title: yTitle },
  ];
  return {
    ...(title ? { title } : {}),
    width: options.width ?? 420,
    height: options.height ?? 260,
    data: { values },
    layer: [
      ...(lines.some(({ low }) => low)
        ? [
            {
              mark: { type: 'area', opacity: 0.15, tooltip: null },
              encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
            },
          ]
        : []),
      {
        mark: { type: 'line', strokeWidth: 2, point: points ? { size: 36, opacity: 1 } : false },
        encoding: { x, y, color, tooltip },
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
    ],
  };
}

const short = (value: number) => Number(value.toPrecision(5));
