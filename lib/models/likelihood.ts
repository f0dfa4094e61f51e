import { tf } from '../tf';

/** p(x|z): what the decoder's outputs say of an input. */
export interface Likelihood {
  readonly name: string;
  /** −log p(x|z) in nats, summed over the inputs: [...]. */
  loss(x: tf.Tensor, output: tf.Tensor): tf.Tensor;
  /** The mean of p(x|z): the reconstruction, [..., inputs]. */
  mean(output: tf.Tensor): tf.Tensor;
}

/**
 * Bernoulli pixels from logits: binary cross-entropy −Σ [x log x̂ + (1 − x) log(1 − x̂)], x̂ = sigmoid(output).
 * Working paper, section 2.3. For grey x it is a loss, not the log of a normalised density.
 */
export const bernoulli: Likelihood = {
  name: 'bernoulli',
  loss: (x, output) => tf.sum(tf.sub(tf.softplus(output), tf.mul(x, output)), -1),
  mean: (output) => tf.sigmoid(output),
};

/**
 * Gaussian inputs of standard deviation σ_X: ½‖x − output‖²/σ_X² + (D/2) log(2πσ_X²). Thesis, (4.10).
 * @param sigma σ_X > 0; one for all, or one for each replica
 */
export function gaussian(sigma: number | number[]): Likelihood {
  for (const value of [sigma].flat()) {
    if (!(value > 0)) throw new RangeError(`gaussian(${value}): expected a standard deviation above 0`);
  }
  const variances = () =>
    // [] or [replicas, 1]
    Array.isArray(sigma) ? tf.tensor2d(sigma.map((s) => [s * s])) : tf.scalar(sigma * sigma);
  return {
    name: `gaussian(${sigma})`,
    loss: (x, output) => {
      const inputs = output.shape[output.rank - 1];
      const error = tf.div(tf.sum(tf.squaredDifference(x, output), -1), variances());
      return tf.mul(tf.add(error, tf.mul(tf.log(tf.mul(variances(), 2 * Math.PI)), inputs)), 0.5);
    },
    mean: (output) => output,
  };
}
