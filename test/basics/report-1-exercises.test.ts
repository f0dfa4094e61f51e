import assert from 'node:assert/strict';
import { tf } from '../../lib';
import {
  classMeans,
  entropyExercise,
  errorExercise,
  noiseExercise,
  scatterPanels,
  squaredPixels,
  unitExercise,
  voteExercise,
  wayExercise,
} from '../../notebooks/basics';

const vote = (labels: number[], k: number) => {
  const first = labels.slice(0, k);
  const count = (label: number) => first.filter((other) => other === label).length;
  return first.reduce((best, label) => (count(label) > count(best) ? label : best));
};

describe('the exercises of report 1', () => {
  it('accept a right answer', async () => {
    assert.equal(await unitExercise.check(72.68), true);
    assert.equal(await errorExercise.check(196), true);
    assert.equal(await voteExercise.check(vote), true);
    const entropy = (x: number[], y: number[]) =>
      x.reduce((sum, v, i) => sum - Math.log(y[i]) * v - Math.log(1 - y[i]) * (1 - v), 0);
    assert.equal(await entropyExercise.check(entropy), true);
    assert.equal(
      await wayExercise.check((a: number[], b: number[], t: number) => a.map((v, i) => v + t * (b[i] - v))),
      true,
    );
    const noisy = (x: number[], e: number[], s: number) =>
      x.map((v, i) => Math.max(0, Math.min(1, v + s * e[i])));
    assert.equal(await noiseExercise.check(noisy), true);
  });

  it('refuse a vote of all neighbours, a mean for a sum, a way that runs backwards, noise without an end', async () => {
    assert.notEqual(await voteExercise.check((labels: number[]) => vote(labels, labels.length)), true);
    assert.notEqual(await entropyExercise.check((x: number[], y: number[]) => -Math.log(y[0]) * x[0]), true);
    assert.notEqual(
      await wayExercise.check((a: number[], b: number[], t: number) =>
        a.map((v, i) => t * v + (1 - t) * b[i]),
      ),
      true,
    );
    assert.notEqual(
      await noiseExercise.check((x: number[], e: number[], s: number) => x.map((v, i) => v + s * e[i])),
      true,
    );
  });
});

describe('what report 1 measures with', () => {
  it('takes the mean code of each class', () => {
    const codes = tf.tensor2d([[0, 0], [2, 4], [5, 5], ...Array.from({ length: 8 }, () => [1, 1])]);
    const means = classMeans(codes, [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).arraySync();
    assert.deepEqual(means.slice(0, 3), [
      [1, 2],
      [5, 5],
      [1, 1],
    ]);
  });

  it('counts the squared error of grey pixels after the sigmoid', () => {
    const loss = squaredPixels.loss(tf.tensor2d([[1, 0, 0.5]]), tf.zeros([1, 3])).dataSync()[0];
    assert.ok(Math.abs(loss - 0.5) < 1e-6, String(loss));
  });

  it('draws panels of points with one legend and no choice that would have a name twice', () => {
    const points = { points: [0, 0, 1, 1], labels: [3, 8] };
    const chart = scatterPanels([
      { title: 'a', points },
      { title: 'b', points },
    ]);
    assert.equal((chart.concat as unknown[]).length, 2);
    assert.ok(!JSON.stringify(chart).includes('"params"'));
    assert.throws(() => scatterPanels([]), /no panel/);
  });
});
