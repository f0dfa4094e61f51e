// A replica has the numbers of the single model of its seed, in every function.
import assert from 'node:assert/strict';
import {
  bernoulli,
  cosine,
  decodeFeatures,
  decodeMean,
  elbo,
  euclidean,
  evaluate,
  type FitOptions,
  fit,
  gaussian,
  gaussianTorus,
  heatKernelTorus,
  importanceWeighted,
  importanceWeightedBound,
  type Likelihood,
  normalNoise,
  type Objective,
  posteriorMeans,
  posteriorSamples,
  product,
  reconstruct,
  replica,
  tf,
  type Vae,
  vae,
} from 'latent-torus';
import { near } from '../near';

const seeds = [4, 9, 2];
const x = tf.tidy(() => tf.sigmoid(normalNoise([7, 6], [3, 3]))) as tf.Tensor2D;
const latents = [euclidean(2), gaussianTorus(2), product(heatKernelTorus(1), euclidean(2))];
const make = (
  seed: number | number[],
  options: { objective?: Objective; likelihood?: Likelihood; latent?: Vae['latent'] } = {},
) => vae({ inputs: 6, hidden: [5], latent: gaussianTorus(2), seed, ...options });
/** The part of a tensor [replicas, …] that is a replica's. */
const part = (tensor: tf.Tensor, r: number) => Array.from(tf.gather(tensor, r).dataSync());

describe('objectives of replicas', () => {
  const objectives = [elbo(), elbo({ samples: 3 }), elbo({ samples: 2 }), importanceWeightedBound(3)];
  for (const latent of latents) {
    for (const objective of objectives) {
      // with 3 samples and 3 replicas an axis could stand for the other without an error
      it(`are those of the single models: ${objective.name} on ${latent.name}`, () => {
        const together = make(seeds, { objective, latent });
        const data = normalNoise([3, 7, 6], [1, 1]).sigmoid();
        const noise = normalNoise([3, ...together.noiseShape(7)], [1, 2]);
        const coefficients = { klWeight: tf.tensor1d([0.3, 1, 2]) };
        const terms = together.loss({ x: data }, noise, coefficients);
        const { grads } = tf.variableGrads(
          () => tf.sum(together.loss({ x: data }, noise, coefficients).total),
          Object.values(together.variables),
        );
        seeds.forEach((seed, r) => {
          const alone = make(seed, { objective, latent });
          const own = () =>
            alone.loss({ x: tf.gather(data, r) }, tf.gather(noise, r), {
              klWeight: tf.scalar([0.3, 1, 2][r]),
            });
          for (const [term, value] of Object.entries(own())) {
            assert.deepEqual(terms[term].shape, [3], term);
            near([terms[term].dataSync()[r]], value.dataSync(), 1e-4);
          }
          const { grads: single } = tf.variableGrads(
            () => own().total as tf.Scalar,
            Object.values(alone.variables),
          );
          for (const [name, variable] of Object.entries(alone.variables))
            near(part(grads[together.variables[name].name], r), single[variable.name].dataSync(), 1e-4);
          alone.dispose();
        });
        together.dispose();
      });
    }
  }

  it('with several samples are the mean over the samples', () => {
    const [several, one] = [make(1, { objective: elbo({ samples: 3 }) }), make(1)];
    const noise = normalNoise([3, 7, 2], [4, 4]);
    const klWeight = tf.scalar(0.5);
    const terms = several.loss({ x }, noise, { klWeight });
    for (const name of ['total', 'reconstruction', 'kl']) {
      const each = [0, 1, 2].map(
        (s) => one.loss({ x }, tf.gather(noise, s), { klWeight })[name].dataSync()[0],
      );
      near(terms[name].dataSync(), [each.reduce((a, b) => a + b) / 3], 1e-5);
    }
  });
});

for (const latent of latents) {
  describe(`inference with replicas on ${latent.name}`, () => {
    const model = make(seeds, { latent });
    const singles = seeds.map((_, r) => replica(model, r));
    const own = [11, 12, 13];

    it('gives each replica what the single model gives', async () => {
      const points = latent.project(normalNoise([5, latent.features], [8, 8]));
      const weighted = await importanceWeighted(model, x, { samples: 4, seed: own });
      const bounds = evaluate(model, x, { seed: own });
      const atMean = evaluate(model, x, { at: 'mean' });
      for (const [r, single] of singles.entries()) {
        const rows = (values: Float32Array) => values.subarray(7 * r, 7 * r + 7);
        near(part(posteriorMeans(model, x), r), posteriorMeans(single, x).dataSync(), 1e-5);
        near(part(posteriorSamples(model, x, own), r), posteriorSamples(single, x, own[r]).dataSync(), 1e-5);
        near(part(reconstruct(model, x), r), reconstruct(single, x).dataSync(), 1e-5);
        near(part(decodeMean(model, points), r), decodeMean(single, points).dataSync(), 1e-5);
        const features = latent.embed(points);
        near(part(decodeFeatures(model, features), r), decodeFeatures(single, features).dataSync(), 1e-5);
        for (const term of ['reconstruction', 'kl', 'elbo'] as const) {
          near(rows(bounds[term]), evaluate(single, x, { seed: own[r] })[term], 1e-4);
          near(rows(atMean[term]), evaluate(single, x, { at: 'mean' })[term], 1e-4);
        }
        near(rows(weighted), await importanceWeighted(single, x, { samples: 4, seed: own[r] }), 1e-4);
      }
    });

    it('gives all replicas the same noise for one seed', () => {
      near(
        evaluate(model, x, { seed: 5 }).elbo.subarray(7, 14),
        evaluate(singles[1], x, { seed: 5 }).elbo,
        1e-4,
      );
    });
  });
}

describe('a replica as a model of its own', () => {
  it('is a copy of the weights, with its own likelihood, and the model of its seed', () => {
    const model = make(seeds, { likelihood: gaussian([0.5, 1, 2]) });
    const second = replica(model, 1);
    assert.equal(second.replicas, undefined);
    assert.equal(second.likelihood.name, 'gaussian(1)');
    const fresh = make(9, { likelihood: gaussian(1) });
    assert.deepEqual(second.description, fresh.description);
    for (const [name, variable] of Object.entries(second.variables))
      assert.deepEqual(variable.dataSync(), fresh.variables[name].dataSync());
    near(evaluate(model, x).reconstruction.subarray(7, 14), evaluate(fresh, x).reconstruction, 1e-4);
    model.dispose();
    assert.ok(Object.values(second.variables).every((variable) => !variable.isDisposed));
  });

  it('is refused where there is none', () => {
    assert.throws(() => replica(make(1), 0), /the model is 'VAE .*'; expected a model with replicas/);
    for (const wrong of [-1, 3, 0.5, NaN])
      assert.throws(
        () => replica(make(seeds), wrong),
        /the replica is \S+; expected a whole number from 0 to 2/,
      );
  });
});

describe('training of replicas', () => {
  const options: FitOptions = {
    epochs: 4,
    batchSize: 4,
    seed: seeds,
    learningRate: 0.01,
    cache: false,
    execution: 'eager',
    progress: () => {},
  };
  const data = tf.tidy(() => tf.sigmoid(normalNoise([12, 6], [3, 5])));

  for (const [what, objective, likelihood] of [
    ['the ELBO', elbo(), () => bernoulli],
    ['several samples, as many as replicas', elbo({ samples: 3 }), () => bernoulli],
    ['the importance-weighted bound', importanceWeightedBound(3), () => bernoulli],
    [
      'a Gaussian likelihood of its own',
      elbo(),
      (r?: number) => gaussian(r === undefined ? [0.5, 1, 2] : [0.5, 1, 2][r]),
    ],
  ] as [string, Objective, (r?: number) => Likelihood][]) {
    it(`with coefficients of their own goes as for the single models: ${what}`, async () => {
      const together = make(seeds, { objective, likelihood: likelihood() });
      const weighted = 'klWeight' in objective.coefficients;
      const weights = [0.2, cosine(0, 1), 3];
      const run = await fit(
        together,
        { x: data },
        { ...options, coefficients: weighted ? { klWeight: weights } : {} },
      );
      for (const [r, seed] of seeds.entries()) {
        const alone = make(seed, { objective, likelihood: likelihood(r) });
        const single = await fit(
          alone,
          { x: data },
          { ...options, seed, coefficients: weighted ? { klWeight: weights[r] } : {} },
        );
        single.history.forEach((row, epoch) => {
          assert.deepEqual(Object.keys(run.replicas[r][epoch]), Object.keys(row));
          near(Object.values(run.replicas[r][epoch]), Object.values(row), 1e-3);
        });
        const own = replica(together, r);
        for (const [name, variable] of Object.entries(alone.variables))
          near(own.variables[name].dataSync(), variable.dataSync(), 1e-4);
      }
    });
  }
});
