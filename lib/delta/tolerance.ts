import { seedFor } from '@latent-torus/random';
import { check, isCount, isSeed } from '../checks';
import { normalNoise } from '../runtime';
import { tf } from '../tf';
import type { GenerativeModel } from './generative-model';

/** A tolerance ∆ in nats, with the standard error of its Monte Carlo estimate. */
export type Tolerance = { readonly value: number; readonly error: number };

/** L points of the prior, by default 10,000, and their seed, by default 0. */
export type ToleranceOptions = { readonly samples?: number; readonly seed?: number };

const BATCH = 1000;

/** D_KL(N(µ₁, σ₁²I) ‖ N(µ₂, σ₂²I)) in nats: [..., D], [..., D] → [...]. Thesis, (8.11). */
export function normalKl(mean1: tf.Tensor, sigma1: number, mean2: tf.Tensor, sigma2: number): tf.Tensor {
  const [size, ratio] = [mean1.shape[mean1.rank - 1], (sigma1 / sigma2) ** 2];
  const apart = tf.div(tf.sum(tf.squaredDifference(mean1, mean2), -1), 2 * sigma2 ** 2);
  return tf.add(apart, (size / 2) * (ratio - 1 - Math.log(ratio)));
}

/** The divergence at each point, given by the features in both models: [..., features], [..., features] → [...]. */
export const divergence = (from: GenerativeModel, to: GenerativeModel, z: tf.Tensor, mapped: tf.Tensor): tf.Tensor =>
  normalKl(from.mean(z), from.sigma, to.mean(mapped), to.sigma);

/**
 * ∆ of a map M between the latent spaces of two models: the mean of D_KL(p₁(x|z) ‖ p₂(x|M(z))) over the first prior. Thesis,
 * (8.12). @param map features to features: [points, …] → [points, …]
 */
export function tolerance(
  from: GenerativeModel,
  to: GenerativeModel,
  map: (features: tf.Tensor, first: number) => tf.Tensor,
  { samples = 10_000, seed = 0 }: ToleranceOptions = {},
): Tolerance {
  check('samples', samples, isCount(samples) && samples > 1, 'a whole number, 2 or more');
  check('seed', seed, isSeed(seed), 'a whole number from 0 to 2³² − 1');
  check('the size of what the second model generates', to.size, to.size === from.size, `${from.size}, as of the first`);
  const values: number[] = [];
  for (let first = 0; first < samples; first += BATCH) {
    tf.tidy(() => {
      const z = ofPrior(from, seed, 'tolerance', first);
      values.push(...divergence(from, to, z, map(z, first)).dataSync());
    });
  }
  const { mean, variance } = tf.tidy(() => {
    const moments = tf.moments(tf.tensor1d(values.slice(0, samples)));
    return { mean: moments.mean.dataSync()[0], variance: moments.variance.dataSync()[0] };
  });
  return { value: mean, error: Math.sqrt(variance / (samples - 1)) };
}

/**
 * ∆ of a map that knows nothing: whatever z is, M(z) is drawn from the second prior. A map has learnt something if its ∆ is
 * lower.
 */
export const unrelatedTolerance = (from: GenerativeModel, to: GenerativeModel, options: ToleranceOptions = {}) =>
  tolerance(from, to, (_, first) => ofPrior(to, options.seed ?? 0, 'unrelated', first), options);

/** Features of points of a model's prior: [BATCH, features]. */
const ofPrior = ({ space, samplePrior, noise }: GenerativeModel, seed: number, use: string, first: number) =>
  space.embed(samplePrior(normalNoise([BATCH, noise], [seedFor(seed, use), first])));
