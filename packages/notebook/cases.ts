import { tf } from 'latent-torus';
import { type Check, isEnd, isOpen, messageOf } from './exercise';

/** A number, or rows of numbers as deep as they come. */
export type Numbers = number | readonly Numbers[];

/** What a function is to give for some arguments. */
export interface Case {
  /**
   * The arguments: numbers, texts, arrays of them, as many as the function takes. Each call gets its own copies. A
   * function makes tensors: `() => [tf.tensor2d([[1, 0]])]`; they are disposed of.
   */
  given: readonly unknown[] | (() => readonly unknown[]);
  /** The right result: of a tensor or a typed array, the numbers row by row: `[[1, 0], [0, 1]]`. */
  expected: Numbers;
  /** What this case is, for the message: 'where posterior and prior are equal' (default: the call). */
  name?: string;
  /** What to think of if this case, and none before, is wrong. Not the answer. */
  hint?: string;
}

/** How near results must be. */
export interface CasesOptions {
  /** |result − expected| ≤ tolerance · (1 + |expected|), by default 1e-4: what single precision allows. */
  tolerance?: number;
}

/**
 * A check of a function that the reader wrote, against several inputs in turn: results may be numbers, arrays, typed
 * arrays or tensors, or promises of them. What the function throws, NaN, a wrong shape or no result is told with the
 * call that gave it; the right result is not. Tensors that it makes are disposed of.
 * @throws RangeError if there are no cases
 */
export function cases(
  list: readonly Case[],
  { tolerance = 1e-4 }: CasesOptions = {},
  // biome-ignore lint/suspicious/noExplicitAny: the reader's function has whatever parameters the exercise gives it
): Check<(...given: any[]) => unknown> {
  if (!list.length)
    throw new RangeError('there are no cases; expected at least one to check the function by');
  return async (answer) => {
    if (typeof answer !== 'function') return `It is a ${typeof answer}, not a function.`;
    for (const one of list) {
      const wrong = await inScope(() => mistake(answer, one, tolerance));
      if (wrong) return one.hint ? `${wrong} ${one.hint}` : wrong;
    }
    return true;
  };
}

/** Disposes of every tensor made meanwhile. */
async function inScope<T>(run: () => Promise<T>): Promise<T> {
  tf.engine().startScope('exercise');
  try {
    return await run();
  } finally {
    tf.engine().endScope();
  }
}

/** What is wrong with a function in one case; undefined if nothing is. */
async function mistake(
  answer: (...given: unknown[]) => unknown,
  { given, expected, name }: Case,
  tolerance: number,
): Promise<string | undefined> {
  const values = typeof given === 'function' ? given() : structuredClone(given);
  const call = name ?? `${answer.name || 'your function'}(${values.map(told).join(', ')})`;
  let result: unknown;
  try {
    result = plain(await answer(...values));
  } catch (error) {
    if (isOpen(error) || isEnd(error)) throw error;
    return `${call} throws: ${messageOf(error)}.`;
  }
  if (result === undefined) return `${call} gives nothing: is a return missing?`;
  return difference(call, result, expected, tolerance);
}

function difference(call: string, result: unknown, expected: Numbers, tolerance: number): string | undefined {
  const [theirs, right] = [shapeOf(result), shapeOf(expected)];
  if (theirs === undefined) return `${call} gives ${told(result)}, which is not numbers.`;
  if (String(theirs) !== String(right))
    return `${call} gives ${shapeText(theirs)}; expected ${shapeText(right!)}.`;
  const [values, truths] = [result, expected].map(flat);
  const at = values.findIndex(
    (value, i) => !(Math.abs(value - truths[i]) <= tolerance * (1 + Math.abs(truths[i]))),
  );
  if (at < 0) return undefined;
  const place = right!.length ? `, number ${at + 1},` : '';
  const value = values[at];
  const how = Number.isNaN(value) ? '.' : `, which is too ${value > truths[at] ? 'large' : 'small'}.`;
  return `${call}${place} gives ${short(value)}${how}`;
}

/** Tensors and typed arrays as numbers and rows of numbers. */
const plain = (value: unknown): unknown => {
  if (value instanceof tf.Tensor) return value.arraySync();
  if (ArrayBuffer.isView(value)) return [...(value as unknown as Iterable<number>)];
  return value;
};

/** [] of a number, [rows, …] of rows alike; undefined of anything else. */
function shapeOf(value: unknown): number[] | undefined {
  if (typeof value === 'number') return [];
  if (!Array.isArray(value)) return undefined;
  const inner = value.map(shapeOf);
  return inner.every((shape) => shape !== undefined && String(shape) === String(inner[0]))
    ? [value.length, ...(inner[0] ?? [])]
    : undefined;
}

const shapeText = (shape: readonly number[]) =>
  shape.length ? `numbers of shape [${shape.join(', ')}]` : 'a single number';

/** A value as the message writes it. */
function told(value: unknown): string {
  if (value instanceof tf.Tensor)
    return value.size <= 8 ? told(value.arraySync()) : `tensor [${value.shape}]`;
  if (typeof value === 'number') return short(value);
  if (Array.isArray(value) && value.length <= 8) return `[${value.map(told).join(', ')}]`;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return `${(value as unknown[]).length} values`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}

/** Four significant digits. */
const short = (value: number) => String(Number(value.toPrecision(4))).replace('-', '−');

const flat = (value: unknown): number[] => (Array.isArray(value) ? value.flatMap(flat) : [value as number]);
