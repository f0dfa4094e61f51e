// What the library does not bring itself: where random numbers come from, how training steps run, where trainings are
// kept, who is told of progress. `@latent-torus/node` hands in all of it for Node; a page hands in its own.
import { Random } from '@latent-torus/random';
import { type Execution, eagerExecution } from 'tfjs-compiled/eager';
import type { Model } from './models';
import { tf } from './tf';
import type { Checkpoint } from './train/checkpoint';
import type { Progress } from './train/progress';

/** Two 32-bit numbers that stand for a stream of random numbers and a place in it. */
export type SeedPair = readonly [number, number];

/** Random numbers that a seed pair decides: the same pair, the same numbers. */
export interface Noise {
  /** Standard normal numbers: [...shape]. */
  normal(shape: number[], seed: SeedPair): tf.Tensor;
  /** Numbers uniform in [low, high): [...shape]. */
  uniform(shape: number[], low: number, high: number, seed: SeedPair): tf.Tensor;
}

/** A training as the store knows it. */
export interface Kept {
  /** Where it stands, if it was begun before. */
  readonly checkpoint?: Checkpoint;
  save(checkpoint: Checkpoint): void;
  /** To be called when the training ends, however it does. */
  close(): void;
}

/** Where trainings are kept. */
export interface Store {
  /**
   * The training of a model that some content decides (options, data, the traced program). If this model object has been
   * through it before, its variables get back the weights that it started from.
   * @param onDisk false: only as long as the model lives
   */
  open(model: Model, content: unknown, onDisk: boolean, notice: (text: string) => void): Kept;
}

export interface Runtime {
  noise: Noise;
  /** How functions of tensors run: op by op, or traced and compiled. */
  execution: Execution;
  store?: Store;
  progress?: (progress: Progress) => void;
  signal?: () => AbortSignal | undefined;
  notice: (text: string) => void;
}

/** Noise of JavaScript's own making: slow, and the same on every backend. */
const portableNoise: Noise = {
  normal: (shape, seed) => filled(shape, seed, (random) => random.normal()),
  uniform: (shape, low, high, seed) => filled(shape, seed, (random) => low + (high - low) * random.uniform()),
};

function filled(shape: number[], seed: SeedPair, draw: (random: Random) => number): tf.Tensor {
  const random = new Random(seed.join('/'));
  return tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draw(random)),
    shape,
  );
}

/** What is in force; `Object.assign(runtime, …)` changes it for all that follows. */
export const runtime: Runtime = {
  noise: portableNoise,
  execution: eagerExecution({ draw: (shape, seed) => normalNoise(shape, seed) }),
  notice: (text) => console.warn(text),
};

/** Standard normal numbers of a seed pair: [...shape]. */
export const normalNoise = (shape: number[], seed: SeedPair): tf.Tensor => runtime.noise.normal(shape, seed);

/** Numbers uniform in [low, high) of a seed pair: [...shape]. */
export const uniformNoise = (shape: number[], low: number, high: number, seed: SeedPair): tf.Tensor =>
  runtime.noise.uniform(shape, low, high, seed);

/** Lets a notebook or page breathe between two calls that block it: interrupts, output. */
export const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve);
  });
