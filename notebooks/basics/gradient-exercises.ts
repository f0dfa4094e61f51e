// The exercise of the chapter on gradients: what it is checked by.
import { type Case, cases } from '@latent-torus/notebook';

/** d/dm log N(z; m, v): arguments z, mean and variance; the truth by the central difference of the logarithm. */
const at = (z: number, mean: number, variance: number, hint?: string): Case => {
  const log = (m: number) => -((z - m) ** 2) / (2 * variance);
  return { given: [z, mean, variance], expected: (log(mean + 1e-4) - log(mean - 1e-4)) / 2e-4, hint };
};

/** The score: how the log-density of a normal distribution at z changes with its mean. */
export const scoreExercise = {
  check: cases(
    [
      at(1, 1, 2, 'At the mean the density has its maximum.'),
      at(2, 1, 1, 'If z lies above the mean, does a larger mean make it more or less probable?'),
      at(-1, 0, 1),
      at(3, 1, 4, 'A wide distribution cares less where its mean is.'),
      at(0.5, -0.5, 0.25),
    ],
    { tolerance: 1e-5 },
  ),
  hints: [
    'Only one term of log N(z; m, v) depends on m.',
    'Differentiate −(z − m)²/(2v) with respect to m; mind the inner derivative.',
  ],
};
