import type { tf } from '../tf';
import type { Seeds } from './dense';

/** Named variables and a map of rows. */
export interface Network {
  readonly outputs: number;
  readonly variables: Readonly<Record<string, tf.Variable>>;
  apply(x: tf.Tensor): tf.Tensor; // [..., inputs] → [..., outputs]
}

/** How to build a network once its sizes are known: what `mlp([400])` gives. */
export interface Architecture {
  /** For titles: '400', 'convolutional 32, 64'. */
  readonly name: string;
  /** All that decides the network but its sizes and seeds, for the keys of trainings. */
  readonly description: object;
  /**
   * @param name of the network, the beginning of its variables' names
   * @param outputs left out for an encoder, whose last hidden layer the heads of the posterior are put on
   */
  build(name: string, inputs: number, outputs: number | undefined, seeds: Seeds): Network;
}

/** The variables of layers, named `layer.weight` and `layer.bias`. */
export const variablesOf = (
  layers: Readonly<Record<string, { weight: tf.Variable; bias: tf.Variable }>>,
): Record<string, tf.Variable> =>
  Object.fromEntries(
    Object.entries(layers).flatMap(([name, { weight, bias }]) => [
      [`${name}.weight`, weight],
      [`${name}.bias`, bias],
    ]),
  );
