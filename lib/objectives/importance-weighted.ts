import { check, isCount } from '../checks';
import { tf } from '../tf';
import { beforeRows, forSamples, type Objective, type Parts } from './objective';

/**
 * log p(x|z) p(z) / q(z|x) at samples of the posterior, in nats: [...replicas, samples, rows].
 * @param noise [...replicas, samples, rows, noise of the latent space]
 */
export function logWeights(model: Parts, x: tf.Tensor, noise: tf.Tensor): tf.Tensor {
  const { latent, likelihood } = model;
  const posterior = forSamples(model.encode(x), model);
  const points = latent.sample(posterior, noise);
  return tf.sub(
    tf.sub(latent.logPrior(points), likelihood.loss(beforeRows(x, model), model.decode(points))),
    latent.logPosterior(posterior, points),
  );
}

/** log of the mean over the axis of samples: [...replicas, samples, rows] → [...replicas, rows]. */
export const logMeanExp = (logs: tf.Tensor, { replicas }: Pick<Parts, 'replicas'>): tf.Tensor => {
  const axis = replicas ? 1 : 0;
  return tf.sub(tf.logSumExp(logs, axis), Math.log(logs.shape[axis] as number));
};

/**
 * Minus the importance-weighted bound log (1/L) Σ p(x, z)/q(z|x) (Burda, Grosse and Salakhutdinov 2016, (8)), the only
 * term; for L = 1 it is the negative ELBO with its divergence estimated.
 * @param samples L
 */
export function importanceWeightedBound(samples: number): Objective {
  check('samples', samples, isCount(samples), 'a whole number, 1 or more');
  return {
    name: `importance-weighted bound of ${samples} samples`,
    description: { importanceWeighted: { samples } },
    coefficients: {},
    noiseShape: ({ latent }, batchSize) => [samples, batchSize, latent.noise],
    terms: (model, x, noise) => ({ total: tf.neg(tf.mean(logMeanExp(logWeights(model, x, noise), model), -1)) }),
  };
}
