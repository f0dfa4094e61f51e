import assert from 'node:assert/strict';
import { code, evaluate, fit, tf } from '../../lib';
import {
  conditionalVae,
  denoising,
  highFrequencyEnergy,
  imageNeighbours,
  oneHot,
  precisionRecall,
  readDigits,
  report1Model,
  withNoise,
} from '../../notebooks/basics';

const close = (value: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(value - expected) <= tolerance, `${value} is not within ${tolerance} of ${expected}`);

const random = (shape: number[], seed: number) => tf.randomUniform(shape, 0, 1, 'float32', seed);

describe('the helpers of report 1', () => {
  it('measure no sharpness in an even area, and for a single pixel what a 3 × 3 mean leaves', () => {
    const dot = new Float32Array(784);
    dot[14 * 28 + 14] = 1;
    const [energy] = highFrequencyEnergy(tf.tensor2d(dot, [1, 784]));
    close(energy, (8 / 9) ** 2 + 8 * (1 / 9) ** 2, 1e-5);
    const even = tf.tensor2d(new Float32Array(784).fill(1), [1, 784]);
    const framed = highFrequencyEnergy(even)[0]; // only the frame is left: 104 pixels of the side, 4 of the corners
    close(framed, 104 * (3 / 9) ** 2 + 4 * (5 / 9) ** 2, 1e-3);
  });

  it('find the nearest images that sorting by distance finds', async () => {
    const [queries, images] = [random([5, 12], 1), random([40, 12], 2)];
    const { index, distance } = await imageNeighbours(queries, images, 3);
    const [q, p] = [queries.arraySync() as number[][], images.arraySync() as number[][]];
    q.forEach((row, i) => {
      const sorted = p
        .map((other, j) => [Math.hypot(...other.map((v, k) => v - row[k])), j])
        .sort((a, b) => a[0] - b[0]);
      assert.deepEqual(
        Array.from(index.arraySync()[i]),
        sorted.slice(0, 3).map(([, j]) => j),
      );
      close(distance.arraySync()[i][0], sorted[0][0], 1e-3);
    });
    await assert.rejects(imageNeighbours(queries, images, 41), /k is 41/);
  });

  it('read a copy of a labelled image as what it is', async () => {
    const images = random([30, 12], 3);
    const labels = Array.from({ length: 30 }, (_, i) => i % 10);
    assert.deepEqual(Array.from(await readDigits(images, images, labels, 1)), labels);
  });

  it('give precision and recall 1 to a copy, 0 to what is far, and recall below precision to a narrow part', async () => {
    const real = random([60, 2], 4);
    assert.deepEqual(await precisionRecall(real, real), { precision: 1, recall: 1 });
    assert.deepEqual(await precisionRecall(tf.add(real, 50), real), { precision: 0, recall: 0 });
    const narrow = await precisionRecall(tf.add(tf.mul(random([60, 2], 5), 0.1), 0.45), real);
    assert.ok(narrow.precision > 0.9 && narrow.recall < 0.4, JSON.stringify(narrow));
  });

  it('add noise inside the range of grey levels, none at level 0', () => {
    const x = random([4, 784], 6);
    const noise = tf.randomNormal([4, 784], 0, 1, 'float32', 7);
    close(tf.max(tf.abs(tf.sub(withNoise(x, noise, 0), x))).dataSync()[0], 0, 1e-7);
    const noisy = withNoise(x, noise, 2);
    assert.ok(tf.min(noisy).dataSync()[0] === 0 && tf.max(noisy).dataSync()[0] === 1);
  });

  it('make of denoising without noise the loss of a plain autoencoder', () => {
    const x = random([8, 784], 8);
    const [plain, mended] = [report1Model(1, code(4)), report1Model(1, code(4), [128], denoising())];
    const loss = mended.loss({ x }, tf.zeros([8, 784]), { noiseLevel: tf.scalar(0) }).total;
    const expected = plain.loss({ x }, tf.zeros([8, 1]), { klWeight: tf.scalar(1) }).total;
    close(loss.dataSync()[0], expected.dataSync()[0], 1e-3);
  });

  it('train a conditional VAE whose bound by class is the one that it was trained on', async () => {
    const model = conditionalVae({ inputs: 16, classes: 2, hidden: [8], seed: 1 });
    const x = tf.tensor2d(Array.from({ length: 40 }, (_, i) => Array(16).fill(i % 2)));
    const labels = Array.from({ length: 40 }, (_, i) => i % 2);
    await fit(
      model,
      { x, y: oneHot(labels, 2) },
      { epochs: 60, batchSize: 40, seed: 1, learningRate: 0.02, cache: false },
    );
    for (const label of [0, 1]) {
      const own = tf.fill([10, 16], label);
      const [right, wrong] = [label, 1 - label].map((told) =>
        evaluate(model.ofClass(told), own, { seed: 1 }),
      );
      const all = model.loss({ x: own, y: oneHot(Array(10).fill(label), 2) }, tf.zeros([10, 2]), {
        klWeight: tf.scalar(1),
      });
      const atMean = evaluate(model.ofClass(label), own, { at: 'mean' });
      close(all.total.dataSync()[0], -atMean.elbo.reduce((a, b) => a + b, 0) / 10, 1e-3);
      assert.ok(
        right.elbo[0] > wrong.elbo[0] + 1,
        `class ${label}: ${right.elbo[0]}, told the other ${wrong.elbo[0]}`,
      );
    }
    assert.throws(() => model.ofClass(2), /no class 2/);
  });
});
