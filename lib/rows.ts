import { tf } from './tf';

/** Data as plain numbers: images, signals. */
export interface Pixels {
  /** [count, numbers in each]. */
  readonly pixels: Float32Array;
  readonly count: number;
}

/** The rows of data as a tensor [count, numbers in each] of float32; the caller disposes of it. */
export const tensor = ({ pixels, count }: Pixels): tf.Tensor2D =>
  tf.tensor2d(pixels, [count, pixels.length / count], 'float32');
