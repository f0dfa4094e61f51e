// The trainings of 'Variational autoencoders 2' by name.
import { subset } from '@latent-torus/datasets';
import { runsOf } from '@latent-torus/node';
import { atScale } from '@latent-torus/settings';
import { euclidean, type FitOptions, vae } from 'latent-torus';
import { convolutional, transposedConvolutional } from './convolutional';
import { trainDigits } from './data';

/** Convolutions of stride 2 with 32 and 64 filters, 16 units, two latents, and back. Report 2: the Keras example's model. */
export const convolutionalVae = (seed: number) =>
  vae({
    inputs: 784,
    encoder: convolutional(),
    decoder: transposedConvolutional(),
    latent: euclidean(2),
    seed,
  });

/**
 * Fewer images than the 60,000 there are, as convolutions are slow on a processor without a graphics card. The test set is
 * held out, which the Keras example does not do.
 */
export const report2Digits = async () => {
  const train = await trainDigits();
  const count = atScale({ smoke: 128, lesson: 5_000, paper: 10_000 });
  return count < train.count ? subset(train, count, 1) : train;
};

/** Adam at 1e-3, batches of 64 (the example: 128), so that fewer images still make enough steps. */
export const report2Options = (seed: number): FitOptions => ({
  epochs: atScale({ smoke: 1, lesson: 6, paper: 10 }),
  batchSize: 64,
  seed,
  execution: 'graph', // XLA has no fast convolutions for the processor
});

/** The seeds at the scale in force: three at `paper`, one below. */
export const report2Seeds = () => atScale({ smoke: [1], lesson: [1], paper: [1, 2, 3] });

/** One model for each of `report2Seeds`. */
export const report2Runs = runsOf(
  {
    convolutional: {
      title: 'Convolutional VAE',
      model: convolutionalVae,
      data: async () => ({ x: await report2Digits() }),
      options: report2Options,
    },
  },
  report2Seeds,
);
