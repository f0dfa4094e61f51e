// What the library does not bring itself: where random numbers come from, how training steps run, where trainings are
// kept, who is told of progress. `@latent-torus/node` hands in all of it for Node; a page hands in its own.
import type { Execution as Compiled, Values } from 'tfjs-compiled/eager';
import type { tf } from './tf';
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

/** How functions of tensors run: op by op, or traced and compiled. */
export interface Execution extends Compiled {
  /** Versions of what computes, for the keys of trainings. */
  readonly versions: object;
}

/** Where trainings are kept, by key. */
export interface Store {
  /** A hash of anything that JSON can write, and of tensors' values: the same content, the same key. */
  keyOf(...parts: (object | Values)[]): string;
  /** What is kept under a key; undefined if nothing is. */
  load(key: string): Checkpoint | undefined;
  save(key: string, checkpoint: Checkpoint): void;
}

export interface Runtime {
  noise?: Noise;
  execution?: Execution;
  store?: Store;
  progress?: (progress: Progress) => void;
  signal?: () => AbortSignal | undefined;
  notice?: (text: string) => void;
}

/** What is in force; `Object.assign(runtime, …)` changes it for all that follows. */
export const runtime: Runtime = {};

/** @throws Error that says what to import */
export function given<K extends keyof Runtime>(name: K): NonNullable<Runtime[K]> {
  const value = runtime[name];
  if (!value)
    throw new Error(
      `latent-torus has no ${name}; on Node import '@latent-torus/node' once, before it is used`,
    );
  return value;
}

/** Standard normal numbers of a seed pair: [...shape]. */
export const standardNormal = (shape: number[], seed: SeedPair): tf.Tensor =>
  given('noise').normal(shape, seed);

/** Numbers uniform in [low, high) of a seed pair: [...shape]. */
export const uniform = (shape: number[], low: number, high: number, seed: SeedPair): tf.Tensor =>
  given('noise').uniform(shape, low, high, seed);
