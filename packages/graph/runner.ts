import type { tf } from './tf';
import type { FeedArray } from './types';

/** Adam's moments by variable. */
export interface Moments<T> {
  m: Record<string, T>;
  v: Record<string, T>;
}
export type Weights<T> = Moments<T> & { weights: Record<string, T> };

/** What each mode of training does; `graph` wraps it with the checks. Arrays are checked and stacked by step. */
export interface Trainer {
  readonly preferredSteps: number;
  /**
   * Runs up to `count` steps, ends before the update of the first whose terms are not finite.
   * @param coefficients Adam's [rate, ε′] at a step of this run
   * @returns the terms `[terms × R]` of every step done, and of the failing one
   */
  run(
    example: number,
    arrays: Record<string, FeedArray>,
    count: number,
    coefficients: (at: number) => [number, number],
  ): Float32Array[];
  read(): Weights<Float32Array>;
  write(state: Weights<Float32Array>): void;
  /** Copies the weights into the `tf.Variable`s. */
  pull(): void;
  dispose(): void;
}

/** What each mode of calling a function does. */
export interface Caller {
  call(example: number, arrays: Record<string, FeedArray>): Record<string, tf.Tensor>;
  dispose(): void;
}
