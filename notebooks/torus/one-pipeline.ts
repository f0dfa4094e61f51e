// Bringing two sources of images through one pipeline, so that what tells them apart is not how they were
// prepared.
import type { Images } from '@latent-torus/datasets';
import { pixelEntropy } from './model-free';

/**
 * Every pixel black or white: 1 from ½ on, else 0. No grey is left, so that the entropy of the pixels is 0.
 */
export const binarise = (images: Images): Images => ({
  ...images,
  name: `${images.name}, binarised`,
  pixels: images.pixels.map((value) => Number(value >= 0.5)),
});

/**
 * Each image under a Gaussian of standard deviation `sigma` pixels, cut off at 4σ; beyond the image all is 0.
 * Ink that does not cross the border is kept.
 */
export function blur(images: Images, sigma: number): Images {
  if (!(sigma >= 0 && sigma < 10))
    throw new RangeError(`blur: sigma is ${sigma}; expected pixels from 0 to 10`);
  if (sigma === 0) return images;
  const reach = Math.ceil(4 * sigma);
  const bell = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const sum = bell.reduce((a, b) => a + b, 0);
  const kernel = Float64Array.from(bell, (value) => value / sum);
  const { count } = images;
  const [height, width] = images.shape;
  const once = new Float32Array(images.pixels.length);
  const twice = new Float32Array(images.pixels.length);
  along(images.pixels, once, kernel, reach, count * height, width, width, 1);
  for (let i = 0; i < count; i++) {
    const at = i * height * width;
    const of = (pixels: Float32Array) => pixels.subarray(at, at + height * width);
    along(of(once), of(twice), kernel, reach, width, height, 1, width);
  }
  const name = `${images.name}, blurred (σ = ${sigma.toFixed(2)} pixels)`;
  return { ...images, name, pixels: twice.map((value) => Math.min(1, value)) };
}

/** Convolves `lines` lines of `length` pixels; line i starts at i · `start`, its pixels are `step` apart. */
function along(
  from: Float32Array,
  to: Float32Array,
  kernel: Float64Array,
  reach: number,
  lines: number,
  length: number,
  start: number,
  step: number,
): void {
  for (let line = 0; line < lines; line++) {
    for (let j = 0; j < length; j++) {
      const value = from[line * start + j * step];
      if (!value) continue;
      const [first, last] = [Math.max(0, j - reach), Math.min(length - 1, j + reach)];
      for (let k = first; k <= last; k++) to[line * start + k * step] += value * kernel[k - j + reach];
    }
  }
}

/**
 * The blur at which images have as much grey as others: the σ (in pixels) whose mean entropy of pixels is the
 * target's, by bisection to 0.001. The entropy rises with σ over the range searched.
 * @throws RangeError if no σ from 0 to 2 gets there
 */
export function blurToEntropy(images: Images, target: Images): number {
  const mean = (some: Images) => pixelEntropy(some).reduce((a, b) => a + b, 0) / some.count;
  const goal = mean(target);
  let [low, high] = [0, 2];
  if (mean(images) > goal || mean(blur(images, high)) < goal) {
    throw new RangeError(
      `'${images.name}' cannot be blurred to the entropy of '${target.name}', ${goal.toFixed(1)} nats`,
    );
  }
  while (high - low > 1e-3) {
    const middle = (low + high) / 2;
    if (mean(blur(images, middle)) < goal) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
