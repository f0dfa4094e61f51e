import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '@latent-torus/files';
import { cacheFolder } from '@latent-torus/settings';
import { runtime } from 'latent-torus';
import { codeOf, libraryCode } from './code';
import { keyOf } from './key';

/** What JSON can hold. */
export type Json = number | string | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export interface CachedOptions {
  /** Of the result, in lower case with hyphens: the beginning of its file's name. */
  name: string;
  /**
   * Everything that the result depends on, by name: models, tensors, data sets, labels, numbers. Functions are refused, as
   * their source does not say what they use: pass that.
   */
  inputs: Readonly<Record<string, unknown>>;
  /** The `module` of the code that computes it, where that is not the library or the function itself. */
  code?: NodeModule;
}

/**
 * A result that takes long to compute, kept on disk beside the checkpoints: computed once, read after that. It is computed
 * anew when an input, the source of `compute`, the library or the module `code` with all that it loads has changed, or the file is damaged.
 * @throws RangeError for a name that cannot begin a file's name
 * @throws TypeError for an input whose content cannot be seen
 * @throws Error if a number of the result is not finite, as JSON holds no others
 */
export async function cached<T extends Json>(
  options: CachedOptions,
  compute: () => T | Promise<T>,
): Promise<T> {
  const { name, inputs, code } = options;
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    throw new RangeError(
      `cached: name is '${name}'; expected lower-case words and digits with hyphens, as 'torus-scores'`,
    );
  }
  const sources = [String(compute), libraryCode(), ...(code ? [codeOf(code)] : [])];
  const file = join(cacheFolder(), `${name}-${keyOf([name, inputs, sources])}.json`);
  const kept = read<T>(file, name);
  if (kept) return kept.value;
  const value = await compute();
  const text = JSON.stringify(value, (key, part) => {
    if (typeof part === 'number' && !Number.isFinite(part)) {
      throw new Error(
        `cached('${name}'): '${key}' is ${part}; expected finite numbers, as JSON holds no others`,
      );
    }
    return part;
  });
  try {
    writeWhole(file, `${sha256(text)}\n${text}`, 'LATENT_TORUS_CACHE');
  } catch (error) {
    runtime.notice(`'${name}' is not kept on disk: ${(error as Error).message}`);
  }
  return value;
}

/** What a file holds; a damaged one counts as none, which is said. */
function read<T>(file: string, name: string): { value: T } | undefined {
  if (!existsSync(file)) return undefined;
  const content = readFileSync(file, 'utf8');
  const [sum, text] = [content.slice(0, 64), content.slice(65)];
  if (sum === sha256(text)) return { value: JSON.parse(text) as T };
  runtime.notice(`${file} is damaged: '${name}' is computed anew`);
  return undefined;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
