import type { tf } from './tf';

/** Named tensors that a function may use. */
export interface Known {
  input: Record<string, tf.Tensor>;
  variable: Record<string, tf.Tensor>;
  data: Record<string, tf.Tensor>;
}
