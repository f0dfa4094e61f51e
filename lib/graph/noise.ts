import { tf } from '../tensorflow';
import { backend, DataType } from './backend';

/** A noise input, made by `normal`. It is fed seed pairs; the function receives the noise. */
export interface NoiseExample {
  readonly noise: 'normal';
  /** Shape of one draw. */
  readonly shape: number[];
  /** With a replica axis: number of draws, one seed pair each. */
  readonly replicas?: number;
}

/**
 * Standard-normal noise as an input. A step is fed a seed pair (int32 `[2]`) and the function receives `shape`;
 * with `replicas: R` it is fed R pairs (`[R, 2]`) and receives `[R, ...shape]`, slice r drawn from pair r alone.
 * The numbers come from TensorFlow's StatelessRandomNormal (Philox) in every way of running.
 */
export const normal = (shape: number[], { replicas }: { replicas?: number } = {}): NoiseExample =>
  ({ noise: 'normal', shape, replicas });

export const isNoise = (example: tf.Tensor | NoiseExample): example is NoiseExample => 'noise' in example;

/** Shape of the noise that the function receives. */
export const noiseShape = ({ shape, replicas }: NoiseExample) => replicas ? [replicas, ...shape] : shape;

/** Shape of the seeds of one step. */
export const seedShape = ({ replicas }: NoiseExample) => replicas ? [replicas, 2] : [2];

/** Draws the noise of one step, eagerly. @param seeds int32 `[2]` or `[R, 2]` */
export function drawNoise(example: NoiseExample, seeds: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const pairs = example.replicas ? tf.unstack(seeds) : [seeds];
    const shape = tf.tensor1d(example.shape, 'int32');
    const draws = pairs.map((pair) => backend().executeSingleOutput('StatelessRandomNormal', attributes(), [shape, pair]));
    return example.replicas ? tf.stack(draws) : draws[0];
  });
}

function attributes() {
  const type = backend().binding.TF_ATTR_TYPE;
  return [
    { name: 'dtype', type, value: DataType.float32 },
    { name: 'T', type, value: DataType.int32 },
    { name: 'Tseed', type, value: DataType.int32 },
  ];
}
