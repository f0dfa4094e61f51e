import type { RunSize } from '@latent-torus/node';

/**
 * What a run will take: estimated, as sweeps plan with it. On two cores of an x86-64 server a step of the torus VAE (0.64
 * million weights, batches of 128) took 2.7 ms, so a dense step takes 6 · weights · batch / 1.8e11 s, and its overhead where
 * that is more. Convolutions use a weight many times and take longer.
 */
export function costOf({ weights, steps, batchSize }: RunSize): { minutes: number; megabytes: number } {
  const step = Math.max(1e-4, (6 * weights * batchSize) / 1.8e11); // seconds
  const start = 10; // of Node with TensorFlow, and of the data
  return {
    minutes: Number(((steps * step + start) / 60).toFixed(2)),
    megabytes: 100 * Math.ceil((900 + (16 * weights) / 1e6) / 100), // weights, moments and gradients
  };
}
