import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../packages/settings';
import { notebooksInOrder } from '../../tools/course/chapters.mjs';

export const folder = join(root, 'notebooks');
export const venv = process.env.LATENT_TORUS_VENV ?? join(root, '.setup', 'venv');
export const python = join(venv, 'bin', 'python');

/** Why notebooks cannot be run here; undefined if they can. */
export const missing = existsSync(python)
  ? undefined
  : `no ${python}: run the set-up, or let LATENT_TORUS_VENV name one`;

/** As much of a notebook's JSON as the tests need. */
export interface Notebook {
  cells: {
    cell_type: 'code' | 'markdown';
    source: string | string[];
    execution_count?: number | null;
    outputs?: { output_type: string; ename?: string; evalue?: string; data?: Record<string, unknown> }[];
  }[];
}

/** The index and all chapters, in order of reading. */
export const notebooks = notebooksInOrder(folder, []);
export const read = (file: string): Notebook => JSON.parse(readFileSync(file, 'utf8'));
export const sourceOf = (cell: Notebook['cells'][number]) => [cell.source].flat().join('');

/** The figures and tables that a notebook says it writes. */
export const idsOf = (notebook: Notebook): string[] =>
  notebook.cells
    .filter((cell) => cell.cell_type === 'code')
    .flatMap((cell) => [...sourceOf(cell).matchAll(/\bid: '([a-z0-9-]+)'/g)].map(([, id]) => id));
