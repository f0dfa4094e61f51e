// The latent spaces of the documents, by name.
import { type LatentSpace, latentSpace } from './latent-space';
import { byDirection } from './location';
import { normalPosterior } from './normal';
import { plane } from './plane';
import { pointPosterior } from './point';
import { uniformPrior } from './prior';
import { torus } from './torus';
import { wrappedNormalPosterior } from './wrapped-normal';

/** ℝᵈ with a diagonal Gaussian posterior and the prior N(0, I): the usual VAE. @param dimensions d, 1 or more */
export const euclidean = (dimensions: number): LatentSpace =>
  latentSpace({ geometry: plane(dimensions), posterior: normalPosterior, name: `euclidean(${dimensions})` });

/**
 * The working paper's torus (sections 2.2 and 2.3): k angles with a Gaussian posterior on the unwrapped angle and the
 * prior N(0, I); the decoder sees (cos θ, sin θ) of each. Divergence and densities are those of the unwrapped angle
 * θ ∈ ℝᵏ, as the paper has them: they are not densities on the torus, where θ and θ + 2π are one point.
 * @param angles k, 1 or more
 */
export const gaussianTorus = (angles: number): LatentSpace =>
  latentSpace({ geometry: torus(angles), posterior: normalPosterior, name: `gaussianTorus(${angles})` });

/**
 * A torus whose posterior is the heat kernel, round a direction, and whose prior is uniform: nothing on it depends on
 * where the angles are counted from. @param angles k, 1 or more
 */
export const heatKernelTorus = (angles: number): LatentSpace =>
  latentSpace({
    geometry: torus(angles),
    location: byDirection,
    posterior: wrappedNormalPosterior,
    prior: uniformPrior,
    name: `heatKernelTorus(${angles})`,
  });

/** ℝᵈ with a code in place of a posterior: a plain autoencoder. @param dimensions d, 1 or more */
export const code = (dimensions: number): LatentSpace =>
  latentSpace({ geometry: plane(dimensions), posterior: pointPosterior, name: `code(${dimensions})` });
