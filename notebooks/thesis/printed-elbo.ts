// The terms of the negative bound as the thesis prints them: integrals over the prior where the expectation is over q.
import { expectation } from './expectation';
import type { LinearGaussian } from './linear-gaussian';
import type { Normal } from './normal-kl';

const prior: Normal = { mean: 0, sd: 1 };

const logDensity = ({ mean, sd }: Normal, z: number) =>
  -0.5 * (Math.log(2 * Math.PI) + ((z - mean) / sd) ** 2) - Math.log(sd);

/** The right-hand side of (2.27), −∫ log p(x|z) dP_Z: the same number for every q. In nats. */
export const printedReconstruction = (model: LinearGaussian, x: readonly number[]): number =>
  -expectation(prior, (z) => model.logLikelihood(x, z));

/**
 * The right-hand side of (2.28), −∫ log(q/p) dP_Z, which stands for −D_KL(q ‖ p): it is +D_KL(p ‖ q). In nats, by
 * quadrature.
 */
export const printedDivergence = (q: Normal): number =>
  -expectation(prior, (z) => logDensity(q, z) - logDensity(prior, z));
