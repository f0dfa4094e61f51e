// What is not a number, or not of the space, never becomes a plausible result.
import assert from 'node:assert/strict';
import {
  activeUnits,
  decodeMean,
  type Encoder,
  euclidean,
  evaluate,
  gaussianTorus,
  heatKernelTorus,
  importanceWeighted,
  nearest,
  neighbourAccuracy,
  normalNoise,
  plane,
  posteriorMeans,
  posteriorSamples,
  silhouette,
  silhouettes,
  sphere,
  tensor,
  tf,
  vae,
  vote,
} from 'latent-torus';
import { near } from '../../near';

const model = vae({ inputs: 4, hidden: [5], latent: gaussianTorus(2), seed: 1 });
const x = tf.tidy(() => tf.sigmoid(normalNoise([20, 4], [1, 2]))) as tf.Tensor2D;
const points = normalNoise([20, 2], [1, 1]) as tf.Tensor2D;
const labels = Uint8Array.from({ length: 20 }, (_, i) => i % 3);
const spoilt = (value: number) =>
  tf.tidy(() => tf.concat([tf.slice(points, [0, 0], [19, 2]), tf.tensor2d([[value, 1]])])) as tf.Tensor2D;

describe('points that are not finite', () => {
  for (const value of [NaN, Infinity]) {
    it(`are refused by every metric: ${value}`, async () => {
      const bad = spoilt(value);
      const space = gaussianTorus(2);
      const told = /1 coordinates of the points are not finite; look for NaN/;
      await assert.rejects(neighbourAccuracy(space, bad, labels, 3), told);
      await assert.rejects(silhouettes(space, bad, labels), told);
      await assert.rejects(silhouette(space, bad, labels), told);
      await assert.rejects(nearest(space, bad, points, 3), told);
      await assert.rejects(nearest(space, points, bad, 3), told);
    });
  }
});

describe('points of another space', () => {
  it('are refused: three columns on a torus of two angles, one on a sphere, a stack', async () => {
    const three = normalNoise([20, 3], [1, 1]);
    const told = /the points have the shape \[20,3\]; expected \[count, 2\] on gaussianTorus\(2\)/;
    const space = gaussianTorus(2);
    await assert.rejects(neighbourAccuracy(space, three, labels, 3), told);
    await assert.rejects(silhouettes(space, three, labels), told);
    await assert.rejects(nearest(space, points, three, 3), told);
    await assert.rejects(nearest(space, three, points, 3), told);
    await assert.rejects(nearest(sphere(2), points, points, 3), /expected \[count, 3\] on sphere\(2\)/);
    const stack = tf.zeros([2, 20, 2]);
    await assert.rejects(nearest(plane(2), stack, points, 3), /shape \[2,20,2\]; expected \[count, 2\]/);
  });

  it('are refused by a decoder', () => {
    assert.throws(() => decodeMean(model, normalNoise([3, 3], [1, 1])), /a layer of 4 inputs got a tensor/);
  });
});

describe('labels', () => {
  it('that are too few are not counted as class 0', () => {
    const index = tf.tensor2d([[0, 4, 2]], [1, 3], 'int32');
    assert.throws(() => vote(index, [1, 1, 0]), /the number of labels is 3; .*a neighbour is point 4/);
    assert.deepEqual([...vote(index, [1, 1, 0, 1, 0])], [0]);
  });

  it('of another number than the points are refused', async () => {
    await assert.rejects(
      neighbourAccuracy(gaussianTorus(2), points, labels.subarray(1), 3),
      /19 labels for 20 points/,
    );
    await assert.rejects(
      silhouettes(gaussianTorus(2), points, labels.subarray(1)),
      /19 labels for 20 points/,
    );
  });
});

describe('active units', () => {
  const encoder = (latent: Encoder['latent'], encode: Encoder['encode']): Encoder => ({
    name: 'an encoder',
    latent,
    encode,
  });
  const logVariance = (rows: tf.Tensor) => tf.zeros([rows.shape[0], 2]);
  /** Angles 0: near π on both sides of the seam; 1: all the way round. */
  const angles = (rows: tf.Tensor) => {
    const [a, b] = tf.split(tf.sub(rows, 0.5), [1, 1, rows.shape[1]! - 2], 1);
    return tf.concat([tf.add(tf.mul(a, 0.02), Math.PI), tf.mul(b, 6)], 1);
  };

  it('do not count an angle that stays near ±π, by number and by direction', () => {
    const wide = tf.tidy(() => tf.sigmoid(normalNoise([300, 4], [6, 6]).mul(3)));
    const byNumber = encoder(gaussianTorus(2), (rows) => ({
      mean: angles(rows),
      logVariance: logVariance(rows),
    }));
    const means = posteriorMeans(byNumber, wide).arraySync() as number[][];
    assert.ok(means.some(([a]) => a > 3) && means.some(([a]) => a < -3), 'it lies on both sides of the seam');
    assert.equal(activeUnits(byNumber, wide), 1);
    const direct = encoder(heatKernelTorus(2), (rows) => ({
      direction: gaussianTorus(2).embed(angles(rows)),
      logVariance: logVariance(rows),
    }));
    assert.equal(activeUnits(direct, wide), 1);
  });

  it('have the variance of the plane as their limit', () => {
    const line = encoder(euclidean(2), (rows) => ({
      mean: tf.concat([tf.slice(rows, [0, 0], [-1, 1]), tf.zeros([rows.shape[0], 1])], 1),
      logVariance: logVariance(rows),
    }));
    const spread = tf.tensor2d([
      [1, 0],
      [-1, 0],
    ]); // variance 1
    assert.equal(activeUnits(line, spread, 0.99), 1);
    assert.equal(activeUnits(line, spread, 1.01), 0);
  });

  it('do not count NaN as inactive', () => {
    const broken = vae({ inputs: 4, hidden: [], latent: gaussianTorus(2), seed: 1 });
    broken.variables['mean.bias'].assign(tf.tensor1d([NaN, 0]));
    assert.throws(() => activeUnits(broken, x), /20 coordinates of the points are not finite/);
  });
});

describe('options that are not known', () => {
  const unknown = (options: object) => options as never;

  it('are named', async () => {
    assert.throws(
      () => evaluate(model, x, unknown({ at: 'mode' })),
      /at is 'mode'; expected 'sample' or 'mean'/,
    );
    assert.throws(
      () => evaluate(model, x, unknown({ sed: 1 })),
      /evaluate: option 'sed' is not known; expected one of seed, at/,
    );
    await assert.rejects(
      importanceWeighted(model, x, unknown({ sample: 3 })),
      /importanceWeighted: option 'sample' is not known; expected one of samples, seed/,
    );
    assert.throws(
      () => vae(unknown({ inputs: 4, hidden: [5], latent: gaussianTorus(2), seed: 1, likelyhood: 1 })),
      /vae: option 'likelyhood' is not known; expected one of inputs, hidden/,
    );
  });

  it('are refused where they are not whole numbers of something', async () => {
    const wrong = (change: object, told: RegExp) =>
      assert.throws(
        () => vae({ inputs: 4, hidden: [5], latent: gaussianTorus(2), seed: 1, ...change }),
        told,
      );
    wrong({ inputs: NaN }, /inputs is NaN; expected a whole number of inputs/);
    wrong({ inputs: 0 }, /inputs is 0; expected/);
    wrong({ inputs: '4' }, /inputs is '4'; expected/);
    wrong({ hidden: [4, NaN] }, /hidden is \[4, NaN\]; expected a list of whole numbers/);
    wrong({ hidden: 400 }, /hidden is 400; expected a list/);
    wrong({ hidden: undefined }, /hidden is undefined; expected the units of the hidden layers, as \[400\]/);
    wrong({ latent: undefined }, /latent is undefined; expected a latent space, as gaussianTorus\(2\)/);
    wrong({ latent: plane(2) }, /latent is .*; expected a latent space/);
    for (const samples of [0, 1.5, NaN, '3']) {
      await assert.rejects(
        importanceWeighted(model, x, { samples: samples as number }),
        /samples is \S+; expected a whole number/,
      );
    }
  });

  it('are refused as seeds that would repeat the numbers of others', async () => {
    for (const seed of [2 ** 32, -1, 0.5, NaN, '1' as unknown as number]) {
      const told = /seed is \S+; expected a whole number from 0 to 2³² − 1/;
      assert.throws(() => vae({ inputs: 4, hidden: [5], latent: gaussianTorus(2), seed }), told);
      assert.throws(() => evaluate(model, x, { seed }), told);
      assert.throws(() => posteriorSamples(model, x, seed), told);
      await assert.rejects(importanceWeighted(model, x, { seed }), told);
    }
    assert.throws(() => vae({ inputs: 4, hidden: [5], latent: gaussianTorus(2), seed: [] }), /seed is \[\]/);
    assert.throws(() => evaluate(model, x, { seed: [1, 2] }), /seed is \[1, 2\]; expected one seed/);
    vae({ inputs: 4, hidden: [5], latent: gaussianTorus(2), seed: 2 ** 32 - 1 }).dispose();
  });
});

describe('data', () => {
  it('may be samples as well as tensors', () => {
    const samples = { pixels: x.dataSync() as Float32Array, count: 20 };
    assert.deepEqual(tensor(samples).arraySync(), x.arraySync());
    assert.deepEqual(evaluate(model, samples), evaluate(model, x));
    near(posteriorMeans(model, samples).dataSync(), posteriorMeans(model, x).dataSync(), 0);
    assert.equal(activeUnits(model, samples), activeUnits(model, x));
  });

  it('are refused without rows, disposed of, or as anything else', () => {
    const gone = tf.zeros([2, 4]);
    gone.dispose();
    assert.throws(() => evaluate(model, gone), /'x' has been disposed of; make it anew/);
    assert.throws(
      () => posteriorMeans(model, tf.zeros([0, 4])),
      /'x' has the shape \[0,4\]; expected one or more rows/,
    );
    assert.throws(
      () => evaluate(model, [[1, 2]] as never),
      /'x' is 1,2; expected a tensor \[rows, …\] or samples/,
    );
    assert.throws(() => evaluate(model, undefined as never), /'x' is undefined; expected a tensor/);
    assert.throws(
      () => evaluate(model, tf.zeros([3, 5])),
      /a layer of 4 inputs got a tensor of shape \[3,5\]/,
    );
  });
});
