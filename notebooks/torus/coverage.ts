import type { tf } from 'latent-torus';
import { labelEntropy } from './label-entropy';

/** Cells of the grid in each direction: 36 × 36, ten degrees each. */
const SIDE = 36;

/** How many points are in each cell of the grid that has any. [count, 2] */
function occupied(angles: tf.Tensor2D): number[] {
  const values = angles.dataSync();
  const counts = new Map<number, number>();
  const column = (angle: number) =>
    Math.min(SIDE - 1, Math.floor(((angle + Math.PI) / (2 * Math.PI)) * SIDE));
  for (let i = 0; i < values.length; i += 2) {
    const cell = column(values[i]) * SIDE + column(values[i + 1]);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return [...counts.values()];
}

/** The share of the torus that points cover: of a grid of 36 × 36 cells, those with a point in them. [count, 2] */
export const coveredShare = (angles: tf.Tensor2D): number => occupied(angles).length / SIDE ** 2;

/**
 * The share of the torus that points fill evenly: exp(H) of 36 × 36 cells, with H the entropy of the points' shares over
 * the cells. A cell with one point counts less than one with many; 1: all cells have as many. [count, 2]
 */
export const effectiveShare = (angles: tf.Tensor2D): number =>
  Math.exp(labelEntropy(occupied(angles))) / SIDE ** 2;
