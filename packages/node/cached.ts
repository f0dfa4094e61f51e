import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '@latent-torus/files';
import { cacheFolder } from '@latent-torus/settings';
import { keyOf } from './file-store';
import { tf } from './tensorflow';

/** What JSON can hold. */
export type Json = number | string | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * A result that takes long to compute, kept on disk beside the checkpoints: computed once, read after that.
 * @param name of the result, part of the file's name
 * @param inputs everything that determines the result: settings by name, tensors (a model's variables, the
 *   data)
 * @param compute is called where nothing is kept yet, or the file is damaged
 * @throws Error if a number of the result is not finite (JSON would lose it), or the file cannot be written
 */
export async function cached<T extends Json>(
  name: string,
  inputs: readonly (object | tf.Tensor)[],
  compute: () => T | Promise<T>,
): Promise<T> {
  const parts = inputs.map((input) =>
    input instanceof tf.Tensor ? { shape: input.shape, values: Float32Array.from(input.dataSync()) } : input,
  );
  const file = join(cacheFolder(), `${name}-${keyOf({ name }, ...parts)}.json`);
  if (existsSync(file)) {
    try {
      return (JSON.parse(readFileSync(file, 'utf8')) as { value: T }).value;
    } catch {
      console.warn(`${file} is damaged: '${name}' is computed anew`);
    }
  }
  const value = await compute();
  const text = JSON.stringify({ value }, (key, part) => {
    if (typeof part === 'number' && !Number.isFinite(part)) {
      throw new Error(
        `cached('${name}'): '${key}' is ${part}; expected finite numbers, as JSON holds no others`,
      );
    }
    return part;
  });
  writeWhole(file, text, 'LATENT_TORUS_CACHE');
  return value;
}
