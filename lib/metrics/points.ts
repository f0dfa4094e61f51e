import type { Geometry } from '../latent';
import { tf } from '../tf';

/**
 * @param points [count, coordinates]
 * @throws RangeError for points of another space, or coordinates that are not finite; for another number of labels
 */
export function checkPoints(
  space: Pick<Geometry, 'name' | 'coordinates'>,
  points: tf.Tensor,
  labels?: ArrayLike<number>,
): void {
  const [count, coordinates] = points.shape;
  if (points.rank !== 2 || coordinates !== space.coordinates) {
    throw new RangeError(
      `the points have the shape [${points.shape}]; expected [count, ${space.coordinates}] on ${space.name}`,
    );
  }
  const bad = tf.tidy(() => tf.sum(tf.cast(tf.logicalNot(tf.isFinite(points)), 'float32')).dataSync()[0]);
  if (bad)
    throw new RangeError(`${bad} coordinates of the points are not finite; look for NaN in the weights or the data`);
  if (labels && labels.length !== count) {
    throw new RangeError(`${labels.length} labels for ${count} points; expected one for each`);
  }
}

/** The distances between all pairs of a few points and many: [queries, coordinates], [points, coordinates] → [queries, points]. */
export const distances = (space: Geometry, queries: tf.Tensor, points: tf.Tensor): tf.Tensor2D =>
  tf.tidy(() => space.distance(tf.expandDims(queries, 1), tf.expandDims(points, 0)) as tf.Tensor2D);

/** Far beyond any distance, where each of the points in a batch meets itself: [batch, points]. */
export const ownPoints = (rows: tf.Tensor1D, points: number): tf.Tensor =>
  tf.mul(tf.cast(tf.oneHot(rows, points), 'float32'), 1e9);
