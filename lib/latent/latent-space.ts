import type { tf } from '../tf';

/** What an encoder says of an input: the parameters of q(z|x) by name, each [..., its size]. */
export type Posterior = Readonly<Record<string, tf.Tensor>>;

/**
 * A space for latent variables: its points, how a decoder sees them, the posteriors that live on it and the prior.
 * Everything is a pure function of tensors whose leading axes (batch, samples, replicas) pass through;
 * randomness comes in as standard normal noise.
 */
export interface LatentSpace {
  /** Names the space in titles, legends and checkpoint keys; two spaces of one name are the same. */
  readonly name: string;
  /** Coordinates of a point: reals on a plane, angles on a torus. */
  readonly dimensions: number;
  /** Features that the decoder sees of a point. */
  readonly features: number;
  /** What the encoder has to put out: the size of each parameter of the posterior. */
  readonly heads: Readonly<Record<string, number>>;

  /** The features of points: [..., dimensions] → [..., features]. */
  embed(point: tf.Tensor): tf.Tensor;
  /** The representative of points inside the drawn chart, as angles in [−π, π): [..., dimensions]. */
  wrap(point: tf.Tensor): tf.Tensor;
  /** The centre of the posterior: [..., dimensions]. */
  mean(posterior: Posterior): tf.Tensor;
  /** Reparameterised points of the posterior from standard normal noise [..., dimensions]. */
  sample(posterior: Posterior, noise: tf.Tensor): tf.Tensor;
  /** D_KL(posterior ‖ prior) in nats: [...]. */
  divergence(posterior: Posterior): tf.Tensor;
  /** log q(z|x) at points, in nats: [...]. */
  logPosterior(posterior: Posterior, point: tf.Tensor): tf.Tensor;
  /** log p(z) at points, in nats: [...]. */
  logPrior(point: tf.Tensor): tf.Tensor;
  /** Points of the prior from standard normal noise [..., dimensions]. */
  samplePrior(noise: tf.Tensor): tf.Tensor;
  /** Length of the shortest path between points, leading axes broadcast: [...]. */
  distance(a: tf.Tensor, b: tf.Tensor): tf.Tensor;
  /** The point at share `t` (0: a, 1: b) of the shortest path: [..., dimensions]. */
  geodesic(a: tf.Tensor, b: tf.Tensor, t: number): tf.Tensor;
}

/** @throws RangeError unless `dimensions` is a whole number from 1 on */
export function checkDimensions(space: string, dimensions: number): void {
  if (!Number.isInteger(dimensions) || dimensions < 1) {
    throw new RangeError(`${space}(${dimensions}): expected a whole number of dimensions, 1 or more`);
  }
}
