import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const known = new Map<string, string>();

/** A hash of the sources in a folder and below it, without its dependencies; taken once in a process. */
export function codeOf(folder: string): string {
  let hash = known.get(folder);
  if (hash === undefined) {
    const all = createHash('sha256');
    for (const file of sources(folder)) all.update(file).update(readFileSync(join(folder, file)));
    hash = all.digest('hex');
    known.set(folder, hash);
  }
  return hash;
}

function sources(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap((entry) => {
      if (entry.isDirectory())
        return entry.name === 'node_modules' ? [] : sources(folder, join(below, entry.name));
      return /\.[cm]?[jt]s$/.test(entry.name) ? [join(below, entry.name)] : [];
    })
    .sort();
}

/** A hash of the library that results are computed with. */
export const libraryCode = (): string[] =>
  ['latent-torus', '@latent-torus/statistics'].map((name) => codeOf(dirname(require.resolve(name))));
