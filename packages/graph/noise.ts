import { tf } from './tf';

/** A noise input, made by `noiseInput`. It is fed seed pairs; the function receives the noise. */
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
 *
 * A pair is (stream, index): all pairs give independent noise. Which numbers they are is for the execution to say; see
 * `philox.ts` for TensorFlow's, whose draws of consecutive indices, as a training run uses them, are made at once.
 */
export const noiseInput = (shape: number[], { replicas }: { replicas?: number } = {}): NoiseExample => ({
  noise: 'normal',
  shape,
  replicas,
});

export const isNoise = (example: tf.Tensor | NoiseExample): example is NoiseExample => 'noise' in example;

/** Shape of the noise that the function receives. */
export const noiseShape = ({ shape, replicas }: NoiseExample) => (replicas ? [replicas, ...shape] : shape);

/** Shape of the seeds of one step. */
export const seedShape = ({ replicas }: NoiseExample) => (replicas ? [replicas, 2] : [2]);

/** Draws the noise of one step: a draw for each seed pair. Call inside `tf.tidy`. @param seeds `[2]` or `[R, 2]` */
export type DrawNoise = (example: NoiseExample, seeds: Int32Array) => tf.Tensor;

/** Noise of R seed pairs from a function that draws for one. Call inside `tf.tidy`. */
export function noiseOfPairs(
  draw: (shape: number[], seed: [number, number]) => tf.Tensor,
  { shape, replicas }: NoiseExample,
  seeds: Int32Array,
): tf.Tensor {
  const draws = Array.from({ length: seeds.length / 2 }, (_, r) =>
    draw(shape, [seeds[2 * r], seeds[2 * r + 1]]),
  );
  return replicas ? tf.stack(draws) : draws[0];
}
