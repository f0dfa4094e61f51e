import type { Vae } from '../models';
import { seedFor } from '../random';
import { standardNormal } from '../stateless';
import { tf } from '../tensorflow';
import { overBatches } from './over-batches';

const BATCH = 1000;

/** For each input, in nats: the terms of the bound at one sample of the posterior, and the bound itself. */
export interface Bounds {
  /** −log p(x|z): for Bernoulli pixels the binary cross-entropy. */
  reconstruction: Float32Array;
  /** D_KL(q(z|x) ‖ p(z)). */
  divergence: Float32Array;
  /** −reconstruction − divergence. */
  elbo: Float32Array;
}

/**
 * The evidence lower bound of each input.
 * @param x [count, inputs]
 * @param options.seed of the samples; `at: 'mean'` decodes the posterior's mean instead of a sample
 */
export function evaluate(model: Vae, x: tf.Tensor, { seed = 0, at = 'sample' as 'sample' | 'mean' } = {}): Bounds {
  return tf.tidy(() => {
    const { reconstruction, divergence } = overBatches({ x }, BATCH, ({ x: rows }, first) => {
      const posterior = model.encode(rows);
      const noise = standardNormal(model.noiseShape(rows.shape[0]), [seedFor(seed, 'evaluate'), first]);
      const point = at === 'mean' ? model.latent.mean(posterior) : model.latent.sample(posterior, noise);
      return {
        reconstruction: model.likelihood.loss(rows, model.decode(point)),
        divergence: model.latent.divergence(posterior),
      };
    });
    const elbo = tf.neg(tf.add(reconstruction, divergence));
    return { reconstruction: numbers(reconstruction), divergence: numbers(divergence), elbo: numbers(elbo) };
  });
}

/**
 * The means of the posteriors: [count, dimensions], inside the drawn chart (angles in [−π, π)) unless `wrapped` is false.
 * @param x [count, inputs]
 */
export function posteriorMeans(model: Vae, x: tf.Tensor, { wrapped = true } = {}): tf.Tensor2D {
  return overBatches({ x }, BATCH, ({ x: rows }) => {
    const mean = model.latent.mean(model.encode(rows));
    return { mean: wrapped ? model.latent.wrap(mean) : mean };
  }).mean as tf.Tensor2D;
}

/** One sample of each posterior: [count, dimensions], inside the drawn chart. */
export function posteriorSamples(model: Vae, x: tf.Tensor, seed = 0): tf.Tensor2D {
  return overBatches({ x }, BATCH, ({ x: rows }, first) => {
    const noise = standardNormal(model.noiseShape(rows.shape[0]), [seedFor(seed, 'samples'), first]);
    return { sample: model.latent.wrap(model.latent.sample(model.encode(rows), noise)) };
  }).sample as tf.Tensor2D;
}

/** The reconstructions at the posteriors' means, as the decoder's mean image: [count, inputs]. */
export function reconstruct(model: Vae, x: tf.Tensor): tf.Tensor2D {
  return overBatches({ x }, BATCH, ({ x: rows }) =>
    ({ image: model.likelihood.mean(model.decode(model.latent.mean(model.encode(rows)))) })).image as tf.Tensor2D;
}

/** The decoder's mean image at latent points: [count, dimensions] → [count, inputs]. */
export function decodeMean(model: Vae, points: tf.Tensor): tf.Tensor2D {
  return overBatches({ points }, BATCH, ({ points: rows }) =>
    ({ image: model.likelihood.mean(model.decode(rows)) })).image as tf.Tensor2D;
}

const numbers = (tensor: tf.Tensor) => tensor.dataSync() as Float32Array;
