import type { Chart } from './chart';
import { seriesColours } from './palettes';

/** A value with its interval. */
export interface Interval {
  label: string;
  value: number;
  /** Ends of the interval; without them only the value is drawn. */
  low?: number;
  high?: number;
  /** What is set side by side within a label: a score, a model. */
  series?: string;
}

export interface IntervalOptions {
  title?: string;
  /** Title of the values' axis, with the unit. */
  axis: string;
  /** Bars from zero rather than points (default false). */
  bars?: boolean;
  /** A line at this value: chance, or what the document reports. */
  reference?: { value: number; text: string };
  domain?: readonly [number, number];
  /** Colours of the series in order of appearance. */
  colours?: readonly string[];
  width?: number;
}

/** Values by label with intervals, one row each, series of one label below one another. */
export function intervals(rows: readonly Interval[], options: IntervalOptions): Chart {
  const { title, axis, bars = false, reference, domain, colours = seriesColours, width = 420 } = options;
  if (!rows.length) throw new RangeError('there is no value to draw');
  for (const { label, value, low, high } of rows) {
    if (![value, low ?? value, high ?? value].every(Number.isFinite)) {
      throw new RangeError(
        `'${label}' has the value ${value} with the interval ${low} to ${high}; expected finite numbers`,
      );
    }
  }
  const labels = [...new Set(rows.map(({ label }) => label))];
  const series = [...new Set(rows.map(({ series: name }) => name ?? ''))];
  const several = series.length > 1;
  const values = rows.map((row) => ({
    series: '',
    ...row,
    low: row.low ?? row.value,
    high: row.high ?? row.value,
  }));
  const height = labels.length * Math.max(24, 13 * series.length + 9);
  const y = {
    field: 'label',
    type: 'nominal',
    title: null,
    sort: labels,
    axis: { grid: !bars, tickSize: 0, labelPadding: 8, domain: false },
  };
  const yOffset = several ? { yOffset: { field: 'series', type: 'nominal', sort: series } } : {};
  const color = several
    ? {
        color: {
          field: 'series',
          type: 'nominal',
          title: null,
          sort: series,
          scale: { domain: series, range: colours },
        },
      }
    : { color: { value: colours[0] } };
  const scale = { ...(domain ? { domain, nice: false, clamp: true } : {}), zero: bars };
  const x = { field: 'value', type: 'quantitative', title: axis, scale };
  const tooltip = ['label', ...(several ? ['series'] : []), 'value', 'low', 'high'].map((field) => ({
    field,
  }));
  return {
    ...(title ? { title } : {}),
    width,
    height,
    layer: [
      ...(reference ? referenceLayers(reference, scale) : []),
      {
        data: { values },
        mark: bars ? { type: 'bar', opacity: 0.55 } : { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: { x, y, ...yOffset, ...color, tooltip },
      },
      {
        data: { values },
        mark: { type: 'rule', strokeWidth: 1.8, ...(bars ? { color: '#333333' } : {}) },
        encoding: {
          x: { ...x, field: 'low' },
          x2: { field: 'high' },
          y,
          ...yOffset,
          ...(bars ? {} : color),
          tooltip,
        },
      },
    ],
  };
}

function referenceLayers({ value, text }: { value: number; text: string }, scale: Chart): Chart[] {
  const data = { values: [{ reference: value, text }] };
  const x = { field: 'reference', type: 'quantitative', scale };
  return [
    { data, mark: { type: 'rule', color: '#6b6b6b', strokeDash: [4, 3] }, encoding: { x } },
    {
      data,
      mark: { type: 'text', baseline: 'bottom', fontSize: 12, color: '#6b6b6b', tooltip: null },
      encoding: { x, y: { value: -4 }, text: { field: 'text' } },
    },
  ];
}
