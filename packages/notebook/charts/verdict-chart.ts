import type { Chart } from './chart';
import { verdictColours, verdictMarks } from './palettes';
import { quiet } from './theme';

/** What became of a claim: its measured value beside the threshold that was set before. */
export interface VerdictRow {
  /** The claim in a few words; rows of one claim stand in one line. */
  claim: string;
  /** The setting it was measured in (default one column; example `'one source'`). */
  column?: string;
  /** The statistic: its mean over seeds. */
  value: number;
  /** Ends of its interval (default: the value alone; example `0.68`). */
  low?: number;
  high?: number;
  /** The claim holds within: `{ atLeast: 0.7 }`, `{ atMost: 0.05 }` or both. */
  threshold: { readonly atLeast?: number; readonly atMost?: number };
  /** What became of it. */
  verdict: keyof typeof verdictColours;
  /** Where the cell stands that shows it, for a click (default none; example `'torus-fig-2.ipynb#near'`). */
  link?: string;
}

export interface VerdictChartOptions {
  /** Title above the chart (default none; example `'Claims of the paper'`). */
  title?: string;
  /** Width of a column in pixels (default 170; example `240`). */
  width?: number;
  /** Height of a claim in pixels (default 30; example `24`). */
  row?: number;
}

/**
 * Claims as dots with intervals beside their thresholds, by setting. Each claim has a scale of its own: 0 is
 * its threshold, to the right it holds, 1 is the farthest end of its intervals; the value itself is written
 * at the right. The verdict has a colour and a mark.
 * @throws RangeError if there is no row, a value is not finite or a threshold has no bound
 * @example verdictChart([{ claim: 'B and D near digits', value: 0.8, low: 0.7, high: 0.9,
 *   threshold: { atLeast: 0.5 }, verdict: 'holds' }])
 */
export function verdictChart(rows: readonly VerdictRow[], options: VerdictChartOptions = {}): Chart {
  const { title, width = 170, row: step = 30 } = options;
  if (!rows?.length) throw new RangeError('there is no claim to draw; give at least one row');
  for (const { claim, value, low, high, threshold, verdict } of rows) {
    if (![value, low ?? value, high ?? value].every(Number.isFinite))
      throw new RangeError(`'${claim}' has the value ${value} (${low} to ${high}); expected finite numbers`);
    if (threshold?.atLeast === undefined && threshold?.atMost === undefined)
      throw new RangeError(`'${claim}' has no threshold; give atLeast, atMost or both`);
    if (!(verdict in verdictColours))
      throw new RangeError(
        `the verdict of '${claim}' is '${verdict}'; expected ${Object.keys(verdictColours).join(', ')}`,
      );
  }
  const claims = [...new Set(rows.map(({ claim }) => claim))];
  const columns = [...new Set(rows.map(({ column }) => column ?? ''))];
  const margins = rows.map((row) => {
    const { atLeast = -Infinity, atMost = Infinity } = row.threshold;
    const margin = (value: number) => Math.min(value - atLeast, atMost - value);
    const ends = [row.low ?? row.value, row.value, row.high ?? row.value].map(margin);
    return { value: ends[1], low: Math.min(...ends), high: Math.max(...ends) };
  });
  const scales = new Map(
    claims.map((claim) => {
      const own = margins.filter((_, i) => rows[i].claim === claim);
      return [claim, Math.max(...own.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)])) || 1];
    }),
  );
  const short = (value: number) => Number(value.toPrecision(3));
  const values = rows.map(({ claim, column = '', value, threshold, verdict, link, ...ends }, i) => {
    const { atLeast, atMost } = threshold;
    const bounds = [
      atLeast === undefined ? [] : `≥ ${short(atLeast)}`,
      atMost === undefined ? [] : `≤ ${short(atMost)}`,
    ].flat();
    const scaled = (margin: number) => Number((margin / scales.get(claim)!).toFixed(3));
    return {
      claim,
      column,
      verdict,
      at: scaled(margins[i].value),
      low: scaled(margins[i].low),
      high: scaled(margins[i].high),
      measured: `${short(value)} (${bounds.join(', ')})`.replaceAll('-', '−'),
      interval: `${short(ends.low ?? value)} to ${short(ends.high ?? value)}`,
      ...(link ? { link } : {}),
    };
  });
  const names = Object.keys(verdictColours);
  const isUsed = (name: string) => rows.some(({ verdict }) => verdict === name);
  const used = names.filter(isUsed) as (keyof typeof verdictColours)[];
  const colour = {
    field: 'verdict',
    type: 'nominal',
    title: null,
    scale: { domain: used, range: used.map((name) => verdictColours[name]) },
    legend: { orient: 'top', direction: 'horizontal', symbolSize: 110 },
  };
  const y = {
    field: 'claim',
    type: 'nominal',
    title: null,
    sort: claims,
    axis: { tickSize: 0, domain: false, labelLimit: 420, labelPadding: 8, grid: true },
  };
  const x = {
    field: 'at',
    type: 'quantitative',
    title: null,
    scale: { domain: [-1.15, 1.15], nice: false },
    axis: {
      values: [-0.6, 0, 0.6],
      labelExpr: "datum.value < 0 ? '← fails' : datum.value > 0 ? 'holds →' : '|'",
      grid: false,
      ticks: false,
      domain: false,
    },
  };
  const tooltip = ['claim', 'column', 'measured', 'interval', 'verdict'].map((field) => ({ field }));
  const href = rows.some(({ link }) => link) ? { href: { field: 'link' } } : {};
  const layer = [
    {
      mark: { type: 'rule', color: quiet, strokeDash: [4, 3], tooltip: null },
      encoding: { x: { datum: 0, type: 'quantitative' } },
    },
    {
      mark: { type: 'rule', strokeWidth: 2.2 },
      encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, color: colour, tooltip },
    },
    {
      mark: { type: 'point', filled: true, size: 110, opacity: 1 },
      encoding: {
        x,
        y,
        color: colour,
        shape: {
          ...colour,
          scale: { domain: used, range: used.map((name) => verdictMarks[name]) },
        },
        tooltip,
        ...href,
      },
    },
    {
      // At the right, where it crosses no rule.
      mark: { type: 'text', fontSize: 11, color: quiet, align: 'right', dy: 14, tooltip: null },
      encoding: { x: { value: width - 4 }, y, text: { field: 'measured', type: 'nominal' } },
    },
  ];
  const view = { width, height: { step: step + 8 }, layer };
  const common = { ...(title ? { title } : {}), data: { values } };
  if (columns.length === 1) return { ...common, ...view };
  return {
    ...common,
    facet: { column: { field: 'column', type: 'nominal', sort: columns, title: null } },
    spacing: 10,
    spec: view,
  };
}
