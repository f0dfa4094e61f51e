import { groups } from 'd3-array';
import type { Chart } from './chart';
import { seriesColours } from './palettes';
import { range } from './points';
import { quiet } from './theme';

/** A value with its interval. */
export interface Interval {
  /** What the row is called. */
  label: string;
  /** The value itself. */
  value: number;
  /** Ends of the interval (default: only the value is drawn; example `0.61`). */
  low?: number;
  high?: number;
  /** Ends of a wider, thin line: the range over seeds (default none; example `0.55`). */
  least?: number;
  greatest?: number;
  /** What is set side by side within a label: a model (default one series; example `'plane'`). */
  series?: string;
  /** Rows of a family stand in a panel of their own (default one panel; example `'needs no model'`). */
  family?: string;
}

export interface IntervalOptions {
  /** Title above the chart (default none; example `'Scores'`). */
  title?: string;
  /** Title of the values' axis, with the unit (default 'Value'; example `'AUROC'`). */
  axis?: string;
  /** Bars from zero rather than points (default false; example `true`). */
  bars?: boolean;
  /** A line at chance, or at what the document reports (default none; example `{ value: 0.5, text: 'chance' }`). */
  reference?: { value: number; text: string };
  /** Ends of the values' axis (default: all values; example `[0, 1]`). */
  domain?: readonly [number, number];
  /** Colours of the series in order of appearance (default `seriesColours`; example
   * `[spaceColours.torus, spaceColours.plane]`). */
  colours?: readonly string[];
  /** Width in pixels (default 420; example `300`). */
  width?: number;
}

/**
 * Values by label with intervals, one row each, series of one label below one another, families in panels on
 * one scale.
 * @throws RangeError if there is no value, or one is not finite
 * @example intervals([{ label: 'loss', value: 0.8, low: 0.75, high: 0.84 }], { axis: 'AUROC' })
 */
export function intervals(rows: readonly Interval[], options: IntervalOptions = {}): Chart {
  const { title, reference, bars = false } = options;
  if (!rows?.length) throw new RangeError('there is no value to draw; give at least one { label, value }');
  for (const { label, ...row } of rows) {
    const { value, low, high, least, greatest } = row;
    if (![value, low ?? value, high ?? value, least ?? value, greatest ?? value].every(Number.isFinite)) {
      throw new RangeError(
        `'${label}' has the value ${value} with the interval ${low} to ${high}; expected finite numbers`,
      );
    }
  }
  const series = [...new Set(rows.map(({ series: name }) => name ?? ''))];
  const families = groups(rows, ({ family }) => family ?? '');
  const reach = rows.flatMap((row) =>
    [row.value, row.low, row.high, row.least, row.greatest].filter((v): v is number => v !== undefined),
  );
  const [low, high] = range([...reach, ...(reference ? [reference.value] : []), ...(bars ? [0] : [])]);
  // Panels that are compared share their axis.
  const domain =
    options.domain ??
    (families.length > 1 ? [low - 0.03 * (high - low), high + 0.03 * (high - low)] : undefined);
  const panels = families.map(([family, own], i) => ({
    ...(family
      ? {
          title: {
            text: family,
            fontSize: 13,
            frame: 'group',
            offset: reference && !i ? 20 : 6,
          },
        }
      : {}),
    ...panel(own, series, { ...options, domain: domain as [number, number] | undefined }, i === 0),
  }));
  if (panels.length === 1) return { ...panels[0], ...(title ? { title } : {}) };
  return { ...(title ? { title } : {}), vconcat: panels, spacing: 14 };
}

function panel(
  rows: readonly Interval[],
  series: readonly string[],
  { axis = 'Value', bars = false, reference, domain, colours = seriesColours, width = 420 }: IntervalOptions,
  isFirst: boolean,
): Chart {
  const labels = [...new Set(rows.map(({ label }) => label))];
  const several = series.length > 1;
  const values = rows.map(({ label, series: name = '', value, ...row }) => ({
    label,
    series: name,
    value,
    low: row.low ?? value,
    high: row.high ?? value,
    least: row.least ?? row.low ?? value,
    greatest: row.greatest ?? row.high ?? value,
  }));
  const height = labels.length * Math.max(24, 13 * series.length + 9);
  const y = {
    field: 'label',
    type: 'nominal',
    title: null,
    sort: labels,
    axis: { grid: !bars, tickSize: 0, labelPadding: 8, domain: false, labelLimit: 320 },
  };
  const yOffset = several ? { yOffset: { field: 'series', type: 'nominal', sort: series } } : {};
  const color = several
    ? {
        color: {
          field: 'series',
          type: 'nominal',
          title: null,
          sort: series,
          scale: {
            domain: series,
            range: series.map((_, i) => colours[i % colours.length]),
          },
        },
      }
    : { color: { value: colours[0] } };
  const scale = { ...(domain ? { domain, nice: false, clamp: true } : {}), zero: bars };
  const x = { field: 'value', type: 'quantitative', title: axis, scale };
  const shown = ['label', ...(several ? ['series'] : []), 'value', 'low', 'high'];
  const tooltip = shown.map((field) => ({ field }));
  const line = (from: string, to: string, mark: Chart) => ({
    data: { values },
    mark: { type: 'rule', ...mark },
    encoding: {
      x: { ...x, field: from },
      x2: { field: to },
      y,
      ...yOffset,
      ...(mark.color ? {} : color),
      tooltip,
    },
  });
  const hasRange = rows.some(({ least, greatest }) => least !== undefined || greatest !== undefined);
  return {
    width,
    height,
    layer: [
      ...(reference ? referenceLayers(reference, scale, isFirst) : []),
      ...(hasRange ? [line('least', 'greatest', { strokeWidth: 1, opacity: 0.75 })] : []),
      {
        data: { values },
        mark: bars ? { type: 'bar', opacity: 0.55 } : { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: { x, y, ...yOffset, ...color, tooltip },
      },
      line('low', 'high', bars ? { strokeWidth: 1.8, color: quiet } : { strokeWidth: 2.4 }),
    ],
  };
}

function referenceLayers(
  { value, text }: { value: number; text: string },
  scale: Chart,
  named: boolean,
): Chart[] {
  const data = { values: [{ reference: value, text }] };
  const x = { field: 'reference', type: 'quantitative', scale };
  return [
    { data, mark: { type: 'rule', color: quiet, strokeDash: [4, 3] }, encoding: { x } },
    ...(named
      ? [
          {
            data,
            mark: { type: 'text', baseline: 'bottom', fontSize: 12, color: quiet, tooltip: null },
            encoding: { x, y: { value: -4 }, text: { field: 'text' } },
          },
        ]
      : []),
  ];
}
