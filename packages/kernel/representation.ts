import { inspect } from 'node:util';
import { clip } from './clip';

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
