import assert from 'node:assert/strict';
import {
  klExercise,
  logMeanExpExercise,
  sampleExercise,
  scoreExercise,
  untrainedExercise,
} from '@latent-torus/basics';

const { exp, log, max, sqrt } = Math;
type Answer = (...given: never[]) => unknown;

/** What each check says to a right answer and to typical mistakes. */
const answers: Record<
  string,
  { check: (answer: never) => unknown; right: Answer; wrong: [Answer, RegExp][] }
> = {
  'the loss before training': {
    check: untrainedExercise.check,
    right: () => 784 * log(2),
    wrong: [
      [() => 784, /bits/],
      [() => log(2), /one pixel/],
      [() => 392, /too small/],
    ],
  },
  'the reparameterised sample': {
    check: sampleExercise.check,
    right: (m: number[], v: number[], e: number[]) => m.map((mu, j) => mu + exp(v[j] / 2) * e[j]),
    wrong: [
      [
        (m: number[], v: number[], e: number[]) => m.map((mu, j) => mu + exp(v[j]) * e[j]),
        /logarithm of the variance/,
      ],
      [(m: number[], v: number[], e: number[]) => m.map((mu, j) => mu + v[j] * e[j]), /added as it is/],
      [
        (m: number[], v: number[], e: number[]) => m.map((_, j) => exp(v[j] / 2) * e[j]),
        /the sample is the mean/,
      ],
      [(m: number[], v: number[], e: number[]) => [m[0] + exp(v[0] / 2) * e[0]], /its own mean/],
    ],
  },
  'the divergence of two normal distributions': {
    check: klExercise.check,
    right: (m: number, v: number, a: number, b: number) => (v / b + (m - a) ** 2 / b - 1 - log(v / b)) / 2,
    wrong: [
      [(m: number, v: number) => (v + m ** 2 - 1 - log(v)) / 2, /wherever they are/],
      [
        (m: number, v: number, a: number, b: number) => v / b + (m - a) ** 2 / b - 1 - log(v / b),
        /only the means/,
      ],
      [
        (m: number, v: number, a: number, b: number) => (b / v + (m - a) ** 2 / v - 1 - log(b / v)) / 2,
        /only the variances/,
      ],
      [
        (m: number, v: number, a: number, b: number) => (v / b + (m - a) ** 2 - 1 - log(v / b)) / 2,
        /units of a standard/,
      ],
    ],
  },
  'the logarithm of a mean of weights': {
    check: logMeanExpExercise.check,
    right: (l: number[]) => max(...l) + log(l.reduce((sum, one) => sum + exp(one - max(...l)), 0) / l.length),
    wrong: [
      [(l: number[]) => log(l.reduce((sum, one) => sum + exp(one), 0) / l.length), /take the largest out/],
      [
        (l: number[]) => max(...l) + log(l.reduce((sum, one) => sum + exp(one - max(...l)), 0)),
        /not their sum/,
      ],
      [(l: number[]) => l.reduce((sum, one) => sum + one, 0) / l.length, /mean of 1 and 3/],
    ],
  },
  'the score of a normal distribution': {
    check: scoreExercise.check,
    right: (z: number, m: number, v: number) => (z - m) / v,
    wrong: [
      [(z: number, m: number, v: number) => (m - z) / v, /more or less probable/],
      [(z: number, m: number, v: number) => (z - m) / sqrt(v), /cares less/],
      [(z: number, m: number, v: number) => (z - m) / v ** 2, /cares less/],
      [(z: number, m: number, v: number) => -((z - m) ** 2) / (2 * v), /more or less probable/],
    ],
  },
};

describe('the exercises on the first VAE, mathematics and gradients', () => {
  for (const [name, { check, right, wrong }] of Object.entries(answers)) {
    it(`take ${name} if it is right, and tell typical mistakes`, async () => {
      assert.equal(await check(right as never), true);
      for (const [answer, said] of wrong) {
        const judgement = await check(answer as never);
        assert.match(String(judgement), said, String(answer));
      }
    });
  }

  it('give hints that hold no solution', () => {
    for (const { hints } of [
      klExercise,
      logMeanExpExercise,
      sampleExercise,
      scoreExercise,
      untrainedExercise,
    ]) {
      assert.ok(hints.length >= 2);
      for (const hint of hints) assert.doesNotMatch(hint, /return|Math\./);
    }
  });
});
