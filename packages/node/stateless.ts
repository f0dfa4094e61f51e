// TensorFlow's own generator without state: a seed pair gives the same numbers in every mode, in any order.
import { tf } from './tensorflow';

export type SeedPair = readonly [number, number];

type NodeBackend = {
  binding: Record<'TF_ATTR_TYPE' | 'TF_FLOAT' | 'TF_INT32', number>;
  executeSingleOutput(op: string, attributes: object[], inputs: tf.Tensor[]): tf.Tensor;
};

function draw(op: string, shape: number[], seed: SeedPair | tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const backend = tf.backend() as unknown as NodeBackend;
    const { TF_ATTR_TYPE, TF_FLOAT, TF_INT32 } = backend.binding;
    const type = (name: string, value: number) => ({ name, type: TF_ATTR_TYPE, value });
    const pair = seed instanceof tf.Tensor ? seed : tf.tensor1d([...seed], 'int32');
    return backend.executeSingleOutput(
      op,
      [type('dtype', TF_FLOAT), type('T', TF_INT32), type('Tseed', TF_INT32)],
      [tf.tensor1d(shape, 'int32'), pair],
    );
  });
}

/** Standard normal numbers of a seed pair (two int32, or an int32 tensor [2]): [...shape]. */
export const normalNoise = (shape: number[], seed: SeedPair | tf.Tensor): tf.Tensor =>
  draw('StatelessRandomNormal', shape, seed);

/** Numbers uniform in [low, high) of a seed pair: [...shape]. */
export const uniformNoise = (
  shape: number[],
  low: number,
  high: number,
  seed: SeedPair | tf.Tensor,
): tf.Tensor => tf.tidy(() => tf.add(tf.mul(draw('StatelessRandomUniform', shape, seed), high - low), low));
