// What checks the exercises of report 1's notebooks, out of the reader's sight.
import { cases, closeTo } from '@latent-torus/notebook';

const entropyOf = (x: number[], y: number[]) =>
  -x.reduce((sum, v, i) => sum + v * Math.log(y[i]) + (1 - v) * Math.log(1 - y[i]), 0);

/** Nats per image from a mean per pixel of 0.0927. */
export const unitExercise = {
  check: closeTo(0.0927 * 784, {
    mistakes: [
      [0.0927 * 128, 'A batch has 128 images, but the mean was taken over pixels, too.'],
      [0.0927 / 784, 'A sum is larger than its mean.'],
    ],
  }),
  hints: ['How many pixels does an image have?', 'A sum is the mean times how many there are.'],
};

/** Binary cross-entropy of an image, summed over its pixels. */
export const entropyExercise = {
  check: cases([
    {
      given: [
        [1, 0],
        [0.5, 0.5],
      ],
      expected: entropyOf([1, 0], [0.5, 0.5]),
      name: 'two pixels guessed at ½',
    },
    { given: [[1], [0.9]], expected: entropyOf([1], [0.9]), hint: 'What does a black pixel contribute?' },
    {
      given: [
        [0.3, 0.8],
        [0.2, 0.6],
      ],
      expected: entropyOf([0.3, 0.8], [0.2, 0.6]),
      hint: 'Grey pixels have both terms.',
    },
  ]),
  hints: ['Each pixel has two terms.', 'Is it a sum over the pixels, with a minus sign?'],
};

/** The vote of the k nearest neighbours. */
export const voteExercise = {
  check: cases([
    { given: [[3, 3, 8], 3], expected: 3 },
    { given: [[5, 8, 8, 5, 3], 3], expected: 8, hint: 'Only the first k neighbours have a vote.' },
    {
      given: [[8, 3, 3, 8], 4],
      expected: 8,
      name: 'two votes for 8 and two for 3, an 8 nearest',
      hint: 'Where two classes have as many votes, the one with the nearest member wins.',
    },
    { given: [[1, 7, 7, 9, 9, 9], 6], expected: 9 },
  ]),
  hints: [
    'Count the votes of each class first.',
    'A Map from class to votes keeps the order in which classes were met.',
  ],
};

/** A place on the straight way between two codes. */
export const wayExercise = {
  check: cases([
    { given: [[0, 0], [2, 4], 0], expected: [0, 0], hint: 'At t = 0 the way begins.' },
    { given: [[0, 0], [2, 4], 1], expected: [2, 4], hint: 'At t = 1 it ends.' },
    { given: [[1, -1, 3], [3, 1, 0], 0.25], expected: [1.5, -0.5, 2.25] },
  ]),
  hints: [
    'It is a weighted mean of the two codes, number by number.',
    'The weights are t and what t leaves of 1.',
  ],
};

/** Squared error of images that are all ½ where half the pixels are black. */
export const errorExercise = {
  check: closeTo(196, {
    mistakes: [
      [392, 'Each pixel is off by ½; what is its square?'],
      [0.25, 'That is the error of a pixel, not of an image.'],
    ],
  }),
  hints: ['How far is ½ from 0, and from 1?', 'Add up the squares of 784 pixels.'],
};

/** Noisy pixels, cut off at 0 and 1. */
export const noiseExercise = {
  check: cases([
    { given: [[0.5, 0.2], [0, 0], 0.5], expected: [0.5, 0.2] },
    { given: [[0.5, 0.4], [0.2, -0.2], 0.5], expected: [0.6, 0.3] },
    { given: [[1, 0], [1, -1], 0.5], expected: [1, 0], hint: 'Grey levels stay between 0 and 1.' },
  ]),
  hints: ['Each pixel gets level times its noise.', 'Math.min and Math.max cut off.'],
};
