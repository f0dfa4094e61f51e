import { tf } from './tf';
import type { FeedArray } from './types';

/**
 * A tensor that lives in TensorFlow's own memory.
 *
 * tfjs-node lets TensorFlow use a JavaScript array's memory where it happens to lie at a multiple of 64 bytes, and has
 * the array released on whichever thread drops it last: inside a session that may be one of TensorFlow's, where Node
 * must not be called. An array that lies elsewhere is copied at once, so the values go through one that does.
 */
export const ownTensor = (
  values: FeedArray,
  shape: number[],
  dtype?: 'float32' | 'int32' | 'bool',
): tf.Tensor => tf.tensor(unaligned(values), shape, dtype);

/** The same numbers in an array that begins one number after a place where Node would have begun it. */
export function unaligned(values: FeedArray): FeedArray {
  const size = values.BYTES_PER_ELEMENT;
  const buffer = new ArrayBuffer(size * (values.length + 1)); // at a multiple of 16 bytes
  const Type = values.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => FeedArray;
  const copy = new Type(buffer, size, values.length);
  copy.set(values);
  return copy;
}
