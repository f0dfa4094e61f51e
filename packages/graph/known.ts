import type { tf } from './tf';

/** Where tensors that a function uses without making them come from; `m` and `v` are what the optimiser keeps. */
export const origins = ['input', 'variable', 'data', 'state', 'm', 'v'] as const;
export type Origin = (typeof origins)[number];

/** By origin and name. */
export type ByOrigin<T> = Record<Origin, Record<string, T>>;

/** Named tensors that a function may use. */
export type Known = ByOrigin<tf.Tensor>;

/** What a function gives: its results, and new values of what is kept from call to call. */
export interface Given {
  outputs: Record<string, tf.Tensor>;
  /** New weights and what the optimiser keeps; assigned state is found by itself. */
  updates?: { to: { from: Origin; name: string }; value: tf.Tensor }[];
}

/** All origins, those that are left out empty. */
export const byOrigin = <T>(some: Partial<ByOrigin<T>>): ByOrigin<T> =>
  Object.fromEntries(origins.map((from) => [from, some[from] ?? {}])) as ByOrigin<T>;
