// The one place that imports TensorFlow.js: everything else takes `tf` from here.
import './before-tensorflow';
import { inspect } from 'node:util';
import * as tf from '@tensorflow/tfjs-node';

// console.log(tensor) shows shape and values rather than TensorFlow.js' insides.
Object.defineProperty(tf.Tensor.prototype, inspect.custom, {
  value(this: tf.Tensor) {
    return this.isDisposed ? 'Tensor (disposed)' : this.toString(true);
  },
});

export { tf };
