import assert from 'node:assert/strict';
import {
  code,
  elbo,
  euclidean,
  type FitOptions,
  fit,
  gaussian,
  gaussianTorus,
  heatKernelTorus,
  importanceWeighted,
  importanceWeightedBound,
  type LatentSpace,
  normalNoise,
  type Objective,
  product,
  tf,
  vae,
} from 'latent-torus';
import { near } from '../../near';

const x = tf.tidy(() => tf.sigmoid(tf.mul(normalNoise([12, 6], [3, 3]), 2))) as tf.Tensor2D;
const make = (objective: Objective | undefined, latent: LatentSpace, sigma = 0.5) =>
  vae({ inputs: 6, hidden: [8], latent, likelihood: gaussian(sigma), objective, seed: 1 });
const options: FitOptions = {
  epochs: 30,
  batchSize: 12,
  seed: 1,
  learningRate: 0.02,
  cache: false,
  execution: 'eager',
  progress: () => {},
};

for (const latent of [euclidean(2), heatKernelTorus(1), product(heatKernelTorus(1), euclidean(1))]) {
  describe(`the importance-weighted bound on ${latent.name}`, () => {
    it('with one sample has the mean of the ELBO, and rises with the samples', () => {
      const estimate = (objective: Objective, seeds: number) => {
        const model = make(objective, latent);
        const rows = tf.tile(x, [40, 1]);
        const totals = Array.from({ length: seeds }, (_, seed) =>
          tf.tidy(() => {
            const noise = normalNoise(model.noiseShape(480), [seed, 7]);
            return model.loss({ x: rows }, noise, { klWeight: tf.scalar(1) }).total.dataSync()[0];
          }),
        );
        model.dispose();
        const mean = totals.reduce((a, b) => a + b) / seeds;
        const variance = totals.reduce((sum, total) => sum + (total - mean) ** 2, 0) / (seeds - 1);
        return { mean, error: Math.sqrt(variance / seeds) };
      };
      const [single, bound, eight] = [importanceWeightedBound(1), elbo(), importanceWeightedBound(8)].map(
        (one) => estimate(one, 25),
      );
      const between = Math.hypot(single.error, bound.error);
      assert.ok(
        Math.abs(single.mean - bound.mean) < 4 * between,
        `${single.mean}, ${bound.mean} ± ${between}`,
      );
      assert.ok(
        eight.mean < bound.mean - 4 * Math.hypot(eight.error, bound.error),
        `${eight.mean}, ${bound.mean}`,
      );
    });

    it('is the estimate of importanceWeighted, its mean over the batch', async () => {
      const model = make(importanceWeightedBound(4000), latent);
      const loss = tf.tidy(
        () => model.loss({ x }, normalNoise(model.noiseShape(12), [1, 1]), {}).total.dataSync()[0],
      );
      const estimate = await importanceWeighted(model, x, { samples: 4000, seed: 3 });
      near([-loss], [estimate.reduce((a, b) => a + b) / 12], 0.15);
    });

    it('has the gradient of finite differences', () => {
      const model = make(importanceWeightedBound(3), latent);
      const noise = normalNoise(model.noiseShape(12), [1, 2]);
      const loss = () => tf.tidy(() => model.loss({ x }, noise, {}).total as tf.Scalar);
      const { grads } = tf.variableGrads(loss, Object.values(model.variables));
      for (const [name, variable] of Object.entries(model.variables)) {
        const direction = normalNoise(variable.shape, [3, name.length]);
        const start = tf.clone(variable);
        const at = (step: number) => {
          tf.tidy(() => variable.assign(tf.add(start, tf.mul(direction, step))));
          return loss().dataSync()[0];
        };
        const numeric = (at(3e-4) - at(-3e-4)) / 6e-4;
        variable.assign(start);
        const exact = tf.tidy(() => tf.sum(tf.mul(grads[variable.name], direction)).dataSync()[0]);
        assert.ok(Math.abs(numeric - exact) < 0.02 + 0.02 * Math.abs(exact), `${name}: ${exact}, ${numeric}`);
      }
    });

    it('trains: the loss falls, and is the only term', async () => {
      const model = make(importanceWeightedBound(3), latent);
      const { history } = await fit(model, { x }, options);
      assert.deepEqual(Object.keys(history[0]), ['epoch', 'total', 'learningRate']);
      const mean = (rows: typeof history) => rows.reduce((sum, { total }) => sum + total, 0) / rows.length;
      assert.ok(mean(history.slice(-5)) < mean(history.slice(0, 5)) - 0.2);
    });
  });
}

describe('objectives', () => {
  it('refuse a number of samples that is none', () => {
    for (const samples of [0, 1.5, NaN]) {
      assert.throws(() => elbo({ samples }), /samples is \S+; expected a whole number, 1 or more/);
      assert.throws(() => importanceWeightedBound(samples), /samples is \S+; expected/);
    }
  });

  it('with another weight of the divergence, or another number of samples, are other trainings', async () => {
    const fingerprints = [
      elbo(),
      elbo({ samples: 2 }),
      importanceWeightedBound(1),
      importanceWeightedBound(2),
    ].map((objective) => JSON.stringify(make(objective, euclidean(2)).description));
    assert.equal(new Set(fingerprints).size, 4);
    assert.equal(JSON.stringify(make(undefined, euclidean(2)).description), fingerprints[0]);
  });
});

describe('an autoencoder', () => {
  it('is a VAE on a code: no divergence, no noise, and it learns to reconstruct', async () => {
    const model = make(undefined, code(2));
    const noises = [1, 2].map((seed) => normalNoise(model.noiseShape(12), [seed, seed]));
    const [one, other] = noises.map((noise) => model.loss({ x }, noise, { klWeight: tf.scalar(1) }));
    assert.equal(one.kl.dataSync()[0], 0);
    assert.equal(one.total.dataSync()[0], other.total.dataSync()[0]);
    const { history } = await fit(model, { x }, options);
    assert.ok(history.every(({ kl, total, reconstruction }) => kl === 0 && total === reconstruction));
    assert.ok(history[29].total < history[0].total - 0.5, `${history[0].total} to ${history[29].total}`);
  });

  it('has no importance weights, and says why', async () => {
    await assert.rejects(
      importanceWeighted(make(undefined, code(2)), x),
      /a deterministic code has no density/,
    );
  });

  it('of replicas and several samples has the shapes of the others', () => {
    const model = vae({
      inputs: 6,
      hidden: [8],
      latent: code(2),
      objective: elbo({ samples: 2 }),
      seed: [1, 2],
    });
    const data = tf.stack([x, x]);
    const noise = normalNoise([2, ...model.noiseShape(12)], [1, 1]);
    const { total, kl } = model.loss({ x: data }, noise, { klWeight: tf.scalar(1) });
    assert.deepEqual([total.shape, kl.shape, [...kl.dataSync()]], [[2], [2], [0, 0]]);
  });
});

describe('coefficients', () => {
  it('of the torus are those of the ELBO: β times the divergence', () => {
    const model = make(elbo(), gaussianTorus(2));
    const noise = normalNoise(model.noiseShape(12), [1, 1]);
    const at = (beta: number) => model.loss({ x }, noise, { klWeight: tf.scalar(beta) });
    const { reconstruction, kl } = at(1);
    near(at(4).total.dataSync(), [reconstruction.dataSync()[0] + 4 * kl.dataSync()[0]], 1e-4);
  });
});
