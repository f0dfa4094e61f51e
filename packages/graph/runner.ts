import type { Slot } from './optimisers';
import type { tf } from './tf';
import type { FeedArray } from './types';

/** What an optimiser keeps, by variable. */
export type Slots<T> = Record<Slot, Record<string, T>>;
/** All that a training changes. */
export type Kept<T> = Slots<T> & { weights: Record<string, T>; state: Record<string, T> };

/** What the steps of a run gave. */
export interface Rows {
  /** The terms `[terms × R]` of every step done, and of the one that failed with terms that are not finite. */
  rows: Float32Array[];
  /** Why the step after them could not be done. */
  error?: Error;
}

/** What each mode of training does; `makeStep` wraps it with the checks. Arrays are checked and stacked by step. */
export interface Trainer {
  readonly preferredSteps: number;
  /**
   * Runs up to `count` steps, ends before the update of the first whose terms are not finite.
   * @param coefficients the optimiser's at a step of this run
   */
  run(
    example: number,
    arrays: Record<string, FeedArray>,
    count: number,
    coefficients: (at: number) => Float32Array,
  ): Rows;
  read(): Kept<Float32Array>;
  write(kept: Kept<Float32Array>): void;
  /** Copies weights and state into the `tf.Variable`s. */
  pull(): void;
  dispose(): void;
}

/** What each mode of calling a function does. */
export interface Caller {
  call(example: number, arrays: Record<string, FeedArray>): Record<string, tf.Tensor>;
  dispose(): void;
}
