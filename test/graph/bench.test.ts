import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contestantsOf } from '../../packages/graph/bench/contestants';
import { type Problem, prepare } from '../../packages/graph/bench/prepare';
import { bestOf, type Result, reached, rowsOf, toCsv, toText } from '../../packages/graph/bench/results';
import { quantile, summary } from '../../packages/graph/bench/statistics';
import { converse } from '../../packages/graph/bench/talk';
import {
  initialBound,
  parameterShapes,
  type Workload,
  workloads,
} from '../../packages/graph/bench/workloads';

const workload = (id: string): Workload => workloads.find((w) => w.id === id) as Workload;

/** A model of the benchmark, small enough for a test. */
const tiny = (id: string): Workload => ({
  ...workload(id),
  count: 40,
  batch: 10,
  replicas: workload(id).replicas > 1 ? 2 : 1,
});

const result = (
  id: string,
  group: Result['contestant']['group'],
  label: string,
  rounds: number[],
): Result => ({
  workload: workload(id),
  contestant: { group, label },
  rounds,
  firstStep: 1234.5,
  peak: 99.6,
});

describe('the statistics of the benchmark', () => {
  it('quantiles interpolate between order statistics (R: quantile(x, type = 7))', () => {
    const x = [7, 1, 4, 2]; // R gives 1, 1.75, 3, 4.75, 7
    assert.deepEqual(
      [0, 0.25, 0.5, 0.75, 1].map((p) => quantile(x, p)),
      [1, 1.75, 3, 4.75, 7],
    );
    assert.deepEqual(x, [7, 1, 4, 2]);
    assert.deepEqual(summary([3]), { minimum: 3, lowerQuartile: 3, median: 3, upperQuartile: 3 });
    assert.throws(() => quantile([], 0.5), RangeError);
  });

  const results = [
    result('a', 'latent-torus fit', 'fit', [2, 1.5, 3]),
    result('a', 'JAX jit', 'jit', [2, 2.5]),
    result('a', 'JAX jit', 'jit, with flags', [1.875, 4]),
    { ...result('a', 'PyTorch', 'compile', []), absent: 'no compiler, "none"' },
  ];

  it('ratios are of minima, to the best of a group', () => {
    assert.equal(bestOf(results, 'a', 'JAX jit'), 1.875);
    assert.equal(bestOf(results, 'b', 'JAX jit'), undefined);
    const rows = rowsOf(results);
    assert.deepEqual(
      rows.map((row) => row['/ JAX jit']),
      [0.8, 1.067, 1, ''],
    );
    assert.deepEqual(
      rows.map((row) => row['/ PyTorch']),
      ['', '', '', ''],
    );
    assert.equal(rows[0].median, 2);
  });

  it('what is absent has a row that says why, and no number', () => {
    const row = rowsOf(results)[3];
    assert.equal(row.note, 'absent: no compiler, "none"');
    assert.equal(row.minimum, '');
    assert.equal(row['peak memory'], '');
  });

  it('goals compare fit with the best of each peer', () => {
    assert.deepEqual(
      reached(results).map(({ group, atMost, ratio }) => [group, atMost, ratio]),
      [
        ['JAX jit', 0.95, 0.8],
        ['JAX scan', 1.05, undefined],
        ['PyTorch', 0.6, undefined],
      ],
    );
  });

  it('the CSV quotes cells with commas and quotation marks, the text aligns its columns', () => {
    const lines = toCsv(rowsOf(results)).split('\n');
    assert.equal(lines.length, 6);
    assert.match(lines[3], /^a,"torus VAE 784-400-2, batch 128",JAX jit,"jit, with flags",1\.875,/);
    assert.match(lines[4], /"absent: no compiler, ""none"""$/);
    const text = toText(rowsOf(results)).trimEnd().split('\n');
    assert.match(text[0], /^\(a\) torus VAE/);
    const at = text[1].indexOf('minimum') + 'minimum'.length;
    for (const [line, number] of [
      [2, '1.5'],
      [3, '2'],
      [4, '1.875'],
    ] as const)
      assert.ok(text[line].slice(0, at).endsWith(` ${number}`));
  });
});

describe('the problems of the benchmark', () => {
  it('have the layers that their titles say', () => {
    assert.deepEqual(parameterShapes(workload('a')), [
      [784, 400],
      [400],
      [400, 2],
      [2],
      [400, 2],
      [2],
      [4, 400],
      [400],
      [400, 784],
      [784],
    ]);
    const parameters = (id: string) =>
      parameterShapes(workload(id)).reduce((sum, shape) => sum + shape.reduce((a, b) => a * b), 0);
    assert.equal(parameters('c'), 637);
    assert.equal(parameters('d'), 45 * 637);
    assert.ok(Math.abs(parameters('e') / 18.6e6 - 1) < 0.01);
  });

  it('start with Glorot weights and biases of 0', () => {
    assert.equal(initialBound([1, 5]), 0);
    assert.equal(initialBound([45, 1, 8]), 0);
    assert.equal(initialBound([2, 4]), 1);
    assert.equal(initialBound([3, 3, 1, 32]), Math.sqrt(6 / (9 * 33)));
  });

  it('every workload names contestants of every group, each once', () => {
    for (const w of workloads) {
      const all = contestantsOf(w, '--flag');
      assert.equal(new Set(all.map(({ group, label }) => `${group}/${label}`)).size, all.length);
      for (const group of [
        'latent-torus fit',
        'TensorFlow.js',
        'PyTorch',
        'JAX jit',
        'JAX scan',
        'products',
      ]) {
        assert.ok(
          all.some((c) => c.group === group),
          `${w.id} without ${group}`,
        );
      }
    }
  });
});

describe('the implementations of the benchmark', function () {
  this.timeout(300_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const ours = [
    '--require',
    require.resolve('tsx/cjs'),
    join(__dirname, '../../packages/graph/bench/ours.ts'),
  ];

  /** The losses of the first steps, from the common start. */
  async function losses(command: string, args: string[], steps: number): Promise<number[]> {
    const talk = converse(command, args, {});
    try {
      const ready = await talk.ask();
      assert.equal(ready.ready, true);
      assert.ok(ready.first_step_ms > 0);
      const all = (await talk.ask(`losses ${steps - 1}`)).losses;
      const run = await talk.ask('run 1');
      assert.ok(run.steps >= 1 && run.ms_per_step > 0 && run.peak_rss_mb > 1);
      return all.slice(0, steps);
    } finally {
      await talk.end();
    }
  }
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;

  /** Two implementations do the same work if their losses differ by their noise alone, which grows with the steps. */
  const assertAlike = (a: number[], b: number[]) => {
    for (const [from, to, tolerance] of [
      [0, 5, 0.03],
      [20, 60, 0.2],
    ]) {
      const ratio = mean(a.slice(from, to)) / mean(b.slice(from, to));
      assert.ok(Math.abs(ratio - 1) < tolerance, `steps ${from} to ${to}: ratio ${ratio}`);
    }
    assert.ok(mean(b.slice(40)) < 0.97 * mean(b.slice(0, 5)), 'nothing was learnt');
  };

  it('the problem is written the same twice', () => {
    const files = () =>
      Object.values((JSON.parse(readFileSync(prepare(tiny('d'), folder), 'utf8')) as Problem).files);
    const first = files().map((file) => readFileSync(file));
    const [data] = files();
    rmSync(data);
    assert.ok(!existsSync(data));
    files().forEach((file, i) => assert.ok(readFileSync(file).equals(first[i]), file));
  });

  for (const id of ['b', 'd', 'f']) {
    it(`TensorFlow.js alone and the graph learn alike on (${id})`, async () => {
      const problem = prepare(tiny(id), join(folder, id));
      const run = (variant: string) => losses(process.execPath, [...ours, problem, variant], 60);
      assertAlike(await run('minimize'), await run('graph'));
    });
  }

  it('fit answers round after round, and stops when asked to', async () => {
    const talk = converse(process.execPath, [...ours, prepare(tiny('c'), join(folder, 'fit')), 'fit'], {});
    assert.equal((await talk.ask()).ready, true);
    for (let round = 0; round < 2; round++) {
      const answer = await talk.ask('run 10');
      assert.ok(answer.steps >= 10 && answer.ms_per_step > 0);
    }
    await talk.end();
  });

  it('the matrix products alone can be measured', async () => {
    const problem = prepare(tiny('a'), join(folder, 'products'));
    const results = await losses(process.execPath, [...ours, problem, 'products-graph'], 5);
    assert.ok(results.every(Number.isFinite));
  });

  it('a process that fails says so in its own words', async () => {
    const talk = converse(process.execPath, [...ours, prepare(tiny('c'), folder), 'faster'], {});
    await assert.rejects(talk.ask(), /variant 'faster'; expected minimize/);
  });

  describe('with peers', () => {
    const python = process.env.LATENT_TORUS_PEERS;
    before(function () {
      if (!python) this.skip(); // an optional environment: packages/graph/bench/README.md
    });

    for (const [program, variant] of [
      ['torch', 'adam'],
      ['torch', 'fused'],
      ['jax', 'jit'],
      ['jax', 'scan'],
    ]) {
      for (const id of ['a', 'd', 'f']) {
        it(`${program} ${variant} learns like this library on (${id})`, async () => {
          const problem = prepare(tiny(id), join(folder, id));
          const peer = join(__dirname, `../../packages/graph/bench/peers/${program}_peer.py`);
          assertAlike(
            await losses(python as string, [peer, problem, variant], 60),
            await losses(process.execPath, [...ours, problem, 'graph'], 60),
          );
        });
      }
    }
  });
});
