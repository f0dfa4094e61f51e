import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@latent-torus/random';
import {
  bernoulli,
  constant,
  cosine,
  euclidean,
  type FitOptions,
  fit,
  gaussian,
  gaussianTorus,
  linear,
  normalNoise,
  orderOf,
  type Progress,
  TrainingError,
  tf,
  type Vae,
  vae,
} from 'latent-torus';

const images = (...shape: number[]) => {
  const random = new Random(3);
  return tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.uniform()),
    shape,
  );
};
const make = (seed: number | number[] = 1): Vae =>
  vae({ inputs: 6, hidden: [5], latent: gaussianTorus(2), likelihood: bernoulli, seed });
const options: FitOptions = {
  epochs: 3,
  batchSize: 8,
  seed: 1,
  cache: false,
  progress: () => {},
  coefficients: { klWeight: cosine(0, 1) },
};
const weights = (model: Vae) =>
  Object.values(model.variables).map((variable) => Array.from(variable.dataSync()));
const x = images(30, 6); // batches of 8, 8, 8 and 6

describe('schedules', () => {
  it('cosine is (1) of the working paper', () => {
    const schedule = cosine(0, 1);
    assert.equal(schedule(0, 40), 0);
    assert.ok(Math.abs(schedule(20, 40) - 0.5) < 1e-12);
    assert.ok(Math.abs(schedule(39, 40) - (0.5 - 0.5 * Math.cos((39 * Math.PI) / 40))) < 1e-12);
  });
  it('linear goes in even steps, constant does not go', () => {
    assert.deepEqual(
      [0, 5, 10].map((t) => linear(2, 4)(t, 10)),
      [2, 3, 4],
    );
    assert.equal(constant(3)(7, 10), 3);
  });
});

describe('fit', () => {
  it('visits every row once in an epoch, in another order in each', () => {
    const first = orderOf(1, 0, 100);
    assert.deepEqual(
      Array.from(first).sort((a, b) => a - b),
      Array.from({ length: 100 }, (_, i) => i),
    );
    assert.notDeepEqual(first, orderOf(1, 1, 100));
    assert.deepEqual(first, orderOf(1, 0, 100));
  });

  it('gives the same weights and history for the same seed, to the last bit, and others for another', async () => {
    const [a, b, c] = [make(), make(), make()];
    const [one, two, other] = [
      await fit(a, { x }, options),
      await fit(b, { x }, options),
      await fit(c, { x }, { ...options, seed: 2 }),
    ];
    assert.deepEqual(one.history, two.history);
    assert.deepEqual(weights(a), weights(b));
    assert.notDeepEqual(one.history, other.history);
  });

  it('lowers the loss, and its history has the mean of each term over the rows', async () => {
    const model = make();
    const run = await fit(model, { x }, { ...options, epochs: 60, learningRate: 0.01, coefficients: {} });
    assert.equal(run.steps, 240);
    assert.ok(
      run.history[59].total < run.history[0].total - 0.05,
      `${run.history[0].total} to ${run.history[59].total}`,
    );
    for (const row of run.history) assert.ok(Math.abs(row.total - row.reconstruction - row.kl) < 1e-4);
  });

  it('counts a smaller last batch by its size', async () => {
    const model = make();
    const still = await fit(model, { x }, { ...options, epochs: 1, learningRate: 1e-12, execution: 'eager' }); // weights stay as they are
    const whole = tf.tidy(
      () =>
        model.likelihood
          .loss(x, model.decode(model.latent.mean(model.encode(x))))
          .mean()
          .dataSync()[0],
    );
    assert.ok(
      Math.abs(still.history[0].reconstruction - whole) < 0.1,
      `${still.history[0].reconstruction} and ${whole}`,
    );
  });

  it('puts schedules into history', async () => {
    const { history } = await fit(make(), { x }, { ...options, learningRate: linear(0.01, 0) });
    assert.deepEqual(
      history.map((row) => row.klWeight),
      [0, 1, 2].map((t) => cosine(0, 1)(t, 3)),
    );
    assert.deepEqual(
      history.map((row) => row.learningRate),
      [0, 1, 2].map((t) => linear(0.01, 0)(t, 3)),
    );
  });

  it('trains replicas as the single models of their seeds', async () => {
    const seeds = [5, 8];
    const together = make(seeds);
    const both = await fit(together, { x }, { ...options, seed: seeds });
    for (const [r, seed] of seeds.entries()) {
      const alone = await fit(make(seed), { x }, { ...options, seed });
      alone.history.forEach((row, epoch) =>
        Object.entries(row).forEach(([name, value]) =>
          assert.ok(
            Math.abs(both.replicas[r][epoch][name] - value) < 1e-4,
            `${name} in epoch ${epoch}: ${both.replicas[r][epoch][name]}, alone ${value}`,
          ),
        ),
      );
    }
  });

  it('gives each replica its own data where they have an axis of replicas', async () => {
    const own = images(2, 30, 6);
    const both = await fit(make([5, 8]), { x: own }, { ...options, seed: [5, 8], dataPerReplica: true });
    const second = own.slice([1, 0, 0], [1, -1, -1]).squeeze([0]);
    const alone = await fit(make(8), { x: second }, { ...options, seed: 8 });
    alone.history.forEach((row, epoch) =>
      assert.ok(Math.abs(both.replicas[1][epoch].total - row.total) < 1e-4),
    );
  });

  it('finds the exact optimum of a linear Gaussian model', async () => {
    // The best evidence of probabilistic PCA with σ known: the principal axis (Tipping and Bishop 1999).
    const z = normalNoise([400, 1], [1, 1]);
    const data = tf.add(tf.matMul(z, tf.tensor2d([[1.5, -1, 0.5]])), normalNoise([400, 3], [2, 2]).mul(0.5));
    const { mean: center } = tf.moments(data, 0);
    const centered = data.sub(center);
    const rows = centered.arraySync() as number[][];
    const covariance = [0, 1, 2].map((i) =>
      [0, 1, 2].map((j) => rows.reduce((sum, r) => sum + r[i] * r[j], 0) / 400),
    );
    let axis = [1, -1, 1]; // power iteration
    let largest = 0;
    for (let i = 0; i < 500; i++) {
      const next = covariance.map((row) => row.reduce((sum, v, j) => sum + v * axis[j], 0));
      largest = Math.hypot(...next);
      axis = next.map((v) => v / largest);
    }
    const trace = covariance[0][0] + covariance[1][1] + covariance[2][2];
    const s2 = 0.25;
    const best =
      0.5 * (3 * Math.log(2 * Math.PI) + Math.log(largest) + 2 * Math.log(s2) + 1 + (trace - largest) / s2);
    const model = vae({ inputs: 3, hidden: [], latent: euclidean(1), likelihood: gaussian(0.5), seed: 1 });
    const { history } = await fit(
      model,
      { x: data },
      { ...options, epochs: 400, batchSize: 100, learningRate: linear(0.02, 0), coefficients: {} },
    );
    const reached = history.slice(-50).reduce((sum, row) => sum + row.total, 0) / 50;
    assert.ok(reached > best - 0.02 && reached < best + 0.02, `${reached}, exact ${best}`);
  });

  it('stops at a term that is not finite, names it, and keeps the weights before', async () => {
    const bad = tf.tensor2d(Array.from({ length: 30 }, (_, i) => new Array(6).fill(i === 17 ? NaN : 0.5)));
    const model = make();
    await assert.rejects(
      fit(model, { x: bad }, options),
      (error: Error) =>
        error instanceof TrainingError &&
        /^step \d \(epoch 0\): the term '(total|reconstruction)' is NaN/.test(error.message),
    );
    assert.ok(weights(model).flat().every(Number.isFinite));
  });

  it('says what is wrong with options and data', async () => {
    const before = tf.memory().numTensors;
    const wrong = async (change: object, data: unknown, expected: RegExp) => {
      const model = make();
      await assert.rejects(fit(model, data as { x: tf.Tensor }, { ...options, ...change }), expected);
      model.dispose();
    };
    const whole = /epochs is \S+; expected a whole number from 1 to 1000000/;
    await wrong({ epochs: 0 }, { x }, whole);
    await wrong({ epochs: 1e9 }, { x }, whole); // its history would fill the memory
    await wrong({ epochs: '3' }, { x }, whole);
    await wrong({ batchSize: 31 }, { x }, /batchSize is 31; expected a whole number from 1 to the 30 rows/);
    await wrong({ seed: [1, 2] }, { x }, /seed is \[1, 2\]; expected one seed/);
    await wrong({ seed: 2 ** 32 }, { x }, /seed is 4294967296; expected a whole number from 0 to 2³² − 1/);
    await wrong({ seed: -1 }, { x }, /seed is -1; expected a whole number from 0 to 2³² − 1/);
    await wrong({ execution: 'gpu' }, { x }, /execution is 'gpu'; expected one of auto, xla, graph, eager/);
    await wrong({ way: 'xla' }, { x }, /fit: option 'way' is not known; expected one of epochs, batchSize/);
    await wrong({ dataPerReplica: true }, { x }, /dataPerReplica is true; expected false/);
    await wrong(
      { coefficients: { beta: 1 } },
      { x },
      /coefficients is 'beta'; expected one of \{ klWeight \}/,
    );
    await wrong({ coefficients: { klWeight: [0, 1] } }, { x }, /klWeight is \[0, 1\]; expected one value/);
    await wrong({ learningRate: () => NaN }, { x }, /learningRate is NaN in epoch 0/);
    await wrong({ learningRate: '3' }, { x }, /learningRate is "3"; expected a number or a schedule/);
    await wrong({ learningRate: -1 }, { x }, /learningRate is -1; expected 0 or more/);
    await wrong({}, { x, y: x }, /the data are \{ x, y \}; VAE \S+ expects \{ x \}/);
    await wrong({}, { y: x }, /the data are \{ y \}; VAE \S+ expects \{ x \}/);
    await wrong({}, {}, /the data are \{ {2}\}; VAE \S+ expects \{ x \}/);
    await wrong({}, x, /the data are a tensor; expected tensors or samples by name, as \{ x \}/);
    await wrong({}, undefined, /the data are undefined; expected tensors or samples by name/);
    await wrong({}, { x: [[1, 2]] }, /'x' is 1,2; expected a tensor \[rows, …\] or samples/);
    const data = async (shape: number[], expected: RegExp) => {
      const tensor = tf.zeros(shape);
      await wrong({}, { x: tensor }, expected);
      tensor.dispose();
    };
    await data([0, 6], /data 'x' is a tensor of shape \[0,6\]; expected \[one or more rows, inputs\]/);
    await data([6], /data 'x' is a tensor of shape \[6\]; expected \[6 rows, inputs\]/);
    await data([5, 2, 3], /data 'x' is a tensor of shape \[5,2,3\]; expected \[5 rows, inputs\]/);
    await data([30, 5], /the last axis of 'x' is 5; expected 6, the inputs of the model/);
    assert.equal(tf.memory().numTensors, before);
  });

  it('knows the names of the data at compile time', async () => {
    // @ts-expect-error there is no 'y'
    await assert.rejects(fit(make(), { y: x }, options), /expects \{ x \}/);
    // @ts-expect-error data go by name
    await assert.rejects(fit(make(), x, options), /the data are a tensor/);
    // @ts-expect-error no such execution
    await assert.rejects(fit(make(), { x }, { ...options, execution: 'gpu' }), /execution is 'gpu'/);
  });

  it('refuses what has been disposed of', async () => {
    const gone = images(30, 6);
    gone.dispose();
    await assert.rejects(fit(make(), { x: gone }, options), /'x' has been disposed of; make it anew/);
    const model = make();
    model.dispose();
    await assert.rejects(fit(model, { x }, options), /has been disposed of; build it anew/);
  });

  it('refuses a second training of a model while the first is under way', async () => {
    const model = make();
    const alone = make();
    const reference = await fit(alone, { x }, options);
    const first = fit(model, { x }, options);
    await assert.rejects(fit(model, { x }, options), /is being trained already; wait for that 'fit' to end/);
    assert.deepEqual((await first).history, reference.history);
    assert.deepEqual(weights(model), weights(alone));
    assert.equal((await fit(model, { x }, { ...options, seed: 2 })).steps, 12);
  });

  it('says how to scale pixels that a Bernoulli likelihood has no probability for', async () => {
    const bytes = tf.mul(x, 255);
    await assert.rejects(
      fit(make(), { x: bytes }, options),
      /'x' has values from .* to 25\d.*; a bernoulli likelihood expects 0 to 1: divide grey levels of 0 to 255 by 255/,
    );
    await assert.rejects(fit(make(), { x: tf.neg(x) }, options), /has values from -0.*expects 0 to 1/);
    const gaussianModel = vae({
      inputs: 6,
      hidden: [5],
      latent: gaussianTorus(2),
      likelihood: gaussian(1),
      seed: 1,
    });
    assert.equal((await fit(gaussianModel, { x: tf.neg(x) }, options)).steps, 12);
  });

  it('leaves no tensors behind', async () => {
    const model = make();
    const before = tf.memory().numTensors;
    await fit(model, { x }, options);
    assert.equal(tf.memory().numTensors, before);
  });

  it('tells its progress', async () => {
    const told: Progress[] = [];
    await fit(make(), { x }, { ...options, progress: (p) => told.push(p), title: 'a test' });
    const last = told[told.length - 1];
    assert.deepEqual(
      [last.title, last.step, last.steps, last.epochs, last.done, last.history.length],
      ['a test', 12, 12, 3, true, 3],
    );
  });
});

describe('the checkpoint cache', () => {
  let folder: string;
  let outside: string | undefined;
  beforeEach(() => {
    outside = process.env.LATENT_TORUS_CACHE;
    process.env.LATENT_TORUS_CACHE = folder = mkdtempSync(join(tmpdir(), 'cache-'));
  });
  afterEach(() => {
    if (outside === undefined) delete process.env.LATENT_TORUS_CACHE;
    else process.env.LATENT_TORUS_CACHE = outside;
    rmSync(folder, { recursive: true });
  });
  const cached = { ...options, cache: true };

  it('gives the same weights and history without training again', async () => {
    const [a, b] = [make(), make()];
    const first = await fit(a, { x }, cached);
    const second = await fit(b, { x }, cached);
    assert.deepEqual([first.cached, second.cached], [false, true]);
    assert.deepEqual(second.history, first.history);
    assert.deepEqual(weights(b), weights(a));
  });

  it('is not used for anything that could give another result', async () => {
    await fit(make(), { x }, { ...cached, execution: 'graph' });
    for (const change of [
      { seed: 2 },
      { epochs: 4 },
      { batchSize: 7 },
      { learningRate: 0.01 },
      { coefficients: {} },
      { adam: { beta1: 0.8 } },
      { execution: 'eager' as const },
    ]) {
      const other = await fit(make(), { x }, { ...cached, execution: 'graph', ...change });
      assert.equal(other.cached, false, JSON.stringify(change));
    }
    assert.equal((await fit(make(2), { x }, cached)).cached, false, 'weights');
    assert.equal((await fit(make(), { x: images(30, 6).mul(0.5) }, cached)).cached, false, 'data');
    const gaussianModel = vae({
      inputs: 6,
      hidden: [5],
      latent: gaussianTorus(2),
      likelihood: gaussian(1),
      seed: 1,
    });
    assert.equal((await fit(gaussianModel, { x }, cached)).cached, false, 'likelihood');
  });

  it('goes on after an interrupt as if there had been none', async () => {
    const whole = make();
    const reference = await fit(whole, { x }, options);
    const controller = new AbortController();
    const first = await fit(
      make(),
      { x },
      { ...cached, signal: controller.signal, progress: () => controller.abort() },
    );
    assert.ok(first.interrupted && first.steps > 0 && first.steps < 12, `stopped at ${first.steps}`);
    const again = make();
    const rest = await fit(again, { x }, cached);
    assert.deepEqual(rest.history, reference.history);
    assert.deepEqual(weights(again), weights(whole));
  });

  it('keeps what was trained when interrupted, at a batch boundary', async () => {
    const model = make();
    const start = weights(model);
    const controller = new AbortController();
    const run = await fit(
      model,
      { x },
      {
        ...cached,
        epochs: 500,
        execution: 'eager',
        signal: controller.signal,
        progress: () => setImmediate(() => controller.abort()),
      },
    );
    assert.equal(run.interrupted, true);
    assert.ok(run.steps > 0 && run.steps < 2000);
    assert.notDeepEqual(weights(model), start);
  });

  it('says that a damaged file is damaged, and trains anew', async () => {
    const first = make();
    await fit(first, { x }, cached);
    const [file] = readdirSync(folder).map((name) => join(folder, name));
    for (const damage of [
      (b: Buffer) => b.subarray(0, b.length - 3),
      (b: Buffer) => {
        b[b.length - 5] ^= 1;
        return b;
      },
      () => Buffer.from('x'),
    ]) {
      writeFileSync(file, damage(readFileSync(file)));
      const notices: string[] = [];
      const again = make();
      const run = await fit(again, { x }, { ...cached, notice: (text) => notices.push(text) });
      assert.equal(run.cached, false);
      assert.match(notices.join(), /is damaged/);
      assert.deepEqual(weights(again), weights(first));
    }
  });

  it('leaves no half-written file', async () => {
    await fit(make(), { x }, cached);
    assert.deepEqual(
      readdirSync(folder).filter((name) => !name.endsWith('.checkpoint')),
      [],
    );
  });
});
