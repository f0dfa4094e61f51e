import assert from 'node:assert/strict';
import { Random } from '@latent-torus/random';
import { chooseBandwidth, kde, latentOffset } from '@latent-torus/torus';
import { euclidean, gaussianTorus, type LatentSpace, tf } from 'latent-torus';

const turn = (d: number) => Math.abs(d - 2 * Math.PI * Math.round(d / (2 * Math.PI)));
const random = new Random('density');
const cloud = (count: number) =>
  Array.from({ length: count }, () => [3 + 0.5 * random.normal(), -1 + 0.8 * random.normal()]);
const near = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) =>
  Array.from(expected).forEach((value, i) =>
    assert.ok(
      Math.abs(actual[i] - value) <= tolerance,
      `number ${i}: ${actual[i]} is not within ${tolerance} of ${value}`,
    ),
  );

/** 0.02, 0.028, … 0.64: what `chooseBandwidth` tries first. */
const bandwidths = Array.from({ length: 11 }, (_, i) => 0.02 * Math.SQRT2 ** i);

describe('density', () => {
  const [points, queries] = [cloud(300), cloud(260)];
  const kernel = (a: number[], b: number[], h: number, apart: (d: number) => number) =>
    Math.exp(-(apart(a[0] - b[0]) ** 2 + apart(a[1] - b[1]) ** 2) / (2 * h * h)) / (2 * Math.PI * h * h);

  for (const [name, latent, apart] of [
    ['torus', gaussianTorus(2), turn],
    ['plane', euclidean(2), Math.abs],
  ] as [string, LatentSpace, typeof turn][]) {
    it(`is the mean of kernels over all points on the ${name}`, async () => {
      const expected = queries.map((q) =>
        Math.log(points.reduce((sum, p) => sum + kernel(q, p, 0.3, apart), 0) / points.length),
      );
      near(await kde(latent, tf.tensor2d(queries), tf.tensor2d(points), 0.3), expected, 2e-4);
    });

    it(`leaves a point out of its own density on the ${name}`, async () => {
      const expected = points.map((q, i) =>
        Math.log(
          points.reduce((sum, p, j) => sum + (i === j ? 0 : kernel(q, p, 0.2, apart)), 0) /
            (points.length - 1),
        ),
      );
      const reference = tf.tensor2d(points);
      near(await kde(latent, reference, reference, 0.2, { leaveOut: true }), expected, 1e-3);
    });

    it(`has the bandwidth under which points are likeliest given the others on the ${name}`, async () => {
      const likelihood = bandwidths.map((h) =>
        points.reduce(
          (total, q, i) =>
            total + Math.log(points.reduce((sum, p, j) => sum + (i === j ? 0 : kernel(q, p, h, apart)), 0)),
          0,
        ),
      );
      assert.equal(
        await chooseBandwidth(latent, tf.tensor2d(points)),
        bandwidths[likelihood.indexOf(Math.max(...likelihood))],
      );
    });
  }

  it('integrates to one over the torus, seam and all, up to the widest bandwidth', async () => {
    const side = 64;
    const grid = Array.from({ length: side * side }, (_, i) =>
      [i % side, Math.floor(i / side)].map((j) => -Math.PI + ((j + 0.5) * 2 * Math.PI) / side),
    );
    for (const h of [0.16, bandwidths[bandwidths.length - 1]]) {
      const log = await kde(gaussianTorus(2), tf.tensor2d(grid), tf.tensor2d(points), h);
      near([log.reduce((sum, value) => sum + Math.exp(value), 0) * ((2 * Math.PI) / side) ** 2], [1], 1e-4);
    }
  });

  it('is finite, though small, far from all points', async () => {
    const [value] = await kde(gaussianTorus(2), tf.tensor2d([[0, 2]]), tf.tensor2d([[3, -1]]), 0.02);
    assert.ok(Number.isFinite(value) && value < -1000);
  });

  it('refuses a bandwidth that is no length', async () => {
    await assert.rejects(kde(euclidean(1), tf.zeros([1, 1]), tf.zeros([2, 1]), 0), /bandwidth is 0/);
    await assert.rejects(
      chooseBandwidth(euclidean(1), tf.zeros([1, 1])),
      /1 points to choose a bandwidth from/,
    );
  });
});

describe('latent offset', () => {
  it('is the distance to the nearest centre the short way round, empty classes passed over', () => {
    const [points, centres] = [cloud(400), cloud(7)];
    const expected = points.map((p) =>
      Math.min(...centres.map((c) => Math.hypot(turn(p[0] - c[0]), turn(p[1] - c[1])))),
    );
    near(
      latentOffset(gaussianTorus(2), tf.tensor2d(points), tf.tensor2d([...centres, [NaN, NaN]])),
      expected,
      1e-5,
    );
  });

  it('refuses centres that are all empty', () => {
    assert.throws(
      () => latentOffset(gaussianTorus(1), tf.zeros([2, 1]), tf.tensor2d([[NaN]])),
      /no centre without NaN/,
    );
  });
});
