// The exercises of the chapter on mathematics: what they are checked by.
import { type Case, cases } from '@latent-torus/notebook';

/** Arguments (mean and variance of q, then of p) and their divergence, by integration to nine digits. */
const pair = (given: readonly [number, number, number, number], expected: number, hint?: string): Case => ({
  given,
  expected,
  hint,
});

/** D_KL(N(m, v) ‖ N(m′, v′)) of two normal distributions on the line. */
export const klExercise = {
  check: cases(
    [
      pair([0, 1, 0, 1], 0, 'Two equal distributions have no divergence.'),
      pair([2, 3, 2, 3], 0, 'Two equal distributions have no divergence, wherever they are.'),
      pair([1, 1, 0, 1], 0.5, 'Here only the means differ.'),
      pair([1, 4, 0, 4], 0.125, 'The distance of the means counts in units of a standard deviation: whose?'),
      pair([0, 4, 0, 1], 0.806852819, 'Here only the variances differ.'),
      pair([0, 1, 0, 4], 0.318147181, 'The divergence is not symmetric: which of the two is averaged over?'),
      pair([-1, 0.25, 2, 0.5], 9.09657359),
    ],
    { tolerance: 1e-5 },
  ),
  hints: [
    'Write out log q(z) − log p(z) and average it over q. What is the average of (z − m)² over q? Of (z − m′)²?',
    'With m′ = 0 and v′ = 1 the result must be (9).',
  ],
};

/** log of the mean of exp: the importance-weighted bound of one sample of K log-weights. */
export const logMeanExpExercise = {
  check: cases(
    [
      { given: [[0.5]], expected: 0.5, hint: 'Of one weight the result is its logarithm.' },
      { given: [[1, 1, 1, 1]], expected: 1, hint: 'It is the mean of the weights, not their sum.' },
      { given: [[0, Math.log(3)]], expected: Math.log(2), hint: 'The mean of 1 and 3 is 2.' },
      {
        given: [[-1000, -1000]],
        expected: -1000,
        name: 'for two weights of e⁻¹⁰⁰⁰',
        hint: 'e⁻¹⁰⁰⁰ is 0 in a computer: take the largest out before.',
      },
      { given: [[800, 0]], expected: 800 - Math.log(2), name: 'for the weights e⁸⁰⁰ and 1' },
    ],
    { tolerance: 1e-6 },
  ),
  hints: ['log(Σ eᵃ/K) = c + log(Σ eᵃ⁻ᶜ/K) for any c.', 'Which c makes the largest of the exponents 0?'],
};
