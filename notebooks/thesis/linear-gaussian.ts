// The smallest latent variable model in which nothing has to be approximated.
import { type Normal, normalKl } from './normal-kl';

const LOG_2PI = Math.log(2 * Math.PI);

/** z ~ N(0, 1), x | z ~ N(w z, σ² I): one latent number, D numbers seen. All values are in nats. */
export interface LinearGaussian {
  readonly weights: readonly number[];
  readonly sigma: number;
  /** log p(x|z), the likelihood. */
  logLikelihood(x: readonly number[], z: number): number;
  /** log p(x), the evidence: (2.14) without an integral. */
  logEvidence(x: readonly number[]): number;
  /** p(z|x), the posterior: Bayes' theorem (2.10). */
  posterior(x: readonly number[]): Normal;
  /** −E log p(x|z) over z ~ q, the reconstruction error: the first term of (2.26). */
  reconstruction(x: readonly number[], q: Normal): number;
  /** The evidence lower bound of q: (2.20). */
  elbo(x: readonly number[], q: Normal): number;
  /** D_KL(q ‖ p(z|x)), by which the bound misses the evidence: (2.22). */
  gap(x: readonly number[], q: Normal): number;
}

/**
 * @param weights w, of any length D ≥ 1
 * @param sigma σ > 0, the standard deviation of the noise on each number
 */
export function linearGaussian(weights: readonly number[], sigma: number): LinearGaussian {
  if (!weights.length || !weights.every(Number.isFinite))
    throw new RangeError(`linearGaussian([${weights}]): expected one or more finite weights`);
  if (!(sigma > 0 && sigma < Infinity))
    throw new RangeError(`linearGaussian(…, ${sigma}): expected a standard deviation above 0`);
  const [inputs, variance] = [weights.length, sigma ** 2];
  const along = (x: readonly number[]) => {
    if (x.length !== inputs)
      throw new RangeError(`x has ${x.length} numbers; the model has ${inputs} weights, one for each`);
    return x.reduce((sum, value, i) => sum + value * weights[i], 0);
  };
  const square = (x: readonly number[]) => x.reduce((sum, value) => sum + value ** 2, 0);
  const strength = square(weights); // ‖w‖²
  const constant = -0.5 * inputs * (LOG_2PI + Math.log(variance));
  /** ‖x − w z‖² */
  const error = (x: readonly number[], z: number) => square(x) - 2 * z * along(x) + z ** 2 * strength;
  const model: LinearGaussian = {
    weights,
    sigma,
    logLikelihood: (x, z) => constant - error(x, z) / (2 * variance),
    logEvidence(x) {
      // N(0, w wᵀ + σ² I): the matrix determinant lemma and Sherman–Morrison
      const total = variance + strength;
      const quadratic = (square(x) - along(x) ** 2 / total) / variance;
      return -0.5 * (inputs * LOG_2PI + (inputs - 1) * Math.log(variance) + Math.log(total) + quadratic);
    },
    posterior: (x) => ({
      mean: along(x) / (variance + strength),
      sd: sigma / Math.sqrt(variance + strength),
    }),
    reconstruction: (x, q) => (error(x, q.mean) + strength * q.sd ** 2) / (2 * variance) - constant,
    elbo: (x, q) => -model.reconstruction(x, q) - normalKl(q),
    gap: (x, q) => normalKl(q, model.posterior(x)),
  };
  return model;
}
