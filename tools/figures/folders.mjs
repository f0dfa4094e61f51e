// Where figures and executed notebooks of a scale go: only those of scale paper are the documents' own.
import { join, resolve } from 'node:path';
import { root } from '../setup/context.mjs';

export const scales = ['smoke', 'lesson', 'paper'];

/**
 * The folder of a scale's figures, as `figuresFolder()` of packages/settings has it.
 * @param {string} scale
 */
export const figuresOf = (scale) =>
  resolve(
    process.env.LATENT_TORUS_FIGURES ||
      (scale === 'paper' ? join(root, 'figures') : join(root, '.figures', scale)),
  );

/**
 * Where an executed notebook goes: back at scale paper, else to a folder that git ignores.
 * @param {{ file: string, path: string }} notebook
 * @param {string} scale
 */
export const executedFile = ({ file, path }, scale) =>
  scale === 'paper' ? file : join(root, '.notebooks', scale, path);
