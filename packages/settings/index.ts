import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const checkout = resolve(__dirname, '..', '..');

/**
 * The folder of `figures/` and `data/`: the checkout; where this package is installed elsewhere, the folder that the
 * process was started in.
 */
export const root = existsSync(join(checkout, 'notebooks', 'parts.json')) ? checkout : process.cwd();

const folder = (variable: string, otherwise: string) => resolve(process.env[variable] || otherwise);

/** Where data sets are looked for and downloaded to. Setting: `LATENT_TORUS_DATA`. */
export const dataFolder = () => folder('LATENT_TORUS_DATA', join(root, 'data'));

/** Where trained models are kept. Setting: `LATENT_TORUS_CACHE`. */
export const cacheFolder = () => folder('LATENT_TORUS_CACHE', join(root, 'data', 'checkpoints'));

/**
 * Where figures and tables of a scale are saved, by default of the one in force: those of `paper` in `figures/`, which
 * is committed, the others in `.figures/<scale>`, which is not, so that trying something out leaves the documents'
 * figures as they are. Setting: `LATENT_TORUS_FIGURES`, for all scales.
 */
export const figuresFolder = (of: Scale = scale()) =>
  folder('LATENT_TORUS_FIGURES', of === 'paper' ? join(root, 'figures') : join(root, '.figures', of));

/** How much a notebook does: `smoke` runs in seconds, `lesson` in minutes, `paper` is the document's own size. */
export type Scale = 'smoke' | 'lesson' | 'paper';

/**
 * The scale that all notebooks obey. Setting: `LATENT_TORUS_SCALE`, by default `lesson`.
 * @throws RangeError if the setting is none of the three
 */
export function scale(): Scale {
  const value = process.env.LATENT_TORUS_SCALE || 'lesson';
  if (value === 'smoke' || value === 'lesson' || value === 'paper') return value;
  throw new RangeError(`LATENT_TORUS_SCALE is '${value}'; expected 'smoke', 'lesson' or 'paper'`);
}

/** The one of three values that belongs to the scale in force: `atScale({ smoke: 1, lesson: 10, paper: 40 })`. */
export const atScale = <T>(values: Record<Scale, T>): T => values[scale()];
