import { backend, DataType } from './backend';
import { tf } from './tf';

// TensorFlow.js puts the gradient of relu together from six operations that each pass over all of the data, and needs two for
// softplus, tanh and sigmoid. TensorFlow has one for each. XLA fuses either; without it a convolutional model gains a sixth.

/** The native operation, and which of gradient (dy) and saved tensor comes first. */
const native = {
  Relu: { op: 'ReluGrad', first: 'dy' },
  Softplus: { op: 'SoftplusGrad', first: 'dy' },
  Tanh: { op: 'TanhGrad', first: 'saved' },
  Sigmoid: { op: 'SigmoidGrad', first: 'saved' },
} as const;

/** Uses TensorFlow's own operations for these gradients while `run` takes. */
export function withNativeGradients<T>(run: () => T): T {
  const originals = Object.keys(native).map((name) => tf.getGradient(name));
  try {
    for (const original of originals) {
      const { op, first } = native[original.kernelName as keyof typeof native];
      tf.registerGradient({
        ...original,
        gradFunc: (dy, saved, attributes) => {
          // Where gradients of gradients are taken, TensorFlow.js has to see the operations.
          if (tf.engine().state.gradientDepth > 0) return original.gradFunc(dy, saved, attributes);
          return {
            x: () => gradient(op, first === 'dy' ? [dy as tf.Tensor, saved[0]] : [saved[0], dy as tf.Tensor]),
          };
        },
      });
    }
    return run();
  } finally {
    originals.forEach((original) => tf.registerGradient(original));
  }
}

function gradient(op: string, inputs: tf.Tensor[]): tf.Tensor {
  const { binding } = backend();
  const type = [{ name: 'T', type: binding.TF_ATTR_TYPE, value: DataType.float32 }];
  return backend().executeSingleOutput(op, type, inputs);
}
