import type { LatentSpace } from '../latent';
import { tf } from '../tf';
import { overBatches } from './over-batches';

const QUERIES = 250; // at a time: their distances to 10,000 points are 10 MB for each coordinate

/** The distances between all pairs of a few points and many: [queries, dimensions], [points, dimensions] → [queries, points]. */
export const distances = (latent: LatentSpace, queries: tf.Tensor, points: tf.Tensor): tf.Tensor2D =>
  tf.tidy(() => latent.distance(tf.expandDims(queries, 1), tf.expandDims(points, 0)) as tf.Tensor2D);

/**
 * The nearest of the `points` for each query, nearest first, in the latent space's own distance.
 * @param queries [count, dimensions]
 * @param options.leaveOut the queries are the points themselves, and none is its own neighbour
 * @returns indices and distances: [count, k]
 */
export function nearest(
  latent: LatentSpace,
  queries: tf.Tensor,
  points: tf.Tensor,
  k: number,
  { leaveOut = false } = {},
): { index: tf.Tensor2D; distance: tf.Tensor2D } {
  const available = points.shape[0] - (leaveOut ? 1 : 0);
  if (!Number.isInteger(k) || k < 1 || k > available) {
    throw new RangeError(
      `k is ${k}; expected a whole number from 1 to ${available}, the number of points to choose from`,
    );
  }
  const { index, distance } = overBatches({ queries }, QUERIES, ({ queries: some }, first) => {
    let between: tf.Tensor = distances(latent, some, points);
    if (leaveOut) {
      const own = tf.oneHot(tf.range(first, first + some.shape[0], 1, 'int32'), points.shape[0]);
      between = tf.add(between, tf.mul(tf.cast(own, 'float32'), 1e9));
    }
    const { values, indices } = tf.topk(tf.neg(between), k);
    return { index: indices, distance: tf.neg(values) };
  });
  return { index: index as tf.Tensor2D, distance: distance as tf.Tensor2D };
}

/** For each query the class that most of its k neighbours have; of classes as frequent, the one with the nearest member. */
export function vote(index: tf.Tensor2D, labels: Uint8Array): Uint8Array {
  const [count, k] = index.shape;
  const neighbours = index.dataSync();
  return Uint8Array.from({ length: count }, (_, row) => {
    const votes = new Map<number, number>();
    for (let i = 0; i < k; i++) {
      const label = labels[neighbours[row * k + i]];
      votes.set(label, (votes.get(label) ?? 0) + 1);
    }
    return [...votes].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0]; // the first met is the nearest
  });
}

/**
 * The share of points whose class is that of most of their k nearest neighbours (themselves left out), in the latent
 * space's own distance.
 * @param points [count, dimensions]
 */
export function neighbourAccuracy(
  latent: LatentSpace,
  points: tf.Tensor,
  labels: Uint8Array,
  k = 10,
): number {
  checkLabels(points, labels);
  return tf.tidy(() => {
    const voted = vote(nearest(latent, points, points, k, { leaveOut: true }).index, labels);
    return voted.reduce((hits, label, i) => hits + Number(label === labels[i]), 0) / labels.length;
  });
}

/** @throws RangeError unless there is a label for each point */
export function checkLabels(points: tf.Tensor, labels: Uint8Array): void {
  if (points.shape[0] !== labels.length) {
    throw new RangeError(`${labels.length} labels for ${points.shape[0]} points; expected one for each`);
  }
}
