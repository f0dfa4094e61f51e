import { tf } from './tf';

/** Data as plain numbers: images, signals. */
export interface Samples {
  /** [count, numbers in each], row by row. */
  readonly pixels: Float32Array;
  readonly count: number;
}

/** Rows of data: a tensor [count, …], or samples as a data set gives them. */
export type Rows = tf.Tensor | Samples;

/** The rows of data as a tensor [count, numbers in each] of float32; the caller disposes of it. */
export const tensor = ({ pixels, count }: Samples): tf.Tensor2D =>
  tf.tensor2d(pixels, [count, pixels.length / count], 'float32');

/** A tensor for rows, and whether it was made for this and has to be disposed of. @throws TypeError for anything else */
export function asTensor(name: string, rows: Rows): { tensor: tf.Tensor; made: boolean } {
  if (rows instanceof tf.Tensor) {
    if (rows.isDisposed) throw new TypeError(`'${name}' has been disposed of; make it anew`);
    return { tensor: rows, made: false };
  }
  if (rows?.pixels instanceof Float32Array && Number.isInteger(rows.count)) {
    return { tensor: tensor(rows), made: true };
  }
  throw new TypeError(`'${name}' is ${String(rows)}; expected a tensor [rows, …] or samples with pixels and count`);
}
