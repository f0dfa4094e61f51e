import { check, isCount } from '../checks';
import { tf } from '../tf';
import { beforeRows, forSamples, type Objective } from './objective';

export interface ElboOptions {
  /** Samples of the posterior for each input, by default 1. */
  samples?: number;
}

/**
 * The negative evidence lower bound, in nats for each input: `total` = `reconstruction` + klWeight · `kl` (working paper,
 * section 2.3). With klWeight = β it is the loss of a β-VAE; the coefficient may change over training.
 */
export function elbo({ samples = 1 }: ElboOptions = {}): Objective {
  check('samples', samples, isCount(samples), 'a whole number, 1 or more');
  const several = samples > 1;
  return {
    name: several ? `ELBO of ${samples} samples` : 'ELBO',
    description: several ? { elbo: { samples } } : {},
    coefficients: { klWeight: 1 },
    noiseShape: ({ latent }, batchSize) => [...(several ? [samples] : []), batchSize, Math.max(1, latent.noise)],
    terms(model, x, noise, { klWeight }) {
      const { latent, likelihood } = model;
      const posterior = model.encode(x);
      const spread = several ? forSamples(posterior, model) : posterior;
      const point = latent.sample(spread, noise);
      const overSamples = (loss: tf.Tensor) => (several ? tf.mean(loss, model.replicas ? 1 : 0) : loss);
      const lost = likelihood.loss(several ? beforeRows(x, model) : x, model.decode(point));
      const reconstruction = tf.mean(overSamples(lost), -1);
      const divergence = latent.kl(spread, point);
      const kl = tf.mean(several && divergence.rank > lost.rank - 1 ? overSamples(divergence) : divergence, -1);
      return { total: tf.add(reconstruction, tf.mul(klWeight, kl)), reconstruction, kl };
    },
  };
}
