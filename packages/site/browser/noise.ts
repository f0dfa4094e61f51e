import { type Noise, type SeedPair, tf } from 'latent-torus';
import { counted, normals, scrambled, uniforms } from './philox';

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
const ints = ([a, b]: SeedPair): [number, number] => [a | 0, b | 0];

/** The numbers that `@latent-torus/node` draws: uniform ones to the bit, normal ones but for rounding. */
export const noise: Noise = {
  normal: (shape, seed) => tf.tensor(normals(sizeOf(shape), scrambled(ints(seed))), shape),
  uniform: (shape, low, high, seed) =>
    tf.tidy(() =>
      tf.add(tf.mul(tf.tensor(uniforms(sizeOf(shape), scrambled(ints(seed))), shape), high - low), low),
    ),
};

/** The noise of a training step, as the compiled training on Node draws it. */
export const trainingNoise = (shape: number[], seed: [number, number]): tf.Tensor =>
  tf.tensor(normals(sizeOf(shape), counted(seed, sizeOf(shape))), shape);
