import type { Contestant, Group } from './contestants';
import { type Summary, summary } from './statistics';
import type { Workload } from './workloads';

/** What one contestant did on one workload. */
export interface Result {
  workload: Workload;
  contestant: Pick<Contestant, 'group' | 'label'>;
  /** Why it did not take part. */
  absent?: string;
  /** Milliseconds a step, one for each round. */
  rounds: number[];
  firstStep: number;
  /** Largest resident set in MiB. */
  peak: number;
  note?: string;
}

/** A line of `figures/benchmark.csv`. Times in ms, memory in MiB; ratios are of minima; '' where there is none. */
export type Row = Record<(typeof columns)[number], string | number>;

export const columns = [
  'workload',
  'title',
  'group',
  'variant',
  'minimum',
  'lower quartile',
  'median',
  'upper quartile',
  'rounds',
  '/ JAX jit',
  '/ JAX scan',
  '/ PyTorch',
  '/ products',
  'first step',
  'peak memory',
  'note',
] as const;

const times = (result: Result): Summary | undefined =>
  result.rounds.length ? summary(result.rounds) : undefined;

/** The least of the minima of a group on a workload, or undefined if none of it took part. */
export function bestOf(results: readonly Result[], workload: string, group: Group): number | undefined {
  const minima = results
    .filter((r) => r.workload.id === workload && r.contestant.group === group)
    .flatMap((r) => times(r)?.minimum ?? []);
  return minima.length ? Math.min(...minima) : undefined;
}

export function rowsOf(results: readonly Result[]): Row[] {
  return results.map((result) => {
    const { workload, contestant, firstStep, peak } = result;
    const t = times(result);
    const ratio = (group: Group) => {
      const best = bestOf(results, workload.id, group);
      return t && best !== undefined ? round(t.minimum / best) : '';
    };
    return {
      workload: workload.id,
      title: workload.title,
      group: contestant.group,
      variant: contestant.label,
      minimum: t ? round(t.minimum) : '',
      'lower quartile': t ? round(t.lowerQuartile) : '',
      median: t ? round(t.median) : '',
      'upper quartile': t ? round(t.upperQuartile) : '',
      rounds: result.rounds.length,
      '/ JAX jit': ratio('JAX jit'),
      '/ JAX scan': ratio('JAX scan'),
      '/ PyTorch': ratio('PyTorch'),
      '/ products': ratio('products'),
      'first step': t ? Math.round(firstStep) : '',
      'peak memory': t ? Math.round(peak) : '',
      note: result.absent ? `absent: ${result.absent}` : (result.note ?? ''),
    };
  });
}

/** To four digits that count. */
const round = (value: number) => Number(value.toPrecision(4));

/** What `fit` should reach: its minimum as a share of a peer's best minimum. */
export interface Goal {
  workload: string;
  group: Group;
  atMost: number;
}

export const goals: readonly Goal[] = [
  ...['a', 'b', 'e'].flatMap((workload): Goal[] => [
    { workload, group: 'JAX jit', atMost: 0.95 },
    { workload, group: 'JAX scan', atMost: 1.05 },
    { workload, group: 'PyTorch', atMost: 0.6 },
  ]),
  { workload: 'c', group: 'JAX jit', atMost: 0.5 },
  { workload: 'c', group: 'JAX scan', atMost: 1.05 },
  { workload: 'c-full', group: 'JAX jit', atMost: 1 },
  { workload: 'c-full', group: 'JAX scan', atMost: 1.05 },
  { workload: 'd', group: 'JAX jit', atMost: 1 },
  { workload: 'd', group: 'PyTorch', atMost: 1 / 25 },
  { workload: 'f', group: 'PyTorch', atMost: 0.8 },
];

/** The goals of the workloads that were run, with what was reached; undefined where a side is absent. */
export const reached = (results: readonly Result[]): (Goal & { ratio?: number })[] =>
  goals
    .filter(({ workload }) => results.some((r) => r.workload.id === workload))
    .map((goal) => {
      const [ours, theirs] = [
        bestOf(results, goal.workload, 'latent-torus fit'),
        bestOf(results, goal.workload, goal.group),
      ];
      return {
        ...goal,
        ...(ours !== undefined && theirs !== undefined ? { ratio: round(ours / theirs) } : {}),
      };
    });

/** RFC 4180. */
export function toCsv(rows: readonly Row[]): string {
  const cell = (value: string | number) =>
    /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  return [columns.map(cell), ...rows.map((row) => columns.map((column) => cell(row[column])))]
    .map((line) => `${line.join(',')}\n`)
    .join('');
}

/** A table for the terminal: numbers to the right. */
export function toText(rows: readonly Row[]): string {
  const shown = columns.filter((column) => column !== 'title' && column !== 'workload');
  const lines: string[] = [];
  for (const id of new Set(rows.map((row) => row.workload))) {
    const own = rows.filter((row) => row.workload === id);
    const cells = [shown.map(String), ...own.map((row) => shown.map((column) => String(row[column])))];
    const widths = shown.map((_, i) => Math.max(...cells.map((line) => line[i].length)));
    lines.push(
      '',
      `(${id}) ${own[0].title}: ms a step, ratios of minima, first step in ms, memory in MiB`,
      ...cells.map((line) =>
        line
          .map((text, i) =>
            /^(group|variant|note)$/.test(shown[i]) ? text.padEnd(widths[i]) : text.padStart(widths[i]),
          )
          .join('  ')
          .trimEnd(),
      ),
    );
  }
  return `${lines.join('\n').trimStart()}\n`;
}
