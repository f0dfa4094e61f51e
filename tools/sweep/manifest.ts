// The runs by name of all documents: what `npm run sweep` lists and trains.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Run, Runs } from '@latent-torus/node';
import { root, scale } from '@latent-torus/settings';

/** A run as the manifest has it. */
export interface Entry {
  /** 'torus/wrapped-3': unique among all documents. */
  readonly name: string;
  readonly document: string;
  readonly scale: string;
  readonly seed: number;
  readonly run: Run;
}

const isRuns = (value: unknown): value is Runs<string> =>
  typeof value === 'object' && value !== null && 'trained' in value && 'list' in value;

/** Documents that have runs: folders of `notebooks/` with a package of their own, in the course's order. */
export function documents(): string[] {
  const folder = join(root, 'notebooks');
  const parts = JSON.parse(readFileSync(join(folder, 'parts.json'), 'utf8')) as { folder: string }[];
  return parts.map((part) => part.folder).filter((name) => existsSync(join(folder, name, 'index.ts')));
}

/** The notebooks of a document by name, without `.ipynb`. */
export const notebooksOf = (document: string): string[] =>
  readdirSync(join(root, 'notebooks', document))
    .filter((file) => file.endsWith('.ipynb'))
    .map((file) => file.slice(0, -'.ipynb'.length))
    .sort();

/**
 * All runs of a document at the scale in force: those of every export that `runsOf` made.
 * @throws Error if two of them have one name
 */
export async function runsOfDocument(document: string): Promise<Entry[]> {
  const exported = (await import(
    pathToFileURL(join(root, 'notebooks', document, 'index.ts')).href
  )) as object;
  const entries = Object.values(exported)
    .filter(isRuns)
    .flatMap((runs) => Object.values(runs.list()))
    .map((run) => ({ name: `${document}/${run.name}`, document, scale: scale(), seed: run.seed, run }));
  const names = entries.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new Error(`two runs are called ${twice}; give one family another name`);
  return entries;
}
