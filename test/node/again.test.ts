// A cell that is run again gives what it gave: trainings of one model object.
import assert from 'node:assert/strict';
import { Random } from '@latent-torus/random';
import { type Fit, type FitOptions, fit, gaussianTorus, tf, type Vae, vae } from 'latent-torus';
import { ownCacheFolder } from '../cache-folder';

const random = new Random(3);
const x = tf.tensor2d(
  Float32Array.from({ length: 180 }, () => random.uniform()),
  [30, 6],
);
const make = (seed: number | number[] = 1): Vae =>
  vae({ inputs: 6, hidden: [4], latent: gaussianTorus(2), seed });
const base: FitOptions = {
  epochs: 4,
  batchSize: 10,
  seed: 1,
  learningRate: 0.01,
  execution: 'eager', // a step at a time: it can be stopped anywhere
  progress: () => {},
  notice: () => {},
};
const weights = (model: Vae) =>
  Object.values(model.variables).map((variable) => Array.from(variable.dataSync()));

/** Trains until some steps are done. */
function interruptedAt(model: Vae, options: FitOptions, steps: number): Promise<Fit> {
  let checks = 0;
  // `fit` asks before each step whether it is to stop
  const signal = {
    get aborted() {
      return checks++ >= steps;
    },
  } as AbortSignal;
  return fit(model, { x }, { ...options, signal });
}

for (const cache of [false, true]) {
  describe(`fit again on the same model, ${cache ? 'with' : 'without'} a cache on disk`, () => {
    ownCacheFolder();
    const options = { ...base, cache };
    let reference: Fit;
    let goal: number[][];
    before(async () => {
      const model = make();
      reference = await fit(model, { x }, { ...base, cache: false });
      goal = weights(model);
    });

    for (const points of [[1], [5], [11], [2, 3, 4]]) {
      it(`ends where an uninterrupted training ends after interrupts, of ${points.join(', ')} steps each`, async () => {
        const model = make();
        let done = 0;
        for (const steps of points) {
          const part = await interruptedAt(model, options, steps);
          done += steps;
          assert.deepEqual([part.interrupted, part.steps], [true, done]);
        }
        const last = await fit(model, { x }, options);
        assert.deepEqual([last.interrupted, last.steps], [false, 12]);
        assert.deepEqual(last.history, reference.history);
        assert.deepEqual(weights(model), goal);
      });
    }

    it('gives a finished training again, without training on', async () => {
      const model = make();
      await fit(model, { x }, options);
      for (let i = 0; i < 2; i++) {
        const again = await fit(model, { x }, options);
        assert.deepEqual(again.history, reference.history);
        assert.deepEqual(weights(model), goal);
        assert.equal(again.cached, true);
      }
    });

    it('gives both trainings again where one follows another, in their order and out of it', async () => {
      const model = make();
      const second = { ...options, learningRate: 0.003, seed: 7 };
      const cells = [options, second];
      const first: { history: unknown; weights: number[][] }[] = [];
      for (const cell of cells)
        first.push({ history: (await fit(model, { x }, cell)).history, weights: weights(model) });
      for (const i of [0, 1, 1, 0, 1]) {
        const again = await fit(model, { x }, cells[i]);
        assert.deepEqual(again.history, first[i].history, `training ${i}`);
        assert.deepEqual(weights(model), first[i].weights, `training ${i}`);
      }
    });

    it('goes on with the first of two trainings where that was interrupted and the other was done in between', async () => {
      const model = make();
      await interruptedAt(model, options, 5);
      await fit(model, { x }, { ...options, seed: 9 }); // from the weights after five steps
      const between = weights(model);
      const rest = await fit(model, { x }, options);
      assert.deepEqual(rest.history, reference.history);
      assert.deepEqual(weights(model), goal);
      assert.notDeepEqual(between, goal);
    });

    it('starts anew from weights that were assigned by hand', async () => {
      const model = make();
      await fit(model, { x }, options);
      const other = make(5);
      for (const [name, variable] of Object.entries(model.variables)) variable.assign(other.variables[name]);
      const run = await fit(model, { x }, options);
      assert.equal(run.steps, 12);
      assert.notDeepEqual(weights(model), goal);
      // exactly as any model with these weights; the description knows seed 1, so the weights decide
      const same = make();
      for (const [name, variable] of Object.entries(same.variables)) variable.assign(make(5).variables[name]);
      assert.deepEqual((await fit(same, { x }, { ...options, cache: false })).history, run.history);
      assert.deepEqual(weights(same), weights(model));
    });

    it('ends there too where the last batch of an epoch is smaller', async () => {
      const uneven = { ...options, epochs: 3, batchSize: 8 }; // 8, 8, 8 and 6
      const whole = make();
      const expected = await fit(whole, { x }, { ...uneven, cache: false });
      const model = make();
      await interruptedAt(model, uneven, 7);
      assert.deepEqual((await fit(model, { x }, uneven)).history, expected.history);
      assert.deepEqual(weights(model), weights(whole));
    });

    it('holds for replicas too', async () => {
      const seeds = [4, 6];
      const whole = make(seeds);
      const expected = await fit(whole, { x }, { ...options, cache: false, seed: seeds });
      const model = make(seeds);
      await interruptedAt(model, { ...options, seed: seeds }, 5);
      const run = await fit(model, { x }, { ...options, seed: seeds });
      assert.deepEqual(run.replicas, expected.replicas);
      assert.deepEqual(weights(model), weights(whole));
      assert.deepEqual((await fit(model, { x }, { ...options, seed: seeds })).replicas, expected.replicas);
      assert.deepEqual(weights(model), weights(whole));
    });

    it('keeps the history that a caller was given as it was', async () => {
      const model = make();
      const part = await interruptedAt(model, options, 5);
      const given = JSON.stringify(part);
      await fit(model, { x }, options);
      assert.equal(JSON.stringify(part), given);
    });
  });
}

describe('fit again, compiled', () => {
  ownCacheFolder();

  it('ends where an uninterrupted training ends, to the last bit', async () => {
    const options: FitOptions = { ...base, execution: 'graph', epochs: 40 };
    const whole = make();
    const reference = await fit(whole, { x }, { ...options, cache: false });
    const model = make();
    const controller = new AbortController();
    const progress = () => controller.abort();
    const part = await fit(model, { x }, { ...options, progress, signal: controller.signal });
    assert.ok(part.interrupted && part.steps < 160);
    assert.deepEqual((await fit(model, { x }, options)).history, reference.history);
    assert.deepEqual(weights(model), weights(whole));
    assert.deepEqual((await fit(model, { x }, options)).history, reference.history);
    assert.deepEqual(weights(model), weights(whole));
  });
});
