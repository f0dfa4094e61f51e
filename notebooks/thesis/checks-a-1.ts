// What the exercises on the diffusion equation are checked by.
import { cases, closeTo } from '@latent-torus/notebook';

/** t of a heat kernel of standard deviation 0.1: s²/2. */
export const sameWidthCheck = closeTo(0.1 ** 2 / 2, {
  mistakes: [
    [0.1, 'That is t of the printed sampler, (7.10).'],
    [0.1 ** 2, 'That is the variance.'],
  ],
});

/** The share of the circle that lies within one standard deviation of the centre. */
export const arcCheck = cases(
  [0.005, 0.1, 0.5, 2, 10].map((time) => ({
    given: [time],
    expected: Math.min(1, Math.sqrt(2 * time) / Math.PI),
    ...(time > 5 ? { hint: 'What if the arc meets itself?' } : {}),
  })),
);
