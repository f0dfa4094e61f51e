// The diagonal Gaussian posterior N(mean, exp(logVariance)) and the prior N(0, I): Kingma and Welling (2014), appendix B.
import { tf } from '../tf';
import type { LatentSpace, Posterior } from './latent-space';

const LOG_2PI = Math.log(2 * Math.PI);

/** mean + σ·noise: [..., dimensions]. */
const reparameterise = ({ mean, logVariance }: Posterior, noise: tf.Tensor): tf.Tensor =>
  tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise));

/** ½ Σ (µ² + σ² − log σ² − 1), in nats: [...]. Working paper, section 2.3. */
const divergenceFromStandardNormal = ({ mean, logVariance }: Posterior): tf.Tensor =>
  tf.mul(tf.sum(tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1)), -1), 0.5);

/** log N(point; mean, exp(logVariance)), in nats: [...]. */
const logNormal = (point: tf.Tensor, { mean, logVariance }: Posterior): tf.Tensor => {
  const distance = tf.div(tf.square(tf.sub(point, mean)), tf.exp(logVariance));
  return tf.mul(tf.sum(tf.add(tf.add(distance, logVariance), LOG_2PI), -1), -0.5);
};

/** log N(point; 0, I), in nats: [...]. */
const logStandardNormal = (point: tf.Tensor): tf.Tensor =>
  tf.mul(tf.sum(tf.add(tf.square(point), LOG_2PI), -1), -0.5);

/** What latent spaces share whose coordinates have a Gaussian posterior and the prior N(0, I). */
export const diagonalGaussian = {
  mean: (posterior) => posterior.mean,
  sample: reparameterise,
  divergence: divergenceFromStandardNormal,
  logPosterior: (posterior, point) => logNormal(point, posterior),
  logPrior: logStandardNormal,
  samplePrior: (noise) => noise,
} satisfies Partial<LatentSpace>;
