// The trainings of the torus paper's notebooks, by name.
import type { Images } from '@latent-torus/datasets';
import { emnistDigits } from '@latent-torus/datasets';
import { type RunFamily, runsOf } from '@latent-torus/node';
import { atScale } from '@latent-torus/settings';
import {
  bernoulli,
  byDirection,
  byNumber,
  constant,
  cosine,
  euclidean,
  type FitOptions,
  gaussianTorus,
  heatKernelTorus,
  type LatentSpace,
  latentSpace,
  normalPosterior,
  torus,
  uniformPrior,
  vae,
  wrappedNormalPosterior,
} from 'latent-torus';
import { emnistSplit, trainDigits } from './data';
import { binarise, blur, blurToEntropy } from './one-pipeline';

/** 784-400-(µ, log σ²), angles → (cos, sin), 4-400-784, Bernoulli pixels. Working paper, section 2.2. */
export const torusVae = (seed: number, latent: LatentSpace = gaussianTorus(2), inputs = 784) =>
  vae({ inputs, hidden: [400], latent, likelihood: bernoulli, seed });

/** Working paper, section 2.5: Adam at 1e-3, batches of 128, 40 epochs, KL weight from 0 to 1 along (1). */
export const torusOptions = (seed: number): FitOptions => ({
  epochs: atScale({ smoke: 2, lesson: 40, paper: 40 }),
  batchSize: 128,
  seed,
  learningRate: 1e-3,
  coefficients: { klWeight: cosine(0, 1) },
});

/** The seeds at the scale in force: five at `paper`, one below. */
export const torusSeeds = () => atScale({ smoke: [1], lesson: [1], paper: [1, 2, 3, 4, 5] });

const family = (
  title: string,
  data: () => Promise<Images>,
  latent?: () => LatentSpace,
  change: Partial<FitOptions> = {},
): RunFamily => ({
  title,
  model: (seed) => torusVae(seed, latent?.()),
  data: async () => ({ x: await data() }),
  options: (seed) => ({ ...torusOptions(seed), ...change }),
});

/** Digits of the letters' own source, to train on: the control of every latent space. */
const emnistTrain = async () => (await emnistSplit()).train;

/** MNIST's training digits, blurred until they are as grey as EMNIST's: measured on the first 500 of each. */
export async function blurredDigits(): Promise<{ images: Images; sigma: number }> {
  const [own, theirs] = [await trainDigits(), await emnistDigits()];
  const some = (images: Images): Images => ({
    ...images,
    count: 500,
    pixels: images.pixels.subarray(0, 500 * 784),
  });
  const sigma = blurToEntropy(some(own), some(theirs));
  return { images: blur(own, sigma), sigma };
}

/** The paper's posterior and prior round a direction: half of what sets the wrapped torus apart. */
export const gaussianByDirection = () =>
  latentSpace({ geometry: torus(2), location: byDirection, posterior: normalPosterior });

/** A wrapped posterior and a uniform prior round an unbounded number: the other half. */
export const wrappedByNumber = () =>
  latentSpace({
    geometry: torus(2),
    location: byNumber,
    posterior: wrappedNormalPosterior,
    prior: uniformPrior,
  });

/** Each with one model for each of `torusSeeds`. */
export const torusRuns = runsOf(
  {
    torus: family('Torus', trainDigits),
    circle: family('One angle', trainDigits, () => gaussianTorus(1)),
    'three-angles': family('Three angles', trainDigits, () => gaussianTorus(3)),
    'four-angles': family('Four angles', trainDigits, () => gaussianTorus(4)),
    plane: family('Plane', trainDigits, () => euclidean(2)),
    'no-annealing': family('Torus without annealing', trainDigits, undefined, {
      coefficients: { klWeight: constant(1) },
    }),
    wrapped: family('Wrapped posterior', trainDigits, () => heatKernelTorus(2)),
    direction: family('Gaussian angle by direction', trainDigits, gaussianByDirection),
    'wrapped-number': family('Wrapped posterior by number', trainDigits, wrappedByNumber),
    emnist: family('Torus, EMNIST digits', emnistTrain),
    'emnist-direction': family(
      'Gaussian angle by direction, EMNIST digits',
      emnistTrain,
      gaussianByDirection,
    ),
    'emnist-wrapped-number': family(
      'Wrapped posterior by number, EMNIST digits',
      emnistTrain,
      wrappedByNumber,
    ),
    'emnist-wrapped': family('Wrapped posterior, EMNIST digits', emnistTrain, () => heatKernelTorus(2)),
    'emnist-plane': family('Plane, EMNIST digits', emnistTrain, () => euclidean(2)),
    binarised: family('Torus, MNIST binarised', async () => binarise(await trainDigits())),
    blurred: family('Torus, MNIST blurred', async () => (await blurredDigits()).images),
  },
  torusSeeds,
);
