// The trainings of the notebooks on 'Latent space representation using AE & VAE', by name.
import { type RunFamily, runsOf } from '@latent-torus/node';
import { atScale } from '@latent-torus/settings';
import {
  bernoulli,
  code,
  euclidean,
  type FitOptions,
  fit,
  type LatentSpace,
  type Objective,
  vae,
} from 'latent-torus';
import { type ConditionalVae, conditionalVae, oneHot } from './conditional';
import { trainDigits } from './data';
import { denoising } from './denoising';
import { squaredPixels } from './squared-pixels';

/** The report's layers: 784-128-latent-128-784, ReLU, Bernoulli pixels; `euclidean(d)` makes a VAE, `code(d)` an autoencoder. */
export const report1Model = (
  seed: number,
  latent: LatentSpace,
  hidden: readonly number[] = [128],
  objective?: Objective,
) => vae({ inputs: 784, hidden, latent, likelihood: bernoulli, objective, seed });

/** The report's code: Adam at 1e-3, batches of 128, 10 epochs. */
export const report1Options = (seed: number): FitOptions => ({
  epochs: atScale({ smoke: 1, lesson: 10, paper: 10 }),
  batchSize: 128,
  seed,
  learningRate: 1e-3,
});

/** The seeds at the scale in force: five at `paper`, one below. */
export const report1Seeds = () => atScale({ smoke: [1], lesson: [1], paper: [1, 2, 3, 4, 5] });

/** The latent dimensions that are compared, autoencoder and VAE with the same layers. */
export const report1Dimensions = [2, 10, 20, 32] as const;

/** The weights of the divergence that are compared. */
export const report1Betas = [0.25, 1, 4, 16] as const;

type Change = Partial<RunFamily> & {
  hidden?: readonly number[];
  objective?: Objective;
  change?: Partial<FitOptions>;
};

const family = (
  title: string,
  latent: () => LatentSpace,
  { hidden, objective, change, ...rest }: Change = {},
): RunFamily => ({
  title,
  model: (seed) => report1Model(seed, latent(), hidden, objective),
  data: async () => ({ x: await trainDigits() }),
  options: (seed) => ({ ...report1Options(seed), ...change }),
  ...rest,
});

const beta = (weight: number) =>
  family(`VAE of 10 dimensions, β = ${weight}`, () => euclidean(10), {
    change: { coefficients: { klWeight: weight } },
  });

/** Each with one model for each of `report1Seeds`, but 'vae-20-epochs', which is a check of one seed. */
export const report1Runs = runsOf(
  {
    'ae-2': family('Autoencoder as written, 2 dimensions', () => code(2)),
    'vae-2': family('VAE as written, 2 dimensions', () => euclidean(2)),
    'ae-10': family('Autoencoder, 10 dimensions', () => code(10)),
    'vae-10': family('VAE, 10 dimensions', () => euclidean(10)),
    'ae-20': family('Autoencoder, 20 dimensions', () => code(20)),
    'vae-20': family('VAE, 20 dimensions', () => euclidean(20)),
    'ae-32': family('Autoencoder as coded, 32 dimensions', () => code(32)),
    'vae-32': family('VAE, 32 dimensions', () => euclidean(32)),
    'vae-coded': family('VAE as coded, 784-400-20', () => euclidean(20), { hidden: [400] }),
    'vae-20-epochs': family('VAE as coded, 20 epochs', () => euclidean(20), {
      hidden: [400],
      seeds: [1],
      change: { epochs: atScale({ smoke: 1, lesson: 20, paper: 20 }) },
    }),
    'beta-quarter': beta(0.25),
    'beta-4': beta(4),
    'beta-16': beta(16),
    'ae-squared': {
      ...family('Autoencoder on squared error, 32 dimensions', () => code(32)),
      model: (seed) => vae({ inputs: 784, hidden: [128], latent: code(32), likelihood: squaredPixels, seed }),
    },
    denoising: family('Denoising autoencoder, 32 dimensions', () => code(32), { objective: denoising() }),
  },
  report1Seeds,
);

/** The runs of a β, in the order of `report1Betas`: β = 1 is the VAE of 10 dimensions itself. */
export const betaRuns = { 0.25: 'beta-quarter', 1: 'vae-10', 4: 'beta-4', 16: 'beta-16' } as const;

/** Conditional VAEs of 784-128-2, told the digit, one for each seed. */
export async function conditionalRuns(): Promise<{ seed: number; model: ConditionalVae }[]> {
  const train = await trainDigits();
  const y = oneHot(train.labels, train.classes.length);
  const models: { seed: number; model: ConditionalVae }[] = [];
  for (const seed of report1Seeds()) {
    const model = conditionalVae({ inputs: 784, classes: train.classes.length, hidden: [128], seed });
    await fit(model, { x: train, y }, { ...report1Options(seed), title: `Conditional VAE, seed ${seed}` });
    models.push({ seed, model });
  }
  y.dispose();
  return models;
}
