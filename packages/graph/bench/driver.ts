// npm run bench: see README.md beside this file.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeFiles } from '@latent-torus/files';
import { show } from '../../notebook/show';
import { figuresFolder } from '../../settings';
import { chart } from './chart';
import { type Contestant, contestantsOf } from './contestants';
import { prepare } from './prepare';
import { type Result, reached, rowsOf, toCsv, toText } from './results';
import { type Answer, type Conversation, converse } from './talk';
import { stepsPerCall, type Workload, workloads } from './workloads';

/** A contestant whose shortest run takes more than so many times its share takes part in the first round alone. */
const SLOW = 10;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '0.7' },
    only: { type: 'string', default: '' },
    losses: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
});
const rounds = wholeNumber('--rounds', options.rounds);
const seconds = Number(options.seconds);
if (!(seconds > 0)) fail(`--seconds is '${options.seconds}'; expected a number above 0`);
for (const id of positionals) {
  if (!workloads.some((w) => w.id === id))
    fail(`workload '${id}'; expected some of ${workloads.map((w) => w.id).join(', ')}`);
}
const chosen = workloads.filter((w) => !positionals.length || positionals.includes(w.id));

const folder = mkdtempSync(join(tmpdir(), 'latent-torus-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
const versions: Record<string, string> = {};
const log = (text: string) => process.stderr.write(`${text}\n`);

main().catch((error: Error) => fail(error.stack ?? error.message));

async function main() {
  const results: Result[] = [];
  for (const w of chosen) results.push(...(options.losses ? await compareLosses(w) : await measure(w)));
  if (options.losses) return;
  const rows = rowsOf(results);
  process.stdout.write(toText(rows));
  const goals = reached(results);
  process.stdout.write(
    `\nGoals, fit's minimum against the best of each peer\n${goals
      .map(
        ({ workload, group, atMost, ratio }) =>
          `(${workload}) ${group}: ${ratio ?? 'not measured'}, goal at most ${atMost}${ratio === undefined ? '' : ratio <= atMost ? ', met' : ', missed'}`,
      )
      .join('\n')}\n`,
  );
  if (!options.save)
    return void process.stdout.write('\nNothing was saved; --save writes figures/benchmark.*\n');
  const machine = {
    cpu: cpus()[0].model,
    cores: cpus().length,
    platform: `${process.platform}-${process.arch}`,
  };
  const caption =
    `Milliseconds a training step: minimum (point) and quartiles (line) of ${rounds} rounds in alternation, ` +
    `${machine.cores} cores of ${machine.cpu}`;
  process.env.LATENT_TORUS_SCALE = 'paper'; // the workloads have one size, and their figures are committed
  const measured = goals.filter(({ ratio }) => ratio !== undefined);
  const met = measured.filter(({ ratio, atMost }) => Number(ratio) <= atMost);
  const reading = `${met.length} of ${measured.length} goals are met (a ratio of minima to the best of each peer)`;
  await show(chart(results), { id: 'benchmark', caption, reading });
  const record = {
    id: 'benchmark',
    kind: 'figure',
    caption,
    scale: 'paper',
    sources: [],
    synthetic: false,
    machine,
    versions,
    rounds,
    seconds,
    xlaFlags: process.env.XLA_FLAGS ?? '',
    goals,
  };
  writeFiles(figuresFolder(), {
    'benchmark.csv': toCsv(rows),
    'benchmark.json': `${JSON.stringify(record, null, 2)}\n`,
  });
}

/** Runs all contestants of a workload in rounds: A B C, C B A, A B C, … One computes at a time. */
async function measure(w: Workload): Promise<Result[]> {
  const entries = await start(w);
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 ? [...entries].reverse() : entries;
    for (const entry of order) {
      const { result, talk, contestant } = entry;
      if (!talk || (round && entry.slow)) continue;
      if (!entry.steps) await calibrate(entry);
      const answer = await attempt(entry, `run ${entry.steps}`);
      if (!answer) continue;
      result.rounds.push(answer.ms_per_step * (contestant.runs?.times ?? 1));
      result.peak = answer.peak_rss_mb;
    }
    log(`(${w.id}) round ${round + 1} of ${rounds}`);
  }
  for (const { talk } of entries) await talk?.end();
  return entries.map(({ result }) => result);
}

interface Entry {
  contestant: Contestant;
  result: Result;
  talk?: Conversation;
  steps: number;
  slow: boolean;
}

/** Starts the contestants one after the other; each makes its first step alone on the machine. */
async function start(w: Workload): Promise<Entry[]> {
  const only = options.only ? options.only.split(',') : undefined;
  const entries: Entry[] = [];
  for (const contestant of contestantsOf(w, process.env.XLA_FLAGS ?? '')) {
    if (only && !only.some((part) => `${contestant.group} ${contestant.label}`.includes(part))) continue;
    const result: Result = { workload: w, contestant, rounds: [], firstStep: 0, peak: 0 };
    const entry: Entry = { contestant, result, steps: 0, slow: false };
    entries.push(entry);
    const command = commandOf(contestant, w);
    if ('absent' in command) {
      result.absent = command.absent;
      continue;
    }
    entry.talk = converse(command.program, command.args, contestant.environment);
    const ready = await attempt(entry);
    if (!ready) continue;
    if (ready.absent !== undefined) {
      result.absent = ready.absent;
      await entry.talk.end();
      entry.talk = undefined;
      continue;
    }
    result.firstStep = ready.first_step_ms;
    result.note = ready.note;
    Object.assign(versions, ready.versions);
    log(
      `(${w.id}) ${contestant.group} ${contestant.label}: first step ${Math.round(ready.first_step_ms)} ms`,
    );
  }
  return entries;
}

/** Chooses the steps of a round so that it takes about `seconds`, and warms up meanwhile. */
async function calibrate(entry: Entry) {
  const trial = await attempt(entry, 'run 1');
  if (!trial) return;
  const again =
    trial.ms_per_step * trial.steps > 1000 * seconds
      ? trial
      : await attempt(entry, `run ${Math.max(5, trial.steps)}`);
  if (!again) return;
  const share = (1000 * seconds) / again.ms_per_step;
  entry.slow = again.ms_per_step * again.steps > SLOW * 1000 * seconds;
  entry.steps = Math.max(
    1,
    share > stepsPerCall ? Math.round(share / stepsPerCall) * stepsPerCall : Math.round(share),
  );
  if (entry.slow) entry.result.note = 'too slow for more than one round';
}

/** Asks; a contestant that fails is absent from then on, for the reason that it gave. */
async function attempt(entry: Entry, line?: string): Promise<Answer | undefined> {
  try {
    return await entry.talk?.ask(line);
  } catch (error) {
    const message = (error as Error).message;
    log(message);
    const lines = message.trim().split('\n');
    entry.result.absent = `it failed: ${lines.find((line) => /^\w*Error: /.test(line)) ?? lines.at(-1)}`;
    entry.result.rounds = [];
    entry.talk = undefined;
    return undefined;
  }
}

function commandOf(
  { program, variant, runs }: Contestant,
  w: Workload,
): { program: string; args: string[] } | { absent: string } {
  const problem = prepare(workloads.find(({ id }) => id === (runs?.workload ?? w.id)) ?? w, folder);
  if (program === 'ours') {
    return {
      program: process.execPath,
      args: ['--require', require.resolve('tsx/cjs'), join(__dirname, 'ours.ts'), problem, variant],
    };
  }
  const python = process.env.LATENT_TORUS_PEERS;
  if (!python) return { absent: 'LATENT_TORUS_PEERS names no Python' };
  if (!existsSync(python))
    fail(
      `LATENT_TORUS_PEERS is '${python}', which does not exist; expected the Python of packages/graph/bench/requirements.txt`,
    );
  return {
    program: python,
    args: ['-W', 'ignore', join(__dirname, 'peers', `${program}_peer.py`), problem, variant],
  };
}

/** Prints the mean loss of all implementations over windows of steps: same start, same batches, own noise. */
async function compareLosses(w: Workload): Promise<Result[]> {
  const total = 200;
  const windows = [
    [0, 10],
    [40, 60],
    [100, 150],
    [150, 200],
  ];
  console.log(
    `\n(${w.id}) ${w.title}: mean loss of steps ${windows.map(([a, b]) => `${a + 1}–${b}`).join(', ')}`,
  );
  for (const entry of await start(w)) {
    const { contestant, talk, result } = entry;
    if (!talk || contestant.group === 'products' || contestant.variant === 'fit' || contestant.runs) {
      await talk?.end();
      continue;
    }
    const losses = (await attempt(entry, `losses ${total}`))?.losses;
    const means = losses && windows.map(([a, b]) => losses.slice(a, b).reduce((x, y) => x + y, 0) / (b - a));
    console.log(
      `  ${`${contestant.group} ${contestant.label}`.padEnd(44)} ${means?.map((m) => m.toFixed(2).padStart(9)).join(' ') ?? result.absent}`,
    );
    await talk.end();
  }
  return [];
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) fail(`${name} is '${text}'; expected a whole number, 1 or more`);
  return value;
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
