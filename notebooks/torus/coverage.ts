import type { tf } from 'latent-torus';

/** Cells of the grid in each direction: 36 × 36, ten degrees each. */
const SIDE = 36;

/** The share of the torus that points cover: of a grid of 36 × 36 cells, those with a point in them. [count, 2] */
export function coveredShare(angles: tf.Tensor2D): number {
  const values = angles.dataSync();
  const cells = new Set<number>();
  const cell = (angle: number) => Math.min(SIDE - 1, Math.floor(((angle + Math.PI) / (2 * Math.PI)) * SIDE));
  for (let i = 0; i < values.length; i += 2) cells.add(cell(values[i]) * SIDE + cell(values[i + 1]));
  return cells.size / SIDE ** 2;
}
