import { tf } from '../tf';

/** p(x|z): what the decoder's outputs say of an input. */
export interface Likelihood {
  readonly name: string;
  /** −log p(x|z) in nats, summed over the inputs: [...]. */
  loss(x: tf.Tensor, output: tf.Tensor): tf.Tensor;
  /** The mean of p(x|z): the reconstruction, [..., inputs]. */
  mean(output: tf.Tensor): tf.Tensor;
  /** What inputs have to be, for a message; undefined if all finite numbers will do. */
  readonly domain?: { readonly low: number; readonly high: number; readonly hint: string };
  /** The standard deviation of Gaussian inputs; a list has one for each replica. */
  readonly sigma?: number | readonly number[];
  /** The likelihood of one replica, where replicas have their own. */
  ofReplica?(replica: number): Likelihood;
}

/**
 * Bernoulli pixels from logits: binary cross-entropy −Σ [x log x̂ + (1 − x) log(1 − x̂)], x̂ = sigmoid(output).
 * Working paper, section 2.3. For grey x it is a loss, not the log of a normalised density.
 */
export const bernoulli: Likelihood = {
  name: 'bernoulli',
  loss: (x, output) => tf.sum(tf.sub(tf.softplus(output), tf.mul(x, output)), -1),
  mean: (output) => tf.sigmoid(output),
  domain: { low: 0, high: 1, hint: 'divide grey levels of 0 to 255 by 255' },
};

/**
 * Gaussian inputs of standard deviation σ_X: ½‖x − output‖²/σ_X² + (D/2) log(2πσ_X²). Thesis, (4.10).
 * @param sigma σ_X > 0; one for all, or one for each replica
 */
export function gaussian(sigma: number | readonly number[]): Likelihood {
  const all = typeof sigma === 'number' ? [sigma] : sigma;
  for (const value of all) {
    if (!(value > 0 && value < Infinity))
      throw new RangeError(`gaussian(${value}): expected a standard deviation above 0`);
  }
  /** [], or [replicas, 1, …] with as many axes as the sums have. */
  const variances = (rank: number) =>
    typeof sigma === 'number'
      ? tf.scalar(sigma * sigma)
      : tf.tensor(
          sigma.map((s) => s * s),
          [sigma.length, ...new Array<number>(rank - 1).fill(1)],
        );
  return {
    name: `gaussian(${sigma})`,
    sigma,
    loss(x, output) {
      const inputs = output.shape[output.rank - 1];
      const square = tf.sum(tf.squaredDifference(x, output), -1);
      const error = tf.div(square, variances(square.rank));
      return tf.mul(tf.add(error, tf.mul(tf.log(tf.mul(variances(square.rank), 2 * Math.PI)), inputs)), 0.5);
    },
    mean: (output) => output,
    ofReplica: (replica) => (typeof sigma === 'number' ? gaussian(sigma) : gaussian(sigma[replica])),
  };
}
