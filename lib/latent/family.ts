import type { tf } from '../tf';
import type { Geometry } from './geometry';
import type { Posterior } from './latent-space';

/** A family of distributions q(z|x) round a location. */
export interface Family {
  readonly name: string;
  /** What the encoder has to put out besides the location. */
  heads(geometry: Geometry): Readonly<Record<string, number>>;
  /** Standard normal numbers that a sample takes. */
  noise(geometry: Geometry): number;
  /** Reparameterised points [..., coordinates] from standard normal noise [..., noise]. */
  sample(geometry: Geometry, location: tf.Tensor, posterior: Posterior, noise: tf.Tensor): tf.Tensor;
  /** log q(point|x) in nats: [...]. */
  logDensity(geometry: Geometry, location: tf.Tensor, posterior: Posterior, point: tf.Tensor): tf.Tensor;
  /** D_KL(q ‖ prior) in nats, [...], by the name of the prior, where there is a formula. */
  readonly kl: Readonly<
    Record<string, (geometry: Geometry, location: () => tf.Tensor, posterior: Posterior) => tf.Tensor>
  >;
  /** Whether the family can live on a geometry. */
  fits(geometry: Geometry): boolean;
}

/** A family without its formulas: its divergence is estimated at samples, log q(z|x) − log p(z), as in the bound's own definition. */
export const bySampling = (family: Family): Family => ({
  ...family,
  name: `${family.name}, sampled divergence`,
  kl: {},
});
