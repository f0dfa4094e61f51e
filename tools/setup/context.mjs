import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

const made = join(root, '.setup');

/** Where set-up puts things; all of it git-ignored. */
export const places = {
  made,
  temporary: join(made, 'tmp'),
  logs: join(made, 'log'),
  venv: join(made, 'venv'),
  python: join(made, 'venv', 'bin', 'python'),
  tensorflow: join(made, 'tensorflow'),
  modules: join(root, 'node_modules'),
  tfjs: join(root, 'node_modules', '@tensorflow', 'tfjs-node'),
};
