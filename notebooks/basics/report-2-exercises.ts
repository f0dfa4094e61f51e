// What the exercises of the notebooks on 'Variational autoencoders 2' are checked against.
import { cases, closeTo } from '@latent-torus/notebook';

export const report2Exercises = {
  /** Weights and biases of the first convolution. */
  weights: {
    check: closeTo(32 * 9 + 32, {
      relative: 0,
      absolute: 0.5,
      mistakes: [
        [32 * 9, 'And the biases?'],
        [784 * 32, 'A filter has as many weights as it has pixels, not as the image has.'],
      ],
    }),
    hints: ['How many numbers has one filter?', 'Each filter also has one bias.'],
  },
  /** Pixels drawn from their probabilities. */
  bits: {
    check: cases([
      {
        given: [
          [0.2, 0.7],
          [0.5, 0.5],
        ],
        expected: [1, 0],
      },
      {
        given: [
          [0, 0.999],
          [0, 1],
        ],
        expected: [0, 1],
        name: 'where a pixel is certain',
      },
    ]),
    hints: ['Compare the numbers in pairs.', 'u below p has the probability p.'],
  },
  /** The KL weight of a linear warm-up over some epochs. */
  warmUp: {
    check: cases([
      { given: [0, 5], expected: 0 },
      { given: [1, 5], expected: 0.2 },
      { given: [5, 5], expected: 1 },
      { given: [12, 5], expected: 1, name: 'after the warm-up', hint: 'It must not go on beyond 1.' },
    ]),
    hints: ['It grows by the same amount in every epoch.', 'Which function keeps a number at or below 1?'],
  },
  /** The divergence of a posterior that equals the prior. */
  collapsed: {
    check: closeTo(0, { absolute: 1e-9 }),
    hints: ['Put µ = 0 and σ = 1 into the formula of the divergence.', 'What is the logarithm of 1?'],
  },
  /** A point between two. */
  between: {
    check: cases([
      { given: [[0, 0], [2, 4], 0.5], expected: [1, 2] },
      { given: [[1, -1], [3, 5], 0], expected: [1, -1], name: 'at the beginning' },
      { given: [[1, -1], [3, 5], 1], expected: [3, 5], name: 'at the end' },
      { given: [[1, -1], [3, 5], 0.25], expected: [1.5, 0.5] },
    ]),
    hints: ['Where is the point at α = 0, and where at α = 1?', 'Each coordinate for itself.'],
  },
  /** Length of a path of images. */
  pathLength: {
    check: cases([
      {
        given: [
          [
            [0, 0],
            [3, 4],
          ],
        ],
        expected: 5,
      },
      {
        given: [
          [
            [0, 0],
            [3, 4],
            [3, 0],
          ],
        ],
        expected: 9,
        name: 'of a path with a corner',
      },
      { given: [[[1, 1]]], expected: 0, name: 'of a single image' },
    ]),
    hints: ['The length is the sum of the steps.', 'A step is the Euclidean distance of neighbours.'],
  },
  /** The share of normal images above a threshold that a share of anomalies reaches. */
  threshold: {
    check: cases([
      { given: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.1], expected: 10 },
      { given: [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.3], expected: 8, name: 'in any order' },
    ]),
    hints: ['Sort the scores from high to low.', 'How many scores may lie at or above the threshold?'],
  },
};
