// The trainings of the thesis' chapter 11: one model for each latent space, whose replicas have the three σ_X.
import { type RunFamily, runsOf } from '@latent-torus/node';
import { atScale } from '@latent-torus/settings';
import { cosine, euclidean, gaussian, type LatentSpace, vae } from 'latent-torus';
import { cliffordTorus } from './clifford-torus';
import { torusData } from './torus-data';

/** σ_X of the decoders, a replica for each. */
export const torusSigmas: readonly number[] = [1, 0.1, 0.01];

/** Phases along each circle, hidden units and epochs (of batches of 250) at the scale in force; the thesis has 50 and 208. */
export const torusSize = () =>
  atScale({
    smoke: { phases: 16, hidden: 24, epochs: 2 },
    lesson: { phases: 24, hidden: 64, epochs: 300 },
    paper: { phases: 50, hidden: 208, epochs: 400 },
  });

/** The data at the scale in force: D = 25. */
export const torusImages = (reading: 'mesh' | 'printed' = 'mesh') =>
  torusData({ phases: torusSize().phases, reading });

/** 625-208-208-(posterior), latent space, 208-208-625, Gaussian of fixed σ_X: sections 3.5 and 11.3. A replica for each σ_X. */
export const torusVae = (latent: LatentSpace) =>
  vae({
    inputs: 625,
    hidden: [torusSize().hidden, torusSize().hidden],
    latent,
    likelihood: gaussian(torusSigmas),
    seed: torusSigmas.map((_, i) => i + 1),
  });

const family = (title: string, latent: () => LatentSpace, reading?: 'printed'): RunFamily => ({
  title,
  seeds: [1],
  model: () => torusVae(latent()),
  data: async () => ({ x: torusImages(reading) }),
  options: () => ({
    epochs: torusSize().epochs,
    batchSize: Math.min(250, torusSize().phases ** 2),
    seed: torusSigmas.map((_, i) => i + 1),
    learningRate: cosine(1e-3, 0),
  }),
});

/** Each with one model of three replicas: `replica(model, r)` takes one out. */
export const torusDataRuns = runsOf(
  {
    baseline: family('Torus data, R⁴', () => euclidean(4)),
    diffusion: family('Torus data, T²', () => cliffordTorus()),
  },
  () => [1],
);
