// The one place that loads TensorFlow.js with its native backend.
import './before-tensorflow';
import { inspect } from 'node:util';
import * as tf from '@tensorflow/tfjs-node';

// console.log(tensor) shows shape and values rather than TensorFlow.js' insides.
Object.defineProperty(tf.Tensor.prototype, inspect.custom, {
  value(this: tf.Tensor) {
    return this.isDisposed ? 'Tensor (disposed)' : this.toString(true);
  },
});

/** The version of the TensorFlow library in use. */
export const tensorflowVersion = (): string | undefined =>
  (tf.backend() as unknown as { binding: { TF_Version?: string } }).binding.TF_Version;

export { tf };
