import { check, isCount } from '../checks';
import { inBatches } from '../inference/batches';
import type { Geometry } from '../latent';
import { tf } from '../tf';
import { checkPoints, distances, ownPoints } from './points';

const QUERIES = 250; // at a time: their distances to 10,000 points are 10 MB for each coordinate

/**
 * The nearest of the `points` for each query, nearest first, in the space's own distance.
 * @param queries [count, coordinates]
 * @param options.leaveOut the queries are the points themselves, and none is its own neighbour
 * @returns indices and distances: [count, k], the caller's to dispose
 */
export async function nearest(
  space: Geometry,
  queries: tf.Tensor,
  points: tf.Tensor,
  k: number,
  { leaveOut = false } = {},
): Promise<{ index: tf.Tensor2D; distance: tf.Tensor2D }> {
  checkPoints(space, queries);
  checkPoints(space, points);
  const available = points.shape[0] - (leaveOut ? 1 : 0);
  check(
    'k',
    k,
    isCount(k) && k <= available,
    `a whole number from 1 to ${available}, the number of points to choose from`,
  );
  const { index, distance } = await inBatches(
    'nearest neighbours',
    { queries },
    QUERIES,
    ({ queries: some }, first) => {
      const between = distances(space, some, points);
      const rows = () => tf.range(first, first + some.shape[0], 1, 'int32');
      const { values, indices } = tf.topk(
        tf.neg(leaveOut ? tf.add(between, ownPoints(rows(), points.shape[0])) : between),
        k,
      );
      return { index: indices, distance: tf.neg(values) };
    },
  );
  return { index: index as tf.Tensor2D, distance: distance as tf.Tensor2D };
}

/**
 * For each query the class that most of its k neighbours have; of classes as frequent, the one with the nearest member.
 * @param labels of all points that `index` may name
 */
export function vote(index: tf.Tensor2D, labels: ArrayLike<number>): Uint8Array {
  const [count, k] = index.shape;
  const neighbours = index.dataSync();
  const beyond = neighbours.find((point) => point >= labels.length);
  check(
    'the number of labels',
    labels.length,
    beyond === undefined,
    `one for each point; a neighbour is point ${beyond}`,
  );
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
 * The share of points whose class is that of most of their k nearest neighbours (themselves left out), in the space's own
 * distance.
 * @param points [count, coordinates]
 */
export async function neighbourAccuracy(
  space: Geometry,
  points: tf.Tensor,
  labels: ArrayLike<number>,
  k = 10,
): Promise<number> {
  checkPoints(space, points, labels);
  const { index, distance } = await nearest(space, points, points, k, { leaveOut: true });
  const voted = vote(index, labels);
  tf.dispose([index, distance]);
  return voted.reduce((hits, label, i) => hits + Number(label === labels[i]), 0) / labels.length;
}
