import { tf } from '../tf';
import { type Dense, dense } from './dense';

/** Fully connected layers with a ReLU after each. */
export interface Perceptron {
  readonly outputs: number;
  readonly layers: Readonly<Record<string, Dense>>;
  apply(x: tf.Tensor): tf.Tensor; // [..., inputs] → [..., outputs]
}

/** @param sizes the inputs, then the units of each layer: [784, 400] */
export function perceptron(name: string, sizes: number[], seeds: number | number[]): Perceptron {
  const layers = Object.fromEntries(
    sizes.slice(1).map((size, i) => [`${name}${i + 1}`, dense(`${name}${i + 1}`, sizes[i], size, seeds)]),
  );
  return {
    outputs: sizes[sizes.length - 1],
    layers,
    apply: (x) => Object.values(layers).reduce((h, layer) => tf.relu(layer.apply(h)), x),
  };
}

/** The variables of layers, named `layer.weight` and `layer.bias`. */
export const variablesOf = (layers: Readonly<Record<string, Dense>>): Record<string, tf.Variable> =>
  Object.fromEntries(
    Object.entries(layers).flatMap(([name, { weight, bias }]) => [
      [`${name}.weight`, weight],
      [`${name}.bias`, bias],
    ]),
  );
