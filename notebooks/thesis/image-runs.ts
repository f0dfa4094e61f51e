// The trainings of the thesis' chapter 10: one model for each latent space, whose replicas have the three σ_X; and loops from
// many seeds.
import type { Samples } from '@latent-torus/datasets';
import { type RunFamily, runsOf } from '@latent-torus/node';
import { atScale } from '@latent-torus/settings';
import {
  cosine,
  euclidean,
  type FitOptions,
  gaussian,
  heatKernelTorus,
  type LatentSpace,
  type Schedule,
  vae,
} from 'latent-torus';
import { objectImages, shiftedImages } from './image-data';

/** σ_X of the decoders, a replica for each. */
export const imageSigmas: readonly number[] = [1, 0.1, 0.01];

/** The sides of the images, the hidden layers and the steps of batch size all, at the scale in force. */
export const shiftSize = () =>
  atScale({
    smoke: { side: 16, hidden: [24, 24], steps: 20 },
    lesson: { side: 16, hidden: [64, 64], steps: 1500 },
    paper: { side: 64, hidden: [1365, 1365, 1365], steps: 600 },
  } as const);
export const objectSize = () =>
  atScale({
    smoke: { side: 32, hidden: [24, 24], steps: 20 },
    lesson: { side: 32, hidden: [64, 64], steps: 1000 },
    paper: { side: 32, hidden: [341, 341], steps: 4000 },
  } as const);
/** Of the loops from many seeds. */
export const loopSize = () =>
  atScale({
    smoke: { side: 16, hidden: [24, 24], steps: 20, seeds: 4 },
    lesson: { side: 16, hidden: [64, 64], steps: 1500, seeds: 20 },
    paper: { side: 32, hidden: [128, 128], steps: 1000, seeds: 20 },
  } as const);

export interface ImageModelOptions {
  inputs: number;
  hidden: readonly number[];
  latent: LatentSpace;
  /** σ_X, one for each seed. */
  sigmas: readonly number[];
  seeds: readonly number[];
}

/** D-(hidden layers)-(posterior) and back, Gaussian of fixed σ_X: thesis, section 3.5. A replica for each seed. */
export const imageVae = ({ inputs, hidden, latent, sigmas, seeds }: ImageModelOptions) =>
  vae({ inputs, hidden, latent, likelihood: gaussian(sigmas), seed: seeds });

/** σ_X begins at 1 and shrinks to `sigma` over the first half: a KL weight of (σ_now/σ)², from 1/σ² to 1 in equal ratios. */
export const fromWide =
  (sigma: number): Schedule =>
  (epoch, epochs) =>
    sigma ** -Math.max(0, 2 - (4 * epoch) / epochs);

const options = (seeds: readonly number[], steps: number, batchSize: number): FitOptions => ({
  epochs: steps,
  batchSize,
  seed: seeds,
  learningRate: cosine(1e-3, 0),
});

type Size = { side: number; hidden: readonly number[]; steps: number };

function bySigma(
  title: string,
  latent: () => LatentSpace,
  size: () => Size,
  count: () => number,
  data: () => Promise<Samples>,
): RunFamily {
  const seeds = imageSigmas.map((_, i) => i + 1);
  return {
    title,
    seeds: [1],
    model: () =>
      imageVae({
        inputs: size().side ** 2,
        hidden: size().hidden,
        latent: latent(),
        sigmas: imageSigmas,
        seeds,
      }),
    data: async () => ({ x: await data() }),
    options: () => options(seeds, size().steps, count()),
  };
}
const shift = (title: string, latent: () => LatentSpace) =>
  bySigma(
    title,
    latent,
    shiftSize,
    () => shiftSize().side,
    async () => shiftedImages(shiftSize().side),
  );
const object = (title: string, latent: () => LatentSpace) =>
  bySigma(
    title,
    latent,
    objectSize,
    () => 72,
    () => objectImages(objectSize().side),
  );

/** σ_X of the loops from many seeds. */
export const loopSigma = 0.1;
export const loopSeeds = () => Array.from({ length: loopSize().seeds }, (_, i) => i + 1);

function fromSeeds(title: string, latent: () => LatentSpace, annealed: boolean): RunFamily {
  return {
    title,
    seeds: [1],
    model: () =>
      imageVae({
        inputs: loopSize().side ** 2,
        hidden: loopSize().hidden,
        latent: latent(),
        sigmas: loopSeeds().map(() => loopSigma),
        seeds: loopSeeds(),
      }),
    data: async () => ({ x: shiftedImages(loopSize().side) }),
    options: () => ({
      ...options(loopSeeds(), loopSize().steps, loopSize().side),
      ...(annealed ? { coefficients: { klWeight: fromWide(loopSigma) } } : {}),
    }),
  };
}

/** Each with one model of several replicas: `replica(model, r)` takes one out. */
export const imageRuns = runsOf(
  {
    'shift-plane': shift('Shifted image, plane', () => euclidean(2)),
    'shift-circle': shift('Shifted image, circle', () => heatKernelTorus(1)),
    'object-plane': object('Object, plane', () => euclidean(2)),
    'object-circle': object('Object, circle', () => heatKernelTorus(1)),
    'loops-plane': fromSeeds('Loops in a plane', () => euclidean(2), false),
    'loops-circle': fromSeeds('Loops on a circle', () => heatKernelTorus(1), false),
    'loops-plane-wide': fromSeeds('Loops in a plane, σ_X from large', () => euclidean(2), true),
    'loops-circle-wide': fromSeeds('Loops on a circle, σ_X from large', () => heatKernelTorus(1), true),
  },
  () => [1],
);
