import { expectSamples } from './expect';
import { landscape } from './landscape';
import type { Samples } from './samples';

/**
 * An image shifted to the right by 0, 1, 2 … pixels; what leaves at the right comes in at the left, so that the
 * images lie on a circle.
 * @param image one sample of shape [height, width]; by default `landscape()`, 64 × 64
 * @returns as many samples as the image is wide, with the factor `shift` in pixels (its period is the width)
 * @throws RangeError for more samples than one, or for another shape
 */
export function pixelShifts(image: Samples = landscape()): Samples {
  expectSamples('pixelShifts', image);
  const { count, shape, name, synthetic } = image;
  if (count !== 1 || shape.length !== 2) {
    const found = `${count} samples of shape [${shape.join(', ')}]`;
    throw new RangeError(`pixelShifts('${name}'): ${found}; expected one of [height, width]`);
  }
  const [height, width] = shape;
  const pixels = new Float32Array(width * height * width);
  for (let shift = 0; shift < width; shift++) {
    for (let row = 0; row < height; row++) {
      const line = image.pixels.subarray(row * width, (row + 1) * width);
      const at = (shift * height + row) * width;
      pixels.set(line.subarray(0, width - shift), at + shift);
      pixels.set(line.subarray(width - shift), at);
    }
  }
  const values = Float32Array.from({ length: width }, (_, shift) => shift);
  return {
    name: `${name}, shifted`,
    synthetic,
    count: width,
    shape,
    pixels,
    factors: { shift: { values, period: width } },
  };
}
