import { cosSin, torusDistance, torusGeodesic, wrapAngle } from './angles';
import { diagonalGaussian } from './diagonal-gaussian';
import { checkDimensions, type LatentSpace } from './latent-space';

/**
 * The working paper's torus (sections 2.2 and 2.3): k angles with a Gaussian posterior on the unwrapped angle and the
 * prior N(0, I); the decoder sees (cos θ, sin θ) of each.
 *
 * Divergence and densities are those of the unwrapped angle θ ∈ ℝᵏ, as the paper has them: they are not densities on
 * the torus, where θ and θ + 2π are one point. `wrapAngle`, distance and geodesic are the torus' own.
 * @param angles k, 1 or more
 */
export function gaussianTorus(angles: number): LatentSpace {
  checkDimensions('gaussianTorus', angles);
  return {
    ...diagonalGaussian,
    name: `gaussianTorus(${angles})`,
    dimensions: angles,
    features: 2 * angles,
    heads: { mean: angles, logVariance: angles },
    embed: cosSin,
    wrap: wrapAngle,
    distance: torusDistance,
    geodesic: torusGeodesic,
  };
}
