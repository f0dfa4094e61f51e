import { seedFor } from '@latent-torus/random';
import { uniform } from '../runtime';
import { tf } from '../tf';

/** A fully connected layer: x ↦ x·weight + bias. */
export interface Dense {
  readonly weight: tf.Variable; // [...replicas, inputs, outputs]
  readonly bias: tf.Variable; // [outputs], with replicas [replicas, 1, outputs]
  apply(x: tf.Tensor): tf.Tensor; // [..., inputs] → [..., outputs]
}

/**
 * A layer whose weights and biases start uniform in ±1/√inputs, as PyTorch's `nn.Linear` does.
 * @param name of the layer; its weights depend on it and the seed alone
 * @param seeds one seed, or one for each replica: a replica starts as the single model of its seed
 */
export function dense(name: string, inputs: number, outputs: number, seeds: number | number[]): Dense {
  const bound = 1 / Math.sqrt(inputs);
  const start = (part: string, shape: number[], replicated: number[]) =>
    tf.tidy(() => {
      const draw = (seed: number) => uniform(shape, -bound, bound, [seed, seedFor(seed, `${name}.${part}`)]);
      const value = Array.isArray(seeds) ? tf.reshape(tf.stack(seeds.map(draw)), replicated) : draw(seeds);
      return tf.variable(value);
    });
  const replicas = Array.isArray(seeds) ? seeds.length : 1;
  const weight = start('weight', [inputs, outputs], [replicas, inputs, outputs]);
  const bias = start('bias', [outputs], [replicas, 1, outputs]);
  return { weight, bias, apply: (x) => tf.add(multiply(x, weight), bias) };
}

/** x·weight with leading axes: [..., inputs] → [..., outputs]; replicas are the first axis of both. */
function multiply(x: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  const [inputs, outputs] = weight.shape.slice(-2);
  if (x.shape[x.rank - 1] !== inputs) {
    throw new RangeError(
      `a layer of ${inputs} inputs got a tensor of shape [${x.shape}]; its last axis must be ${inputs}`,
    );
  }
  const replicas = weight.rank === 3 ? [weight.shape[0]] : [];
  if (replicas.length && (x.rank < 3 || x.shape[0] !== replicas[0])) {
    // else replicas would share out the rows
    throw new RangeError(
      `a layer of ${replicas[0]} replicas got a tensor of shape [${x.shape}]; ` +
        `expected [${replicas[0]}, rows, ${inputs}]: tile data that the replicas share`,
    );
  }
  const rows = x.rank === 2 && !replicas.length ? x : tf.reshape(x, [...replicas, -1, inputs]);
  return tf.reshape(tf.matMul(rows, weight), [...x.shape.slice(0, -1), outputs]);
}
