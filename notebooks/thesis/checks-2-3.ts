// What the exercises of chapters 2 and 3 are checked by.
import { cases, closeTo } from '@latent-torus/notebook';
import { linearGaussian } from './linear-gaussian';
import { normalKl } from './normal-kl';

/** w = (3, 4), σ = 5. */
export const posteriorVarianceCheck = closeTo(linearGaussian([3, 4], 5).posterior([0, 0]).sd ** 2, {
  mistakes: [
    [linearGaussian([3, 4], 5).posterior([0, 0]).sd, 'Is that the standard deviation?'],
    [25 / 32, 'Is the numerator σ², and ‖w‖² the sum of squares?'],
  ],
});

/** gap(µ, s, m, v) = D_KL(N(µ, s²) ‖ N(m, v²)). */
export const gapCheck = cases(
  [
    [0.7, 0.4, 0.7, 0.4],
    [0.6, 0.5, 0.9, 0.3],
    [-1, 1.5, 0.2, 0.3],
    [2, 0.1, -0.5, 1],
  ].map(([mu, s, m, v]) => ({
    given: [mu, s, m, v],
    expected: normalKl({ mean: mu, sd: s }, { mean: m, sd: v }),
  })),
);
