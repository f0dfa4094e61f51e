// One model for each digit that is held out as the anomaly, trained side by side on the nine others.
import { type Images, subset, take } from '@latent-torus/datasets';
import { atScale } from '@latent-torus/settings';
import { code, euclidean, type Fit, fit, tensor, tf, type Vae, vae } from 'latent-torus';
import { trainDigits } from './data';
import { understandingOptions } from './understanding-runs';

/** Training images for each of the ten models, none of its held-out digit. */
export const heldOutRows = () => atScale({ smoke: 400, lesson: 4_000, paper: 20_000 });

/** The seeds of the sweep at the scale in force: two at `paper`, one below. */
export const heldOutSeeds = () => atScale({ smoke: [1], lesson: [1], paper: [1, 2] });

/** As many images for each digit that is held out, drawn from the nine others with a fixed seed. */
export function withoutEach(images: Images, rows: number): Images[] {
  return images.classes.map((name, held) => {
    const others = [...images.labels.keys()].filter((i) => images.labels[i] !== held);
    return subset(take(images, others, `${images.name} without ${name}`), rows, 1);
  });
}

/** Ten models that train side by side, replica d without the digit d. */
export interface HeldOut {
  readonly model: Vae;
  readonly fit: Fit;
}

/**
 * Trains 784-256-128-latents ten times, each time without one digit: as replicas with data of their own.
 * @param kind a VAE, or the autoencoder with the same layers
 * @param latents of each
 */
export async function heldOutModels(
  kind: 'vae' | 'autoencoder',
  latents: number,
  seed: number,
): Promise<HeldOut> {
  const latent = kind === 'vae' ? euclidean(latents) : code(latents);
  const sets = withoutEach(await trainDigits(), heldOutRows());
  const seeds = sets.map(() => seed);
  const model = vae({ inputs: 784, hidden: [256, 128], latent, seed: seeds });
  const x = tf.tidy(() => tf.stack(sets.map(tensor))); // [10, rows, 784]
  try {
    const title = `${kind === 'vae' ? 'VAE' : 'Autoencoder'}, ${latents} latents, ten digits held out`;
    const options = { ...understandingOptions(seed), title, seed: seeds, dataPerReplica: true };
    return { model, fit: await fit(model, { x }, options) };
  } finally {
    x.dispose();
  }
}
