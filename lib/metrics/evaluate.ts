import { seedFor } from '@latent-torus/random';
import type { Vae } from '../models';
import { standardNormal } from '../runtime';
import { tf } from '../tf';
import { tidily } from '../tidily';
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

interface EvaluateOptions {
  /** Of the samples; with replicas, one for each. */
  seed?: number;
  /** Where to decode: a sample of the posterior (default) or its mean. */
  at?: 'sample' | 'mean';
}

/**
 * The evidence lower bound of each input.
 * @param x [count, inputs]
 */
export function evaluate(
  model: Vae,
  x: tf.Tensor,
  { seed = 0, at = 'sample' }: EvaluateOptions = {},
): Bounds {
  if (model.replicas)
    throw new RangeError(`${model.name} has ${model.replicas} replicas; use evaluateReplicas`);
  return tidily(() =>
    numbersOf(
      overBatches({ x }, BATCH, ({ x: rows }, first) =>
        termsOf(model, rows, at, () => evaluationNoise(model, rows.shape[0], seed, first)),
      ),
    ),
  );
}

/**
 * The evidence lower bound of each input under each replica, in one go: for replica r the numbers that `evaluate` gives
 * for the single model of its weights and the seed r of the list.
 * @param x [count, inputs], shared by all replicas
 * @param options.seed one for each replica
 */
export function evaluateReplicas(
  model: Vae,
  x: tf.Tensor,
  { seed = [], at = 'sample' }: { seed?: number[]; at?: EvaluateOptions['at'] } = {},
): Bounds[] {
  const { replicas = 0 } = model;
  if (!replicas) throw new RangeError(`${model.name} has no replicas; use evaluate`);
  if (at === 'sample' && seed.length !== replicas) {
    throw new RangeError(`seed is [${seed}]; expected ${replicas} seeds, one for each replica`);
  }
  return tidily(() => {
    const all = overBatches({ x }, BATCH, ({ x: rows }, first) => {
      const terms = termsOf(model, tf.tile(tf.expandDims(rows, 0), [replicas, 1, 1]), at, () =>
        tf.stack(seed.map((own) => evaluationNoise(model, rows.shape[0], own, first))),
      );
      return {
        reconstruction: tf.transpose(terms.reconstruction),
        divergence: tf.transpose(terms.divergence),
      }; // [rows, replicas]
    });
    const [reconstruction, divergence] = [tf.unstack(all.reconstruction, 1), tf.unstack(all.divergence, 1)];
    return reconstruction.map((values, r) =>
      numbersOf({ reconstruction: values, divergence: divergence[r] }),
    );
  });
}

const evaluationNoise = (model: Vae, rows: number, seed: number, first: number) =>
  standardNormal(model.noiseShape(rows), [seedFor(seed, 'evaluate'), first]);

/** Both terms of the bound for inputs [..., rows, inputs]: each [..., rows]. */
function termsOf(model: Vae, x: tf.Tensor, at: 'sample' | 'mean', noise: () => tf.Tensor) {
  const posterior = model.encode(x);
  const point = at === 'mean' ? model.latent.mean(posterior) : model.latent.sample(posterior, noise());
  return {
    reconstruction: model.likelihood.loss(x, model.decode(point)),
    divergence: model.latent.divergence(posterior),
  };
}

function numbersOf({
  reconstruction,
  divergence,
}: Record<'reconstruction' | 'divergence', tf.Tensor>): Bounds {
  const elbo = tf.neg(tf.add(reconstruction, divergence));
  return { reconstruction: numbers(reconstruction), divergence: numbers(divergence), elbo: numbers(elbo) };
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
  return overBatches({ x }, BATCH, ({ x: rows }) => ({
    image: model.likelihood.mean(model.decode(model.latent.mean(model.encode(rows)))),
  })).image as tf.Tensor2D;
}

/** The decoder's mean image at latent points: [count, dimensions] → [count, inputs]. */
export function decodeMean(model: Vae, points: tf.Tensor): tf.Tensor2D {
  return overBatches({ points }, BATCH, ({ points: rows }) => ({
    image: model.likelihood.mean(model.decode(rows)),
  })).image as tf.Tensor2D;
}

const numbers = (tensor: tf.Tensor) => tensor.dataSync() as Float32Array;
