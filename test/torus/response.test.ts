import assert from 'node:assert/strict';
import { seedFor } from '@latent-torus/random';
import { noiseResponse, representatives, torusVae } from '@latent-torus/torus';
import { gaussianTorus, normalNoise, tf, uniformNoise } from 'latent-torus';

describe('noiseResponse', () => {
  const model = torusVae(1, gaussianTorus(2), 30);
  const x = uniformNoise([12, 30], 0, 1, [1, 2]) as tf.Tensor2D;

  it('is 0 without noise, and the torus’ distance of the two means with it', () => {
    assert.ok(noiseResponse(model, x, 0).every((d) => d === 0));
    const noisy = x.add(normalNoise([12, 30], [seedFor(3, 'response'), 0]).mul(0.2));
    const [a, b] = [x, noisy].map((images) => model.encode(images).mean.arraySync() as number[][]);
    const found = noiseResponse(model, x, 0.2, { seed: 3 });
    a.forEach((point, i) => {
      const expected = Math.hypot(...point.map((v, k) => Math.abs(v - b[i][k]))); // small: no turn is crossed
      assert.ok(Math.abs(found[i] - expected) < 1e-5);
    });
  });

  it('keeps pixels within 0 and 1 where that is asked for', () => {
    const black = tf.zeros([4, 30]) as tf.Tensor2D;
    const [free, clipped] = [false, true].map((clip) => noiseResponse(model, black, 0.3, { clip }));
    assert.notDeepEqual(free, clipped);
  });

  it('refuses a negative deviation', () =>
    assert.throws(() => noiseResponse(model, x, -1), /-1; expected 0 or more/));
});

describe('representatives', () => {
  it('are nearest to the centres, also over the seam', () => {
    const angles = tf.tensor2d([
      [3.1, 0],
      [-3.0, 0],
      [-3.1, 0.01],
      [1, 1],
      [1.4, 1],
      [1.1, 1],
    ]);
    const { index, toCentre } = representatives(
      gaussianTorus(2),
      angles,
      Uint8Array.from([0, 0, 0, 1, 1, 1]),
      2,
    );
    assert.deepEqual(index, [2, 5]);
    assert.ok(toCentre.every((d) => d < 0.3));
  });

  it('need a point of each class', () => {
    assert.throws(
      () => representatives(gaussianTorus(2), tf.zeros([1, 2]), Uint8Array.of(0), 2),
      /no point of class 1/,
    );
  });
});
