import { check, isCount } from '../checks';
import { tf } from '../tf';
import { dense } from './dense';
import { type Architecture, variablesOf } from './network';

export interface MlpOptions {
  /** After each hidden layer; by default 'relu'. */
  activation?: 'relu' | 'tanh' | 'softplus';
}

/**
 * A multi-layer perceptron: fully connected layers with an activation after each but the outputs.
 * @param hidden units of the hidden layers, from inputs to outputs: [400]; [] is a linear map
 */
export function mlp(hidden: readonly number[], { activation = 'relu' }: MlpOptions = {}): Architecture {
  check('hidden', hidden, Array.isArray(hidden) && hidden.every(isCount), 'a list of whole numbers of units, as [400]');
  const activate = { relu: tf.relu, tanh: tf.tanh, softplus: tf.softplus }[activation] as (x: tf.Tensor) => tf.Tensor;
  check('activation', activation, Boolean(activate), "'relu', 'tanh' or 'softplus'");
  return {
    name: hidden.join('-'),
    description: { mlp: hidden, ...(activation === 'relu' ? {} : { activation }) },
    build(name, inputs, outputs, seeds) {
      const sizes = [inputs, ...hidden];
      const layers = Object.fromEntries(
        hidden.map((size, i) => [`${name}${i + 1}`, dense(`${name}${i + 1}`, sizes[i], size, seeds)]),
      );
      const last = sizes[sizes.length - 1];
      const output = outputs === undefined ? undefined : dense('output', last, outputs, seeds);
      return {
        outputs: outputs ?? last,
        variables: variablesOf(output ? { ...layers, output } : layers),
        apply(x) {
          const h = Object.values(layers).reduce((input, layer) => activate(layer.apply(input)), x);
          return output ? output.apply(h) : h;
        },
      };
    },
  };
}
