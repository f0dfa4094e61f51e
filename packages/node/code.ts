import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sep } from 'node:path';

/**
 * A hash of the source of a module and of all that it loads, without what is installed: what a result is computed with.
 * @param start `module`, as CommonJS has it
 */
export function codeOf(start: NodeModule): string {
  const files = new Set<string>();
  const waiting = [start];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (files.has(next.filename)) continue;
    files.add(next.filename);
    waiting.push(...next.children.filter(({ filename }) => isOurs(filename)));
  }
  const sources = [...files].map((file) => readFileSync(file, 'utf8')).sort();
  return createHash('sha256').update(sources.join('\0')).digest('hex');
}

/** Installed packages count by their version in the lock file, but for those of this course. */
const isOurs = (file: string): boolean => {
  const installed = file.split(`${sep}node_modules${sep}`).slice(1).at(-1);
  return installed === undefined || /^(@latent-torus|latent-torus|tfjs-compiled)\b/.test(installed);
};

let library: string | undefined;

/** A hash of the library that results are computed with, taken once in a process. */
export const libraryCode = (): string =>
  (library ??= codeOf(require.cache[require.resolve('latent-torus')] as NodeModule));
