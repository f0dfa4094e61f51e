import { inspect } from 'node:util';

const LIMIT = 20_000; // characters; `inspect` has a limit for each list, none for the whole

/**
 * How a value is shown, by MIME type. A value with a method `Symbol.for('Jupyter.display')` (the protocol of
 * Deno's kernel) says itself how; text is always there.
 */
export async function represent(value: any): Promise<Record<string, unknown>> {
  const own = await value?.[Symbol.for('Jupyter.display')]?.();
  return { 'text/plain': clip(isTensor(value) ? value.toString(true) : inspect(value)), ...own };
}

/** TensorFlow.js prints the inner workings of a tensor, unless it is asked for its text. */
const isTensor = (value: any): boolean => typeof value?.dataSync === 'function' && Array.isArray(value.shape);

const clip = (text: string) =>
  text.length <= LIMIT
    ? text
    : `${text.slice(0, LIMIT)}\n… ${text.length - LIMIT} more characters; print the part that matters`;
