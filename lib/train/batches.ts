// The order of the data and the seeds of the noise: functions of seed, epoch and step alone, so that a training can
// stop and go on anywhere, and a replica sees what the single model of its seed sees.
import { Random, seedFor } from '@latent-torus/random';

/** The rows of the data in the order in which an epoch visits them. */
export const orderOf = (seed: number, epoch: number, rows: number): Int32Array =>
  new Random(`${seed}/order/${epoch}`).permutation(rows);

/** The stream of a training's noise: the first number of each step's seed pair. */
export const noiseStream = (seed: number): number => seedFor(seed, 'noise');

/** The seed pair of a step's noise; steps count from 0 over the whole training. */
export const noiseSeed = (seed: number, step: number): [number, number] => [noiseStream(seed), step];
