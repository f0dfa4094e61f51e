// The exercises of the first chapter: what they are checked by.
import { type Case, cases, closeTo } from '@latent-torus/notebook';

/** The loss of a decoder that answers ½ for every pixel: each of 784 pixels costs log 2 nats. */
export const untrainedExercise = {
  check: closeTo(784 * Math.log(2), {
    mistakes: [
      [784, 'That is the number of bits; the loss is in nats, with the natural logarithm.'],
      [Math.log(2), 'That is one pixel.'],
    ],
  }),
  hints: [
    'What does the formula give for one pixel if the decoder’s answer is ½, whatever the pixel is?',
    'Multiply what one pixel costs by the number of pixels.',
  ],
};

const one = (mean: number, variance: number, noise: number): Case => ({
  given: [[mean], [Math.log(variance)], [noise]],
  expected: [mean + Math.sqrt(variance) * noise],
});

/** z = µ + σ ⊙ ε from lists of means, log-variances and noise; Understanding VAEs, (10). */
export const sampleExercise = {
  check: cases([
    { ...one(2, 1, 0), hint: 'Without noise the sample is the mean.' },
    { ...one(2, 1, 1.5), hint: 'With a variance of 1 the noise is added as it is.' },
    { ...one(0, 4, 1), hint: 'The encoder gives the logarithm of the variance, not of σ.' },
    { ...one(-1, 0.25, -2), hint: 'Is σ positive, and smaller than 1 here?' },
    {
      given: [
        [1, -2, 0],
        [0, Math.log(9), Math.log(0.04)],
        [0.5, 1, -1],
      ],
      expected: [1.5, 1, -0.2],
      hint: 'Each number has its own mean, variance and noise.',
    },
  ]),
  hints: [
    'How do you get from log σ² to σ?',
    'σ is the square root of the variance; the exponential function undoes a logarithm.',
  ],
};
