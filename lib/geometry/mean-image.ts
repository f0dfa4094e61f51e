import type { Decoder } from '../models';
import type { tf } from '../tf';

/** A model's mean image at latent points, for Bernoulli pixels after the sigmoid: [n, coordinates] → [n, pixels]. */
export const meanImage = ({ likelihood, decode, name, replicas }: Decoder) => {
  if (replicas) throw new RangeError(`${name} has ${replicas} replicas; take one: replica(model, 0)`);
  return (points: tf.Tensor): tf.Tensor => likelihood.mean(decode(points));
};
