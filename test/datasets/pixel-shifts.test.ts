import assert from 'node:assert/strict';
import { checkSamples, landscape, pixelShifts, type Samples } from '../../packages/datasets';

describe('the landscape', () => {
  const { pixels } = checkSamples(landscape());
  /** Mean squared contrast of pixels that are `step` apart, along a row; round the edge. */
  const contrast = (step: number, image: Float32Array = pixels) => {
    let sum = 0;
    for (let at = 0; at < 4096; at++) {
      const row = at - (at % 64);
      sum += (image[at] - image[row + ((at + step) % 64)]) ** 2;
    }
    return sum / 4096;
  };

  it('is one grey image that says it is generated', () => {
    const { name, synthetic, count, shape } = landscape();
    assert.deepEqual([name, synthetic, count, shape], ['landscape (synthetic)', true, 1, [64, 64]]);
    assert.ok(pixels.every((value) => value >= 0 && value <= 1));
  });

  it('has structure at every scale: contrast grows from pixels to half the width', () => {
    for (const [near, far] of [
      [1, 2],
      [2, 4],
      [4, 8],
    ]) {
      assert.ok(contrast(far) > 1.2 * contrast(near), `${near}: ${contrast(near)}, ${far}: ${contrast(far)}`);
    }
    for (let step = 1; step < 64; step++) assert.ok(contrast(step) > 1e-3, `repeats after ${step} pixels`);
  });

  it('has no seam: its edges differ by no more than its columns do', () => {
    const between = (a: number, b: number) =>
      Math.max(...Array.from({ length: 64 }, (_, y) => Math.abs(pixels[y * 64 + a] - pixels[y * 64 + b])));
    const inside = Array.from({ length: 63 }, (_, x) => between(x, x + 1)).sort((a, b) => a - b);
    assert.ok(between(63, 0) <= inside[31], `${between(63, 0)} at the seam, ${inside[31]} elsewhere`);
  });
});

describe('pixel shifts', () => {
  it('move every pixel to the right by the factor, and round', () => {
    const image: Samples = {
      name: 'few',
      synthetic: false,
      count: 1,
      shape: [2, 3],
      pixels: Float32Array.of(1, 2, 3, 4, 5, 6),
    };
    const shifted = checkSamples(pixelShifts(image));
    assert.deepEqual([...shifted.pixels], [1, 2, 3, 4, 5, 6, 3, 1, 2, 6, 4, 5, 2, 3, 1, 5, 6, 4]);
    assert.deepEqual(shifted.factors, { shift: { values: Float32Array.of(0, 1, 2), period: 3 } });
    assert.deepEqual([shifted.name, shifted.synthetic, shifted.shape], ['few, shifted', false, [2, 3]]);
  });

  it('of the landscape are 64 different images', () => {
    const shifted = checkSamples(pixelShifts());
    assert.deepEqual([shifted.count, shifted.shape, shifted.synthetic], [64, [64, 64], true]);
    assert.deepEqual(shifted.pixels.subarray(0, 4096), landscape().pixels);
    const each = Array.from({ length: 64 }, (_, i) =>
      shifted.pixels.subarray(4096 * i, 4096 * i + 4096).join(),
    );
    assert.equal(new Set(each).size, 64);
  });

  it('are made of one image', () => {
    const two = { ...landscape(), count: 2, pixels: new Float32Array(8192) };
    assert.throws(() => pixelShifts(two), /2 samples of shape \[64, 64\]; expected one of \[height, width\]/);
    assert.throws(() => pixelShifts({ ...landscape(), shape: [4096] }), /1 samples of shape \[4096\]/);
    assert.throws(() => pixelShifts('landscape' as never), /'landscape' given; expected samples/);
  });
});
