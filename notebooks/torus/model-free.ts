// Scores that need no model: a score of a model has to beat them.
import { deflateSync } from 'node:zlib';
import { type Samples, sampleSize } from '@latent-torus/datasets';

/** Images as numbers 0 … 1, of shape [height, width]. */
export type Pixels = Pick<Samples, 'pixels' | 'count' | 'shape'>;

/**
 * The entropy of an image's pixels as Bernoulli means, −Σ [x log x + (1 − x) log(1 − x)] with 0 log 0 = 0, in
 * nats: the least binary cross-entropy that any reconstruction can have. Only grey pixels add to it, so it
 * measures blur.
 */
export function pixelEntropy(images: Pixels): Float64Array {
  const outside = images.pixels.find((x) => !(x >= 0 && x <= 1));
  if (outside !== undefined) throw new RangeError(`pixelEntropy: a pixel is ${outside}; expected 0 to 1`);
  return eachImage(images, (pixels) =>
    pixels.reduce((sum, x) => sum - (x > 0 && x < 1 ? x * Math.log(x) + (1 - x) * Math.log(1 - x) : 0), 0),
  );
}

/** Σx: how much light an image has, in pixels. */
export const pixelSum = (images: Pixels): Float64Array =>
  eachImage(images, (pixels) => pixels.reduce((sum, x) => sum + x, 0));

/**
 * Length in pixels of the edges between dark and light (below ½ and from ½ on); beyond the image it is dark.
 */
export const edgeLength = (images: Pixels): Float64Array =>
  eachImage(images, (pixels) => {
    const [height, width] = images.shape;
    const light = (y: number, x: number) =>
      y >= 0 && x >= 0 && y < height && x < width && pixels[y * width + x] >= 0.5;
    let length = 0;
    for (let y = 0; y <= height; y++) {
      for (let x = 0; x <= width; x++) {
        length += Number(light(y, x) !== light(y - 1, x)) + Number(light(y, x) !== light(y, x - 1));
      }
    }
    return length;
  });

/**
 * The size of an image's bytes after lossless compression, in bits: DEFLATE (RFC 1951, what PNG uses) at its
 * highest level, of 8 bits a pixel, without the constant six bytes of the zlib format.
 */
export const compressedBits = (images: Pixels): Float64Array =>
  eachImage(
    images,
    (pixels) =>
      8 *
      (deflateSync(
        Uint8Array.from(pixels, (x) => Math.round(255 * x)),
        { level: 9 },
      ).length -
        6),
  );

function eachImage(images: Pixels, score: (pixels: Float32Array) => number): Float64Array {
  const { pixels, count, shape } = images;
  const size = sampleSize(images);
  if (shape.length !== 2) throw new RangeError(`shape [${shape.join(', ')}]; expected [height, width]`);
  if (pixels.length !== count * size) {
    throw new RangeError(`${pixels.length} pixels; expected ${[count, ...shape].join(' × ')}`);
  }
  return Float64Array.from({ length: count }, (_, i) => score(pixels.subarray(i * size, (i + 1) * size)));
}
