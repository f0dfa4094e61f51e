// Metrics that take long: they tell their progress, can be interrupted, and leave nothing in memory.
import assert from 'node:assert/strict';
import { chooseBandwidth, imageGeodesics, kde, likelihoodRegret } from '@latent-torus/torus';
import {
  activeUnits,
  bernoulli,
  decodeFeatures,
  decodeMean,
  evaluate,
  fit,
  gaussianTorus,
  importanceWeighted,
  jacobian,
  meanImage,
  nearest,
  neighbourAccuracy,
  normalNoise,
  type Progress,
  posteriorMeans,
  posteriorSamples,
  pullback,
  reconstruct,
  runtime,
  silhouette,
  silhouettes,
  tf,
  vae,
} from 'latent-torus';

const space = gaussianTorus(2);
const model = vae({ inputs: 4, hidden: [5], latent: space, likelihood: bernoulli, seed: 1 });
const x = tf.tidy(() => tf.sigmoid(normalNoise([1100, 4], [1, 2]))) as tf.Tensor2D;
const points = normalNoise([800, 2], [1, 1]) as tf.Tensor2D;
const labels = Uint8Array.from({ length: 800 }, (_, i) => i % 3);
const few = tf.tidy(() => tf.slice(x, [0, 0], [9, 4]));
const paths = tf.tidy(() => normalNoise([2, 5, 2], [2, 2])) as tf.Tensor3D;

const long: Record<string, () => Promise<unknown>> = {
  nearest: () => nearest(space, points, points, 3),
  neighbourAccuracy: () => neighbourAccuracy(space, points, labels, 3),
  silhouettes: () => silhouettes(space, points, labels),
  silhouette: () => silhouette(space, points, labels),
  importanceWeighted: () => importanceWeighted(model, few, { samples: 5000 }),
  pullback: () => pullback(model, points),
  kde: () => kde(space, points, points, 0.3),
  chooseBandwidth: () => chooseBandwidth(space, points),
  likelihoodRegret: () => likelihoodRegret(model, x, { steps: 2, samples: 1 }),
  imageGeodesics: () => imageGeodesics(model, paths, { iterations: 60 }),
};

/** What a result holds in memory. */
const disposed = (result: unknown): void => tf.dispose(result as tf.TensorContainer);

for (const [name, run] of Object.entries(long)) {
  describe(`the long metric ${name}`, () => {
    const { now } = performance;
    const { progress, signal } = runtime;
    afterEach(() => {
      performance.now = now;
      Object.assign(runtime, { progress, signal });
    });
    /** A clock that goes on by as much each time that it is asked. */
    const clock = (step: number) => {
      let time = 0;
      performance.now = () => {
        time += step;
        return time;
      };
    };
    const told: Progress[] = [];
    beforeEach(() => {
      told.length = 0;
      runtime.progress = (one) => void told.push(one);
    });

    it('says nothing where it is done within a second', async () => {
      clock(1e-3);
      disposed(await run());
      assert.deepEqual(told, []);
    });

    it('tells its progress after a second, and that it is done', async () => {
      clock(1100);
      disposed(await run());
      assert.ok(told.length >= 2, `told ${told.length} times`);
      assert.ok(told[0].title.length > 3 && told[0].seconds > 1);
      const steps = told.map(({ step }) => step);
      assert.deepEqual(
        steps,
        [...steps].sort((a, b) => a - b),
      );
      const last = told[told.length - 1];
      assert.deepEqual([last.step, last.done], [last.steps, true]);
      assert.equal(told.filter(({ done }) => done).length, 1);
    });

    it('stops when interrupted, with the reason of the signal, and gives its memory back', async () => {
      const before = tf.memory().numTensors;
      clock(1100);
      const controller = new AbortController();
      runtime.signal = () => controller.signal;
      runtime.progress = (one) => {
        told.push(one);
        controller.abort(new Error('the reader has seen enough'));
      };
      await assert.rejects(run(), /the reader has seen enough/);
      assert.equal(told.length, 1);
      assert.ok(!told[0].done);
      assert.equal(tf.memory().numTensors, before);
    });

    it('leaves nothing in memory but its result, and lets others run meanwhile', async () => {
      const before = tf.memory().numTensors;
      let turns = 0;
      let going = true;
      const count = () => {
        turns++;
        if (going) setImmediate(count);
      };
      setImmediate(count);
      const result = await run();
      going = false;
      disposed(result);
      assert.equal(tf.memory().numTensors, before);
      assert.ok(turns > 0);
    });
  });
}

describe('memory', () => {
  const two = vae({ inputs: 4, hidden: [5], latent: space, likelihood: bernoulli, seed: [1, 2] });
  const samples = { pixels: x.dataSync() as Float32Array, count: 1100 };
  const features = tf.tidy(() => space.embed(points));
  const functions: Record<string, () => unknown> = {
    evaluate: () => evaluate(model, x),
    'evaluate samples': () => evaluate(model, samples),
    'evaluate replicas': () => evaluate(two, x),
    posteriorMeans: () => posteriorMeans(model, samples),
    posteriorSamples: () => posteriorSamples(two, x, [1, 2]),
    reconstruct: () => reconstruct(model, samples),
    decodeMean: () => decodeMean(two, points),
    decodeFeatures: () => decodeFeatures(model, features),
    activeUnits: () => activeUnits(model, samples),
    jacobian: () => jacobian(meanImage(model), points),
    'importanceWeighted of replicas and samples': () =>
      importanceWeighted(two, { pixels: samples.pixels.subarray(0, 20), count: 5 }, { samples: 3 }),
    'likelihoodRegret of samples': () =>
      likelihoodRegret(model, { pixels: samples.pixels.subarray(0, 20), count: 5 }, { steps: 2, samples: 1 }),
    'a refused evaluate': () => assert.throws(() => evaluate(model, features.slice([0, 0], [2, 3]))),
  };
  for (const [name, run] of Object.entries(functions)) {
    it(`is given back by ${name}, but for the result`, async () => {
      const before = tf.memory().numTensors;
      let result: unknown;
      if (name.startsWith('a refused')) tf.tidy(() => void run());
      else result = await run();
      disposed(result);
      assert.equal(tf.memory().numTensors, before);
    });
  }

  it('is given back by fit, of samples and of replicas, trained, from the cache, interrupted or failed', async () => {
    const options = {
      epochs: 1,
      batchSize: 600,
      seed: [1, 2],
      execution: 'eager' as const,
      progress: () => {},
    };
    const wide = vae({ inputs: 4, hidden: [5], latent: space, likelihood: bernoulli, seed: [1, 2] });
    const stopped = AbortSignal.abort();
    const nan = { pixels: new Float32Array(4400).fill(NaN), count: 1100 };
    const before = tf.memory().numTensors;
    for (let i = 0; i < 2; i++) await fit(wide, { x: samples }, options);
    await fit(wide, { x: samples }, { ...options, epochs: 2, signal: stopped });
    await assert.rejects(fit(wide, { x: nan }, { ...options, cache: false }), /is NaN/);
    await assert.rejects(fit(wide, { x: samples }, { ...options, seed: 1 }), /seed/);
    const both = { pixels: new Float32Array(2 * 4400), count: 2 };
    await assert.rejects(fit(wide, { x: both }, { ...options, dataPerReplica: true }), /data 'x'/);
    assert.equal(tf.memory().numTensors, before);
    const own = tf.zeros([2, 1100, 4]);
    await fit(wide, { x: own }, { ...options, dataPerReplica: true });
    own.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
});
