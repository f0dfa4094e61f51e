import { seedFor } from '@latent-torus/random';
import { check, isCount } from '../checks';
import { uniformNoise } from '../runtime';
import { tf } from '../tf';

/** A whole number, or one for each of the replicas that train side by side. */
export type Seeds = number | readonly number[];

/** A fully connected layer: x ↦ x·weight + bias. */
export interface Dense {
  readonly weight: tf.Variable; // [...replicas, inputs, outputs]
  readonly bias: tf.Variable; // [outputs], with replicas [replicas, 1, outputs]
  apply(x: tf.Tensor): tf.Tensor; // [..., inputs] → [..., outputs]
}

/**
 * A variable uniform in ±1/√inputs, as PyTorch's layers start.
 * @param name of the variable; its numbers depend on it and the seed alone
 * @param replicated its shape with the axis of replicas
 */
export function startingVariable(
  name: string,
  inputs: number,
  shape: number[],
  seeds: Seeds,
  replicated: number[],
): tf.Variable {
  const bound = 1 / Math.sqrt(inputs);
  return tf.tidy(() => {
    const draw = (seed: number) => uniformNoise(shape, -bound, bound, [seed, seedFor(seed, name)]);
    return tf.variable(typeof seeds === 'number' ? draw(seeds) : tf.reshape(tf.stack(seeds.map(draw)), replicated));
  });
}

/**
 * A layer whose weights and biases start uniform in ±1/√inputs, as PyTorch's `nn.Linear` does.
 * @param seeds one seed, or one for each replica: a replica starts as the single model of its seed
 */
export function dense(name: string, inputs: number, outputs: number, seeds: Seeds): Dense {
  check(`the number of inputs of '${name}'`, inputs, isCount(inputs), 'a whole number, 1 or more');
  check(`the number of outputs of '${name}'`, outputs, isCount(outputs), 'a whole number, 1 or more');
  const replicas = typeof seeds === 'number' ? 1 : seeds.length;
  const weight = startingVariable(`${name}.weight`, inputs, [inputs, outputs], seeds, [replicas, inputs, outputs]);
  const bias = startingVariable(`${name}.bias`, inputs, [outputs], seeds, [replicas, 1, outputs]);
  return { weight, bias, apply: (x) => multiply(x, weight, bias) };
}

/** x·weight + bias with leading axes: [..., inputs] → [..., outputs]; replicas are the first axis of all three. */
function multiply(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
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
  const rows = x.rank === 2 + replicas.length ? x : tf.reshape(x, [...replicas, -1, inputs]);
  const result = tf.add(tf.matMul(rows, weight), bias); // the bias before the axes between replicas and rows come back
  return rows === x ? result : tf.reshape(result, [...x.shape.slice(0, -1), outputs]);
}
