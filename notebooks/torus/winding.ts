// What winding round the torus wastes: a Gaussian on unwrapped angles, and the distribution on the torus that it stands for.
import { type Encoder, logWrappedNormal, overBatches, type Rows, tf } from 'latent-torus';

/** The trapezoidal rule over standard normal numbers: beyond ±8 there is 10⁻¹⁵ of the mass. */
const [REACH, STEP] = [8, 1 / 8];

/**
 * D_KL of N(µ, σ²) from N(0, 1), both wrapped round the circle, summed over the angles: [..., angles] → [...] in nats. It is
 * at most the divergence of the unwrapped angle (working paper, 2.3), as wrapping only forgets; the rest is what winding
 * wastes. Integrated as the mean of log q − log p over θ = µ + σε.
 */
export function wrappedKl(mean: tf.Tensor, logVariance: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const noise = tf.range(-REACH, REACH + STEP / 2, STEP); // [places]
    const weights = tf.mul(tf.exp(tf.mul(tf.square(noise), -0.5)), STEP / Math.sqrt(2 * Math.PI));
    const width = tf.expandDims(logVariance, -1); // [..., angles, 1]
    const offset = tf.mul(tf.exp(tf.mul(width, 0.5)), noise); // [..., angles, places]
    const posterior = logWrappedNormal(offset, width);
    const prior = logWrappedNormal(tf.add(tf.expandDims(mean, -1), offset), tf.scalar(0));
    return tf.sum(tf.mul(tf.sub(posterior, prior), weights), [-2, -1]);
  });
}

/** The divergences of a posterior on angles, in nats for each image. */
export interface Winding {
  /** Of the unwrapped angles from N(0, I): the paper's. */
  unwrapped: Float32Array;
  /** Of the same on the torus, see `wrappedKl`. */
  onTorus: Float32Array;
}

/**
 * Both divergences of the posteriors of a model whose angles are Gaussian and unwrapped, as of the runs 'torus' and
 * 'direction'. Either added to the reconstruction loss bounds the same log p(x), as the decoder sees the angle on the circle
 * alone; the one on the torus is the tighter bound.
 */
export function winding(model: Encoder, images: Rows): Winding {
  const { latent } = model;
  const found = overBatches({ x: images }, 500, ({ x }) => {
    const posterior = model.encode(x);
    return {
      unwrapped: latent.kl(posterior),
      onTorus: wrappedKl(latent.mean(posterior), posterior.logVariance),
    };
  });
  const values = { unwrapped: found.unwrapped.dataSync(), onTorus: found.onTorus.dataSync() };
  tf.dispose([found.unwrapped, found.onTorus]);
  return values as Winding;
}
