import { isNoise, seedShape } from './noise';
import { sizeOf } from './sizes';
import { tf } from './tf';
import type { Example, FeedArray, Feeds } from './types';

/** One input of the function as it is fed: a noise input by its seeds. */
export interface Input {
  name: string;
  /** Of one step. */
  shape: number[];
  dtype: 'float32' | 'int32' | 'bool';
}

/** Feeds that were checked: arrays by name, `count` steps long. `example` is the index of the example they fit. */
export interface Checked {
  example: number;
  count: number;
  arrays: Record<string, FeedArray>;
}

const arrayTypes = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** What has to be fed for an example. */
export function inputsOf(example: Example): Input[] {
  return Object.entries(example).map(([name, value]) => {
    if (isNoise(value)) return { name, shape: seedShape(value), dtype: 'int32' };
    if (!(value.dtype in arrayTypes)) {
      throw new TypeError(`input '${name}' has type ${value.dtype}; expected float32, int32 or bool`);
    }
    return { name, shape: value.shape, dtype: value.dtype as Input['dtype'] };
  });
}

/**
 * Checks stacked feeds `[K, ...shape]` against the examples and finds the one example and the K that they fit.
 * @param optional inputs that may be left out
 * @throws Error that names the feed, what it is and what was expected
 */
export function checkStacked(
  examples: Input[][],
  feeds: Feeds,
  count?: number,
  optional: Input[] = [],
): Checked {
  if (count !== undefined && !(Number.isInteger(count) && count >= 0)) {
    throw new RangeError(`count is ${count}; expected a whole number of steps`);
  }
  checkNames(examples[0], feeds, optional);
  const fits: Checked[] = [];
  let problem = '';
  examples.forEach((inputs, example) => {
    const fed = [...inputs, ...optional.filter(({ name }) => name in feeds)];
    for (const k of count !== undefined ? [count] : possibleCounts(fed, feeds)) {
      const wrong = fed.map((input) => mismatch(feeds[input.name], input, k)).find((text) => text);
      if (wrong) problem ||= wrong;
      else fits.push({ example, count: k, arrays: toArrays(fed, feeds) });
    }
  });
  if (fits.length === 0)
    throw new Error(problem || 'the feeds do not tell the number of steps; pass it as count');
  if (fits.length > 1) throw new Error('the feeds fit several examples; pass the number of steps as count');
  return fits[0];
}

/** Checks the feeds of a single call, `shape` without a leading axis of steps. */
export function checkSingle(examples: Input[][], feeds: Feeds): Checked {
  checkNames(examples[0], feeds, []);
  let problem = '';
  for (const [example, inputs] of examples.entries()) {
    const wrong = inputs.map((input) => mismatch(feeds[input.name], input)).find((text) => text);
    if (!wrong) return { example, count: 1, arrays: toArrays(inputs, feeds) };
    problem ||= wrong;
  }
  throw new Error(problem);
}

/** @throws RangeError if an input that is used as an index is outside what it indexes: XLA would take the nearest row */
export function checkBounds(arrays: Record<string, FeedArray>, bounds: Record<string, number>) {
  for (const [name, bound] of Object.entries(bounds)) {
    for (const index of arrays[name]) {
      if (index < 0 || index >= bound) {
        throw new RangeError(`feed '${name}' holds index ${index}; expected 0 to ${bound - 1}`);
      }
    }
  }
}

function checkNames(inputs: Input[], feeds: Feeds, optional: Input[]) {
  const known = [...inputs, ...optional].map(({ name }) => name);
  for (const name of Object.keys(feeds)) {
    if (!known.includes(name))
      throw new Error(`feed '${name}' is not an input; inputs are: ${known.join(', ') || 'none'}`);
  }
  for (const { name } of inputs) {
    if (feeds[name] === undefined)
      throw new Error(`feed '${name}' is missing; inputs are: ${known.join(', ')}`);
  }
}

/** The numbers of steps that a first feed allows; the others are then checked against each. */
function possibleCounts(inputs: Input[], feeds: Feeds): number[] {
  if (inputs.length === 0) return [1];
  const counts = inputs
    .map(({ name, shape }) => {
      const feed = feeds[name];
      return feed instanceof tf.Tensor ? (feed.shape[0] ?? NaN) : lengthOf(feed) / sizeOf(shape);
    })
    .filter((count) => Number.isInteger(count));
  // where none divides, any number will do to say what is wrong
  return counts.length ? [...new Set(counts)].slice(0, 1) : [1];
}

const lengthOf = (feed: unknown) => (feed as { length?: number })?.length ?? NaN;

/** What is wrong with a feed, or ''. */
function mismatch(feed: FeedArray | tf.Tensor, { name, shape, dtype }: Input, count?: number): string {
  const full = count === undefined ? shape : [count, ...shape];
  const expected = `expected ${dtype} [${full.join(', ')}]`;
  if (feed instanceof tf.Tensor) {
    const fits =
      feed.dtype === dtype && feed.shape.length === full.length && feed.shape.every((d, i) => d === full[i]);
    return fits ? '' : `feed '${name}' is a tensor of ${feed.dtype} [${feed.shape.join(', ')}]; ${expected}`;
  }
  if (!(feed instanceof arrayTypes[dtype])) {
    return `feed '${name}' is of type ${kind(feed)}; ${expected} as ${arrayTypes[dtype].name} or tensor`;
  }
  const size = sizeOf(full);
  return feed.length === size
    ? ''
    : `feed '${name}' has ${feed.length} values; ${expected}, which is ${size}`;
}

const kind = (value: unknown) => (value as object)?.constructor?.name ?? String(value);

const toArrays = (inputs: Input[], feeds: Feeds) =>
  Object.fromEntries(
    inputs.map(({ name }) => {
      const feed = feeds[name];
      return [name, feed instanceof tf.Tensor ? (feed.dataSync() as FeedArray) : feed];
    }),
  );
