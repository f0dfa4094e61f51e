// The working paper's model and its training (sections 2.2 to 2.5) in one place, so that its notebooks share them.
import { type Images, sampleSize } from '@latent-torus/datasets';
import {
  bernoulli,
  constant,
  cosine,
  type Fit,
  type FitOptions,
  fit,
  gaussianTorus,
  type LatentSpace,
  tensor,
  type Vae,
  vae,
} from 'latent-torus';

export interface TorusPaperOptions {
  seed: number;
  /** By default the paper's: two Gaussian angles. */
  latent?: LatentSpace;
  /** By default the paper's 40; the schedule of the KL weight runs over all of them. */
  epochs?: number;
  /** The KL weight rises along (1), from 0 to 1; without annealing it is 1 throughout. By default true. */
  annealing?: boolean;
  title?: string;
  fit?: Partial<FitOptions>;
}

/** 784-400-(µ, log σ²), angles → (cos, sin), 4-400-784, Bernoulli pixels. Working paper, section 2.2. */
export const torusVae = (seed: number, latent: LatentSpace = gaussianTorus(2), inputs = 784): Vae =>
  vae({ inputs, hidden: [400], latent, likelihood: bernoulli, seed });

/**
 * Trains the paper's model as section 2.5 says: Adam at 1e-3, batches of 128, 40 epochs, weights that start as in
 * PyTorch. A training that was done before comes from the cache.
 * @returns the trained model and the record of its training
 */
export async function trainTorusPaper(
  images: Images,
  options: TorusPaperOptions,
): Promise<{ model: Vae; run: Fit }> {
  const { seed, latent, epochs = 40, annealing = true, title } = options;
  const model = torusVae(seed, latent, sampleSize(images));
  const x = tensor(images);
  try {
    const run = await fit(
      model,
      { x },
      {
        epochs,
        batchSize: 128,
        seed,
        learningRate: 1e-3,
        coefficients: { klWeight: annealing ? cosine(0, 1) : constant(1) },
        title: title ?? `${model.latent.name}, seed ${seed}`,
        ...options.fit,
      },
    );
    return { model, run };
  } finally {
    x.dispose();
  }
}
