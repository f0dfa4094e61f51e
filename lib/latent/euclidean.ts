import { tf } from '../tf';
import { diagonalGaussian } from './diagonal-gaussian';
import { checkDimensions, type LatentSpace } from './latent-space';

/**
 * ℝᵈ with a diagonal Gaussian posterior and the prior N(0, I): the usual VAE.
 * @param dimensions d, 1 or more
 */
export function euclidean(dimensions: number): LatentSpace {
  checkDimensions('euclidean', dimensions);
  return {
    ...diagonalGaussian,
    name: `euclidean(${dimensions})`,
    dimensions,
    features: dimensions,
    heads: { mean: dimensions, logVariance: dimensions },
    embed: (point) => point,
    wrap: (point) => point,
    distance: (a, b) => tf.sqrt(tf.sum(tf.squaredDifference(a, b), -1)),
    geodesic: (a, b, t) => tf.add(a, tf.mul(tf.sub(b, a), t)),
  };
}
