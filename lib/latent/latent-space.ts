import { tf } from '../tf';
import type { Family } from './family';
import type { Geometry } from './geometry';
import { byNumber, type Location } from './location';
import { type Prior, standardNormalPrior } from './prior';

/** What an encoder says of an input: the parameters of q(z|x) by name, each [..., its size]. */
export type Posterior = Readonly<Record<string, tf.Tensor>>;

/**
 * A space for latent variables: a geometry, the posteriors that live on it, and a prior. Randomness comes in as standard
 * normal noise.
 */
export interface LatentSpace extends Geometry {
  /** What the encoder has to put out: the size of each parameter of the posterior. */
  readonly heads: Readonly<Record<string, number>>;
  /** Standard normal numbers that a sample of the posterior or of the prior takes; 0 for a deterministic code. */
  readonly noise: number;
  /** The centre of the posterior: [..., coordinates]. */
  mean(posterior: Posterior): tf.Tensor;
  /** Reparameterised points of the posterior from standard normal noise [..., noise]: [..., coordinates]. */
  sample(posterior: Posterior, noise: tf.Tensor): tf.Tensor;
  /**
   * D_KL(posterior ‖ prior) in nats: [...]. Where there is no formula, its estimate log q(z|x) − log p(z) at a point of
   * the posterior, which has to be given.
   */
  kl(posterior: Posterior, point?: tf.Tensor): tf.Tensor;
  /** log q(z|x) at points, in nats: [...]. */
  logPosterior(posterior: Posterior, point: tf.Tensor): tf.Tensor;
  /** log p(z) at points, in nats: [...]. */
  logPrior(point: tf.Tensor): tf.Tensor;
  /** Points of the prior from standard normal noise [..., noise]. */
  samplePrior(noise: tf.Tensor): tf.Tensor;
}

export interface LatentSpaceOptions {
  geometry: Geometry;
  /** How the encoder says where: `byNumber` (the default) or `byDirection`. */
  location?: Location;
  posterior: Family;
  /** By default N(0, I). */
  prior?: Prior;
  /** By default made of the parts. */
  name?: string;
}

/**
 * Puts a latent space together.
 * @throws RangeError if the family cannot live on the geometry
 */
export function latentSpace(options: LatentSpaceOptions): LatentSpace {
  const { geometry, location = byNumber, posterior: family, prior = standardNormalPrior } = options;
  const { name = `${geometry.name}, ${family.name} by ${location.name}, ${prior.name} prior` } = options;
  if (!family.fits(geometry)) throw new RangeError(`a ${family.name} posterior does not live on ${geometry.name}`);
  const mean = (posterior: Posterior) => location.point(geometry, posterior);
  const formula = family.kl[prior.name];
  const logPosterior = (posterior: Posterior, point: tf.Tensor) =>
    family.logDensity(geometry, mean(posterior), posterior, point);
  const logPrior = (point: tf.Tensor) => prior.logDensity(geometry, point);
  return {
    ...geometry,
    name,
    heads: { ...location.heads(geometry), ...family.heads(geometry) },
    noise: family.noise(geometry) && Math.max(family.noise(geometry), prior.noise(geometry)),
    mean,
    sample: (posterior, noise) => family.sample(geometry, mean(posterior), posterior, noise),
    kl(posterior, point) {
      if (formula) return formula(geometry, () => mean(posterior), posterior);
      if (!point)
        throw new Error(`the divergence of ${name} has no formula; pass a point of the posterior to estimate it`);
      return tf.sub(logPosterior(posterior, point), logPrior(point));
    },
    logPosterior,
    logPrior,
    samplePrior: (noise) => prior.sample(geometry, noise),
  };
}
