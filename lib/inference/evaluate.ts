import { check, checkOptions } from '../checks';
import type { Decoder, Encoder, Seeds } from '../models';
import type { Rows } from '../rows';
import { tf } from '../tf';
import { overBatches } from './batches';
import { batchNoise, forReplicas, rowAxis } from './replicas';

const BATCH = 1000;

/** For each input, in nats: the terms of the bound at one sample of the posterior, and the bound itself. */
export interface Bounds {
  /** −log p(x|z): for Bernoulli pixels the binary cross-entropy. */
  reconstruction: Float32Array;
  /** D_KL(q(z|x) ‖ p(z)). */
  kl: Float32Array;
  /** −reconstruction − kl. */
  elbo: Float32Array;
}

export interface EvaluateOptions {
  /** Of the samples, by default 0; with replicas, one for all or one for each. */
  seed?: Seeds;
  /** Where to decode: a sample of the posterior (default) or its mean. */
  at?: 'sample' | 'mean';
}

/**
 * The evidence lower bound of each input. With replicas, each array is [replicas, count] row by row, and replica r has the
 * numbers of the single model of its weights and seed.
 * @param x [count, inputs]
 */
export function evaluate(model: Encoder & Decoder, x: Rows, options: EvaluateOptions = {}): Bounds {
  checkOptions('evaluate', options, ['seed', 'at']);
  const { seed = 0, at = 'sample' } = options;
  check('at', at, at === 'sample' || at === 'mean', "'sample' or 'mean'");
  const { latent } = model;
  return numbersOf(() => {
    const { reconstruction, kl } = overBatches(
      { x },
      BATCH,
      ({ x: shared }, first) => {
        const rows = forReplicas(shared, model);
        const posterior = model.encode(rows);
        const noise = () => batchNoise(model, [shared.shape[0], Math.max(1, latent.noise)], seed, 'evaluate', first);
        const point = at === 'mean' ? latent.mean(posterior) : latent.sample(posterior, noise());
        return { reconstruction: model.likelihood.loss(rows, model.decode(point)), kl: latent.kl(posterior, point) };
      },
      rowAxis(model),
    );
    return { reconstruction, kl, elbo: tf.neg(tf.add(reconstruction, kl)) };
  });
}

/**
 * The means of the posteriors: [...replicas, count, coordinates], inside the drawn chart (angles in [−π, π)) unless
 * `wrapped` is false.
 * @param x [count, inputs]
 */
export function posteriorMeans(model: Encoder, x: Rows, { wrapped = true } = {}): tf.Tensor2D {
  return overBatches(
    { x },
    BATCH,
    ({ x: rows }) => {
      const mean = model.latent.mean(model.encode(forReplicas(rows, model)));
      return { mean: wrapped ? model.latent.wrap(mean) : mean };
    },
    rowAxis(model),
  ).mean as tf.Tensor2D;
}

/** One sample of each posterior: [...replicas, count, coordinates], inside the drawn chart. */
export function posteriorSamples(model: Encoder, x: Rows, seed: Seeds = 0): tf.Tensor2D {
  return overBatches(
    { x },
    BATCH,
    ({ x: rows }, first) => {
      const noise = batchNoise(model, [rows.shape[0], Math.max(1, model.latent.noise)], seed, 'samples', first);
      return { sample: model.latent.wrap(model.latent.sample(model.encode(forReplicas(rows, model)), noise)) };
    },
    rowAxis(model),
  ).sample as tf.Tensor2D;
}

/** The reconstructions at the posteriors' means, as the decoder's mean image: [...replicas, count, inputs]. */
export function reconstruct(model: Encoder & Decoder, x: Rows): tf.Tensor2D {
  return overBatches(
    { x },
    BATCH,
    ({ x: rows }) => {
      const point = model.latent.mean(model.encode(forReplicas(rows, model)));
      return { image: model.likelihood.mean(model.decode(point)) };
    },
    rowAxis(model),
  ).image as tf.Tensor2D;
}

/** The decoder's mean image at latent points: [count, coordinates] → [...replicas, count, inputs]. */
export function decodeMean(model: Decoder, points: tf.Tensor): tf.Tensor2D {
  return overBatches(
    { points },
    BATCH,
    ({ points: rows }) => ({ image: model.likelihood.mean(model.decode(forReplicas(rows, model))) }),
    rowAxis(model),
  ).image as tf.Tensor2D;
}

/** The mean image at any features, also where no point has them: [count, features] → [...replicas, count, inputs]. */
export function decodeFeatures(model: Decoder, features: tf.Tensor): tf.Tensor2D {
  return overBatches(
    { features },
    BATCH,
    ({ features: rows }) => ({ image: model.likelihood.mean(model.decodeFeatures(forReplicas(rows, model))) }),
    rowAxis(model),
  ).image as tf.Tensor2D;
}

/** Numbers out of tensors; all tensors made inside are freed. */
function numbersOf<K extends string>(make: () => Record<K, tf.Tensor>): Record<K, Float32Array> {
  const tensors = tf.tidy(make);
  const numbers = Object.entries<tf.Tensor>(tensors).map(([name, tensor]) => [name, tensor.dataSync()]);
  tf.dispose(tensors);
  return Object.fromEntries(numbers);
}
