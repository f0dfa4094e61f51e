import { seedFor } from '@latent-torus/random';
import { check, isSeed } from '../checks';
import type { Seeds } from '../models';
import { normalNoise } from '../runtime';
import { tf } from '../tf';

type Replicated = { readonly replicas?: number };

/** Rows that all replicas share, with their axis: [rows, …] → [...replicas, rows, …]. */
export const forReplicas = (rows: tf.Tensor, { replicas }: Replicated): tf.Tensor =>
  replicas ? tf.tile(tf.expandDims(rows, 0), [replicas, ...rows.shape.map(() => 1)]) : rows;

/** The axis of the rows in what a model with or without replicas gives. */
export const rowAxis = ({ replicas }: Replicated): number => (replicas ? 1 : 0);

/**
 * Noise for a batch of rows: [...replicas, ...shape].
 * @param seed one for all replicas, which then see the same noise, or one for each
 * @param use what the noise is for: streams of different uses have nothing in common
 * @param first the number of the batch's first row
 */
export function batchNoise(model: Replicated, shape: number[], seed: Seeds, use: string, first: number): tf.Tensor {
  const { replicas } = model;
  const seeds = typeof seed === 'number' ? new Array<number>(replicas ?? 1).fill(seed) : [...seed];
  check('seed', seed, seeds.every(isSeed), 'a whole number from 0 to 2³² − 1, or one for each replica');
  check(
    'seed',
    seed,
    seeds.length === (replicas ?? 1),
    replicas ? `one seed, or ${replicas}, one for each replica` : 'one seed',
  );
  const draw = (own: number) => normalNoise(shape, [seedFor(own, use), first]);
  return replicas ? tf.stack(seeds.map(draw)) : draw(seeds[0]);
}
