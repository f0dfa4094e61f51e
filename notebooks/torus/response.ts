import { seedFor } from '@latent-torus/random';
import { type Encoder, normalNoise, overBatches, type Rows, tf } from 'latent-torus';

/**
 * How far noise on an image moves its encoding: the distance in the latent space's own metric between the
 * posterior's mean of x and that of x + σε, with standard normal ε for each pixel.
 * @param x [count, inputs]
 * @param deviation σ, in the units of the pixels (0 … 1)
 * @param options.seed the same seed draws the same ε for every σ; `clip` brings pixels back to 0 … 1
 * @returns the distances: [count]
 */
export function noiseResponse(
  model: Encoder,
  x: Rows,
  deviation: number,
  { seed = 0, clip = false } = {},
): Float32Array {
  if (!(deviation >= 0))
    throw new RangeError(`the deviation of the noise is ${deviation}; expected 0 or more`);
  const mean = (images: tf.Tensor) => model.latent.mean(model.encode(images));
  return tf.tidy(
    () =>
      overBatches({ x }, 1000, ({ x: rows }, first) => {
        const noise = normalNoise(rows.shape, [seedFor(seed, 'response'), first]);
        const noisy = tf.add(rows, tf.mul(noise, deviation));
        return { moved: model.latent.distance(mean(rows), mean(clip ? tf.clipByValue(noisy, 0, 1) : noisy)) };
      }).moved.dataSync() as Float32Array,
  );
}
