import type { Terms } from 'tfjs-compiled/eager';
import type { tf } from '../tf';

/** The rows of the data that a step sees, by name: `x` [..., batch, inputs], and what else the model asks for. */
export type Batch<K extends string = string> = Readonly<Record<K, tf.Tensor>>;

/** What changes over training and is not a weight, by name, each a scalar (or [replicas]): `klWeight`. */
export type Coefficients = Readonly<Record<string, tf.Tensor>>;

/** What `fit` can train: named variables and a pure function from a batch to the terms of the loss. */
export interface Model<K extends string = string> {
  readonly name: string;
  /** Everything about the model that determines a training, for titles and keys. */
  readonly description: object;
  /** How many models train side by side along a leading axis of all variables; undefined: one, without that axis. */
  readonly replicas?: number;
  /** The names of the data that `loss` takes. */
  readonly inputs: readonly K[];
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** Tensors from outside that `loss` reads and training leaves alone, by name: the weights of another model. */
  readonly constants?: Readonly<Record<string, tf.Tensor>>;
  /** The coefficients that `loss` takes, with the values they have unless `fit` is told otherwise. */
  readonly coefficients: Readonly<Record<string, number>>;
  /** The shape of the standard normal noise that one model needs for a batch. */
  noiseShape(batchSize: number): number[];
  /** The mean of each term over the batch; with noise [...replicas, ...noiseShape]. */
  loss(batch: Batch<K>, noise: tf.Tensor, coefficients: Coefficients): Terms;
  /** @throws RangeError if data cannot be the model's: it names the value and what to do */
  checkData?(data: Batch<K>): void;
  dispose(): void;
}
