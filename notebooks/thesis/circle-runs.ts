// The trainings of the thesis on a circle: for each model nine settings (noise on the data × σ_X) and some repetitions of each,
// all trained side by side as replicas of one model.
import { runsOf } from '@latent-torus/node';
import { atScale } from '@latent-torus/settings';
import {
  cosine,
  euclidean,
  type FitOptions,
  gaussian,
  type LatentSpace,
  type Schedule,
  tf,
  vae,
} from 'latent-torus';
import { circleData, dataNoises, signalLength } from './circle-data';
import { diffusionSpaces } from './printed-diffusion';

/** σ_X of the decoders, in the order of the thesis' figures. */
export const decoderSigmas: readonly number[] = [1, 0.1, 0.01];

/** One training: the noise σ on its data, the decoder's σ_X, and which of the repetitions it is, from 1. */
export interface CircleSetting {
  readonly noise: number;
  readonly sigmaX: number;
  readonly repetition: number;
}

/** Repetitions of each setting at the scale in force: the thesis has five. */
export const repetitions = () => atScale({ smoke: 1, lesson: 3, paper: 5 });

/** Data noise by data noise, σ_X by σ_X: the settings of the replicas in order. */
export function circleSettings(
  noises: readonly number[] = dataNoises,
  sigmas: readonly number[] = decoderSigmas,
  times = repetitions(),
): CircleSetting[] {
  return noises.flatMap((noise) =>
    sigmas.flatMap((sigmaX) =>
      Array.from({ length: times }, (_, i) => ({ noise, sigmaX, repetition: i + 1 })),
    ),
  );
}

/** Datapoints in X_σ: the thesis has 10,000. */
const size = () => atScale({ smoke: 400, lesson: 10_000, paper: 10_000 });

/** The seed of each replica: its place in all settings and repetitions, so that a part of a sweep has the same seeds. */
const seedsOf = (settings: readonly CircleSetting[]) =>
  settings.map(({ noise, sigmaX, repetition }) => {
    const place = dataNoises.indexOf(noise) * decoderSigmas.length + decoderSigmas.indexOf(sigmaX);
    return 100 * (place + 1) + repetition;
  });

/** 25-8-8-(posterior), latent space, 8-8-25, Gaussian of fixed σ_X: sections 3.5, 4 and 7; a replica for each setting. */
export const circleVae = (latent: LatentSpace, settings: readonly CircleSetting[] = circleSettings()) =>
  vae({
    inputs: signalLength,
    hidden: [Math.floor(signalLength / 3), Math.floor(signalLength / 3)],
    latent,
    likelihood: gaussian(settings.map(({ sigmaX }) => sigmaX)),
    seed: seedsOf(settings),
  });

/** X_σ of each setting, the same for its repetitions: [replicas, N, D]. */
export function circleTrainingData(settings: readonly CircleSetting[] = circleSettings()): { x: tf.Tensor } {
  const sets = new Map(dataNoises.map((noise) => [noise, circleData(noise, { count: size() }).pixels]));
  const all = new Float32Array(settings.length * size() * signalLength);
  settings.forEach(({ noise }, i) => all.set(sets.get(noise)!, i * size() * signalLength));
  return { x: tf.tensor(all, [settings.length, size(), signalLength]) };
}

/**
 * Adam from 1e-3 to 0 along half a cosine, batches of 100: at `paper` 60,000 steps. The thesis has 10⁵ epochs at 1e-4 and no
 * batch; read as one step each.
 */
export const circleOptions = (settings: readonly CircleSetting[] = circleSettings()): FitOptions => ({
  epochs: atScale({ smoke: 3, lesson: 60, paper: 600 }),
  batchSize: 100,
  seed: seedsOf(settings),
  learningRate: cosine(1e-3, 0),
  dataPerReplica: true,
});

/** From `start` to 1 over the first half of the training, in equal ratios; then 1. */
export const inRatiosFrom =
  (start: number): Schedule =>
  (epoch, epochs) =>
    start ** Math.max(0, 1 - (2 * epoch) / epochs);

/** σ_X that all settings of an annealed sweep begin with. */
export const firstSigma = 0.3;

/**
 * What brings more repetitions to the circle: all begin at one σ_X = 0.3, where neither the posterior collapses nor a loop stays
 * knotted, and go to their own σ_X over the first half of the training. A weight β on the divergence does that, as with it σ_X
 * counts as σ_X√β (section 4.3): β from (0.3/σ_X)² to 1.
 */
export const annealedOptions = (settings: readonly CircleSetting[] = circleSettings()): FitOptions => ({
  ...circleOptions(settings),
  coefficients: { klWeight: settings.map(({ sigmaX }) => inRatiosFrom((firstSigma / sigmaX) ** 2)) },
});

/** The thesis' own steps, as far as it gives them: Adam at 1e-4, 10⁵ steps. Batches of 1,000 stand for the whole data set. */
const ownOptions = (settings: readonly CircleSetting[] = circleSettings()): FitOptions => ({
  ...circleOptions(settings),
  epochs: atScale({ smoke: 3, lesson: 100, paper: 10_000 }),
  batchSize: atScale({ smoke: 100, lesson: 1000, paper: 1000 }),
  learningRate: 1e-4,
});

const sweep = (
  title: string,
  latent: () => LatentSpace,
  options: (settings: readonly CircleSetting[]) => FitOptions = circleOptions,
  settings: () => CircleSetting[] = circleSettings,
) => ({
  title,
  seeds: [1],
  settings,
  model: () => circleVae(latent(), settings()),
  data: async () => circleTrainingData(settings()),
  options: () => options(settings()),
});

const onePerSigma = () => circleSettings([0.1], decoderSigmas, 1);

/** The sweeps by name, each with its settings. */
export const circleSweeps = {
  baseline: sweep('Baseline', () => euclidean(2)),
  printed: sweep('Diffusion as printed', () => diffusionSpaces.printed(1)),
  literal: sweep(
    'Diffusion, (7.9) literally',
    () => diffusionSpaces.literal(1),
    circleOptions,
    () => circleSettings([0.01]),
  ),
  right: sweep('Diffusion, right', () => diffusionSpaces.right(1)),
  'baseline-annealed': sweep('Baseline, σ_X from 0.3', () => euclidean(2), annealedOptions),
  'printed-annealed': sweep(
    'Diffusion as printed, σ_X from 0.3',
    () => diffusionSpaces.printed(1),
    annealedOptions,
  ),
  'right-annealed': sweep('Diffusion, right, σ_X from 0.3', () => diffusionSpaces.right(1), annealedOptions),
  'baseline-own': sweep("Baseline, the thesis' steps", () => euclidean(2), ownOptions, onePerSigma),
  'printed-own': sweep(
    "Diffusion as printed, the thesis' steps",
    () => diffusionSpaces.printed(1),
    ownOptions,
    onePerSigma,
  ),
};

export type CircleSweep = keyof typeof circleSweeps;

/** Each with one model, a replica for each of its settings (`circleSweeps[name].settings()`). */
export const circleRuns = runsOf<CircleSweep>(circleSweeps, () => [1]);
