// The trainings of 'Understanding variational autoencoders and their applications' by name.
import { runsOf } from '@latent-torus/node';
import { atScale } from '@latent-torus/settings';
import { code, euclidean, type FitOptions, vae } from 'latent-torus';
import { trainDigits } from './data';

/** 784-256-128-(µ, log σ²) of two latents, 2-128-256-784, Bernoulli pixels. Understanding, section 4. */
export const understandingVae = (seed: number) =>
  vae({ inputs: 784, hidden: [256, 128], latent: euclidean(2), seed });

/** The same layers round a code of two numbers: the general autoencoder of section 3. */
export const understandingAutoencoder = (seed: number) =>
  vae({ inputs: 784, hidden: [256, 128], latent: code(2), seed });

/** Understanding, section 4: Adam, batches of 64, 10 epochs. */
export const understandingOptions = (seed: number): FitOptions => ({
  epochs: atScale({ smoke: 2, lesson: 10, paper: 10 }),
  batchSize: 64,
  seed,
});

/** The seeds at the scale in force: five at `paper`, one below. */
export const understandingSeeds = () => atScale({ smoke: [1], lesson: [1], paper: [1, 2, 3, 4, 5] });

const data = async () => ({ x: await trainDigits() });

/** Each with one model for each of `understandingSeeds`. */
export const understandingRuns = runsOf(
  {
    plane: {
      title: 'VAE on a plane',
      model: understandingVae,
      data,
      options: understandingOptions,
    },
    autoencoder: {
      title: 'Autoencoder',
      model: understandingAutoencoder,
      data,
      options: understandingOptions,
    },
  },
  understandingSeeds,
);
