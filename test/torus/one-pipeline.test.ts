import assert from 'node:assert/strict';
import { glyphs, sampleSize } from '@latent-torus/datasets';
import { binarise, blur, blurToEntropy, pixelEntropy } from '@latent-torus/torus';

const close = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const images = glyphs([...'0123456789'], 30, 'digits');

describe('one pipeline for two sources', () => {
  it('binarises at ½, so that no grey is left', () => {
    const { pixels } = binarise(images);
    assert.ok(pixels.every((value, i) => value === (images.pixels[i] >= 0.5 ? 1 : 0)));
    assert.equal(mean(pixelEntropy(binarise(images))), 0);
  });

  it('blurs a point into the Gaussian, keeping its ink', () => {
    const side = 21;
    const point = {
      ...images,
      count: 1,
      shape: [side, side],
      pixels: new Float32Array(side * side),
      labels: new Uint8Array(1),
    };
    point.pixels[10 * side + 10] = 1;
    const { pixels } = blur(point, 1.5);
    close(
      pixels.reduce((a, b) => a + b, 0),
      1,
      1e-5,
    );
    for (const [y, x] of [
      [10, 10],
      [10, 12],
      [8, 11],
      [13, 7],
    ]) {
      // the sampled Gaussian sums to 2πσ² over the grid
      close(
        pixels[y * side + x],
        Math.exp(-((y - 10) ** 2 + (x - 10) ** 2) / (2 * 1.5 ** 2)) / (2 * Math.PI * 1.5 ** 2),
        1e-4,
      );
    }
  });

  it('keeps images apart: each is blurred as if alone', () => {
    const together = blur(images, 0.8).pixels;
    const size = sampleSize(images);
    const alone = blur(
      {
        ...images,
        count: 1,
        pixels: images.pixels.slice(7 * size, 8 * size),
        labels: images.labels.slice(7, 8),
      },
      0.8,
    ).pixels;
    assert.deepEqual(together.slice(7 * size, 8 * size), alone);
  });

  it('finds the blur that was applied from the entropy alone', () => {
    const sharp = binarise(images);
    close(blurToEntropy(sharp, blur(sharp, 0.7)), 0.7, 0.002);
    assert.throws(() => blurToEntropy(blur(sharp, 1), sharp), /cannot be blurred to the entropy of/);
    assert.throws(() => blur(sharp, -1), /sigma is -1/);
  });
});
