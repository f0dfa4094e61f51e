import { seedFor } from '@latent-torus/random';
import type { Vae } from '../models';
import { standardNormal } from '../runtime';
import { tf } from '../tf';
import { overBatches } from './over-batches';

/**
 * The importance-weighted estimate of log p(x) for each input, in nats:
 * log (1/L) Σ p(x|z) p(z) / q(z|x) over L samples of the posterior (Burda, Grosse and Salakhutdinov 2016, (8)).
 * For L = 1 its mean is the ELBO's; it rises with L towards log p(x).
 * @param x [count, inputs]
 */
export function importanceWeighted(model: Vae, x: tf.Tensor, { samples = 100, seed = 0 } = {}): Float32Array {
  if (!Number.isInteger(samples) || samples < 1) {
    throw new RangeError(`samples is ${samples}; expected a whole number, 1 or more`);
  }
  const { latent, likelihood } = model;
  const size = Math.max(1, Math.floor(10_000 / samples)); // rows × samples fit in memory
  return tf.tidy(
    () =>
      overBatches({ x }, size, ({ x: rows }, first) => {
        const posterior = model.encode(rows);
        const shape = [samples, ...model.noiseShape(rows.shape[0])];
        const points = latent.sample(posterior, standardNormal(shape, [seedFor(seed, 'importance'), first]));
        const logWeights = tf.sub(
          tf.sub(latent.logPrior(points), likelihood.loss(rows, model.decode(points))),
          latent.logPosterior(posterior, points),
        ); // [samples, rows]
        return { log: tf.sub(tf.logSumExp(logWeights, 0), Math.log(samples)) };
      }).log.dataSync() as Float32Array,
  );
}
