// What the exercises of the understanding notebooks are checked against; answers stay out of the notebooks' cells.
import { cases, closeTo } from '@latent-torus/notebook';

export const understandingExercises = {
  /** The share of the prior's samples farther out than (−3, 1). */
  fartherOut: {
    check: closeTo(Math.exp(-5), {
      relative: 0.05,
      mistakes: [
        [100 * Math.exp(-5), 'That is in percent; give it as a share of 1.'],
        [Math.exp(-10), 'Is the ½ in the exponent there?'],
      ],
    }),
    hints: ['What is r² for the point (−3, 1)?', 'Pythagoras: the squares of both coordinates add up.'],
  },
  /** The radius beyond which a share of the prior's samples lies. */
  radius: {
    check: cases([
      { given: [Math.exp(-0.5)], expected: 1 },
      { given: [Math.exp(-5)], expected: Math.sqrt(10) },
      { given: [1], expected: 0, name: 'where every sample lies farther out' },
    ]),
    hints: ['Take the logarithm of both sides of s = exp(−r²/2).', 'Mind the sign: log s is negative.'],
  },
  /** AUROC of two lists of scores. */
  auroc: {
    check: cases([
      {
        given: [
          [1, 2],
          [3, 4],
        ],
        expected: 1,
        name: 'where every anomaly scores higher',
      },
      {
        given: [
          [3, 4],
          [1, 2],
        ],
        expected: 0,
        name: 'where every anomaly scores lower',
      },
      {
        given: [
          [1, 3],
          [2, 4],
        ],
        expected: 0.75,
      },
      {
        given: [[1, 1, 2], [1]],
        expected: 1 / 3,
        name: 'with ties',
        hint: 'What should a pair count in which both score the same?',
      },
    ]),
    hints: [
      'Go through all pairs of a normal and an anomalous score.',
      'Count the pairs in which the anomaly is higher, and divide by the number of pairs.',
    ],
  },
  /** The false positive rate at a threshold. */
  falsePositives: {
    check: cases([
      { given: [[1, 2, 3, 4], 3], expected: 0.5 },
      { given: [[1, 2, 3, 4], 5], expected: 0, name: 'above all scores' },
      { given: [[1, 2, 3, 4], 1], expected: 1, name: 'at the least score' },
    ]),
    hints: ['How many scores are at or above the threshold?', 'Divide by how many there are.'],
  },
  /** The index of the nearest row. */
  nearest: {
    check: cases([
      {
        given: [
          [0, 0],
          [
            [3, 4],
            [1, 1],
            [0, 2],
          ],
        ],
        expected: 1,
      },
      {
        given: [
          [0, 2],
          [
            [3, 4],
            [1, 1],
            [0, 2],
          ],
        ],
        expected: 2,
        name: 'where the query is among the rows',
      },
      {
        given: [
          [-5, 0],
          [
            [-4, 0],
            [4, 0],
          ],
        ],
        expected: 0,
        name: 'with negative numbers',
      },
    ]),
    hints: [
      'Write the squared distance of the query to one row first.',
      'Then keep the row with the least, and return its number, not the distance.',
    ],
  },
};
