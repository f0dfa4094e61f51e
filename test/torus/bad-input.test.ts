// What is not a number, or does not fit, never becomes a plausible result.
import assert from 'node:assert/strict';
import { Random } from '@latent-torus/random';
import { chooseBandwidth, classCircles, kde, pixelEntropy, representatives } from '@latent-torus/torus';
import { euclidean, gaussianTorus, normalNoise, plane, tf } from 'latent-torus';
import { near } from '../near';

const random = new Random('bad input');
const cloud = Array.from({ length: 200 }, () => [random.normal(), random.normal()]);

describe('chooseBandwidth', () => {
  it('refuses NaN, and points of another space', async () => {
    const points = tf.tensor2d([...cloud.slice(1), [NaN, 0]]);
    await assert.rejects(
      chooseBandwidth(gaussianTorus(2), points),
      /1 coordinates of the points are not finite/,
    );
    await assert.rejects(chooseBandwidth(gaussianTorus(3), tf.tensor2d(cloud)), /expected \[count, 3\]/);
  });

  it('follows the unit of a space that is not measured in radians', async () => {
    const space = euclidean(2);
    const one = await chooseBandwidth(space, tf.tensor2d(cloud));
    assert.ok(one > 0.1 && one < 1, `${one}`);
    for (const scale of [1 / 1024, 1 / 8, 16, 1024]) {
      // powers of √2, so that the grids are the same
      const found = await chooseBandwidth(space, tf.mul(tf.tensor2d(cloud), scale));
      near([found / scale], [one], 1e-9 * one);
    }
  });

  it('says where no bandwidth is best, in place of an end of its range', async () => {
    const same = tf.fill([50, 2], 0.5);
    await assert.rejects(
      chooseBandwidth(plane(2), same),
      /no bandwidth is best for these points on plane\(2\)/,
    );
    await assert.rejects(chooseBandwidth(plane(2), tf.mul(tf.tensor2d(cloud), 1e12)), /no bandwidth is best/);
  });

  it('leaves nothing in memory, found or not', async () => {
    const points = tf.tensor2d(cloud);
    const same = tf.fill([50, 2], 0.5);
    const before = tf.memory().numTensors;
    await chooseBandwidth(plane(2), points);
    await assert.rejects(chooseBandwidth(plane(2), same));
    assert.equal(tf.memory().numTensors, before);
  });
});

describe('density', () => {
  it('refuses NaN, points of another space, and bandwidths that are no length', async () => {
    const points = tf.tensor2d(cloud);
    const nan = tf.tensor2d([[NaN, 0]]);
    await assert.rejects(kde(gaussianTorus(2), nan, points, 1), /1 coordinates of the points are not finite/);
    await assert.rejects(kde(gaussianTorus(2), points, nan, 1), /not finite/);
    await assert.rejects(
      kde(gaussianTorus(2), points, tf.zeros([5, 3]), 1),
      /shape \[5,3\]; expected \[count, 2\]/,
    );
    for (const bandwidth of [NaN, -1, Infinity, 0])
      await assert.rejects(
        kde(gaussianTorus(2), points, points, bandwidth),
        /bandwidth is \S+; expected a length/,
      );
    await assert.rejects(
      kde(gaussianTorus(2), tf.zeros([1, 2]), tf.zeros([1, 2]), 1, { leaveOut: true }),
      /1 points to estimate a density from/,
    );
  });
});

describe('circles of classes', () => {
  const angles = normalNoise([6, 2], [1, 1]);

  it('refuse labels beyond the classes, which would be dropped', () => {
    assert.throws(
      () => classCircles(angles, Uint8Array.of(0, 1, 2, 3, 1, 0), 3),
      /a label is 3; expected a class below 3/,
    );
    assert.throws(() => classCircles(angles, Uint8Array.of(0, 1), 3), /2 labels for 6 points/);
    assert.throws(
      () => representatives(gaussianTorus(2), angles as tf.Tensor2D, Uint8Array.of(0, 1, 9, 0, 1, 0), 2),
      /9/,
    );
  });

  it('refuse NaN', () => {
    assert.throws(() => classCircles(tf.tensor2d([[NaN, 0]]), Uint8Array.of(0), 1), /not finite/);
  });

  it('have the centre on the seam for angles on both sides of it', () => {
    const { centres, dispersion } = classCircles(
      tf.tensor2d([[3.1], [-3.1], [0.2], [0.4]]),
      Uint8Array.of(0, 0, 1, 1),
      3,
    );
    const [seam, inside, empty] = centres.dataSync();
    near([Math.abs(seam), inside], [Math.PI, 0.3], 1e-5);
    assert.ok(Number.isNaN(empty) && Number.isNaN(dispersion[2]));
    near(dispersion.subarray(0, 2), [1 - Math.cos(Math.PI - 3.1), 1 - Math.cos(0.1)], 1e-5);
  });
});

describe('entropy of pixels', () => {
  const image = (...pixels: number[]) => ({
    count: 1,
    shape: [1, pixels.length],
    pixels: Float32Array.from(pixels),
  });

  it('refuses pixels outside 0 to 1, whose entropy would be 0', () => {
    assert.throws(() => pixelEntropy(image(0, 255)), /pixelEntropy: a pixel is 255; expected 0 to 1/);
    assert.throws(() => pixelEntropy(image(0, -0.5)), /a pixel is -0.5; expected 0 to 1/);
    assert.throws(() => pixelEntropy(image(NaN, 0)), /a pixel is NaN; expected 0 to 1/);
    near(pixelEntropy(image(0, 1, 0.5)), [Math.log(2)], 1e-9);
  });
});
