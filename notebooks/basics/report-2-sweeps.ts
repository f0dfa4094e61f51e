// The loss's two terms under different weights: settings that train side by side as replicas from the same start.
import { atScale } from '@latent-torus/settings';
import { euclidean, type Fit, fit, mlp, type Rows, type Schedule, type Vae, vae } from 'latent-torus';
import { report2Digits } from './report-2-runs';

/** A sweep: one model for each KL weight, all of them replicas with the same seed. */
export interface Sweep {
  /** The settings' names, in the order of the replicas. */
  readonly names: readonly string[];
  readonly model: Vae;
  readonly fit: Fit;
}

/** From 0 to 1 in even steps over the first half of the epochs, then 1: a warm-up of the KL weight. */
export const warmUp: Schedule = (epoch, epochs) => Math.min(1, epoch / Math.ceil(epochs / 2));

/** KL weights β of the first sweep, and the warm-up. */
export const betas: Readonly<Record<string, number | Schedule>> = {
  'β = 0': 0,
  'β = 0.25': 0.25,
  'β = 1': 1,
  'β = 4': 4,
  'β = 16': 16,
  'β = 64': 64,
  'warm-up to 1': warmUp,
};

/** KL weights of the second sweep, in which the posterior collapses. */
export const collapsing: Readonly<Record<string, number | Schedule>> = {
  'β = 0': 0,
  'β = 0.1': 0.1,
  'β = 1': 1,
  'warm-up to 1': warmUp,
};

/** 784-256-128-2, as in 'Understanding', once for each KL weight in `betas`. */
export const betaSweep = (seed: number) =>
  sweep('KL weights', betas, seed, (seeds) =>
    vae({ inputs: 784, hidden: [256, 128], latent: euclidean(2), seed: seeds }),
  );

/** Five hidden layers of 64 tanh units each way and two latents, once for each KL weight in `collapsing`. */
export const collapseSweep = (seed: number) =>
  sweep('Deep and narrow', collapsing, seed, (seeds) => {
    const deep = mlp([64, 64, 64, 64, 64], { activation: 'tanh' });
    return vae({ inputs: 784, encoder: deep, decoder: deep, latent: euclidean(2), seed: seeds });
  });

async function sweep(
  title: string,
  settings: Readonly<Record<string, number | Schedule>>,
  seed: number,
  build: (seeds: number[]) => Vae,
): Promise<Sweep> {
  const names = Object.keys(settings);
  const seeds = names.map(() => seed);
  const model = build(seeds);
  const data: { x: Rows } = { x: await report2Digits() };
  const run = await fit(model, data, {
    title: `${title}, seed ${seed}`,
    epochs: atScale({ smoke: 2, lesson: 10, paper: 10 }),
    batchSize: 64,
    seed: seeds,
    coefficients: { klWeight: Object.values(settings) },
  });
  return { names, model, fit: run };
}
