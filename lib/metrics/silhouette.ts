import { inBatches } from '../inference/batches';
import type { Geometry } from '../latent';
import { tf } from '../tf';
import { checkPoints, distances } from './points';

/**
 * The silhouette of each point in the space's own distance: (b − a) / max(a, b), with a its mean distance to the others of
 * its class and b the least mean distance to another class; 0 for the only member of a class (Rousseeuw 1987). Near 1:
 * inside its class; below 0: nearer to another.
 * @param points [count, coordinates]
 */
export async function silhouettes(
  space: Geometry,
  points: tf.Tensor,
  labels: ArrayLike<number>,
): Promise<Float32Array> {
  checkPoints(space, points, labels);
  const classes = [...new Set(Array.from(labels))];
  if (classes.length < 2) throw new RangeError('silhouettes: all points have one class; expected two classes or more');
  const [members, sizes] = tf.tidy(() => {
    const own = tf.tensor1d(
      Int32Array.from(labels, (label) => classes.indexOf(label)),
      'int32',
    );
    const all = tf.cast(tf.oneHot(own, classes.length), 'float32'); // [count, classes]
    return [all, tf.sum(all, 0)];
  });
  try {
    const { value } = await inBatches('silhouettes', { points, members }, 250, ({ points: some, members: own }) => {
      const sums = tf.matMul(distances(space, some, points), members as tf.Tensor2D); // [rows, classes]
      const ownSize = tf.sum(tf.mul(own, sizes), 1);
      const inside = tf.div(tf.sum(tf.mul(own, sums), 1), tf.maximum(tf.sub(ownSize, 1), 1));
      const outside = tf.min(tf.add(tf.div(sums, sizes), tf.mul(own, 1e9)), 1);
      const ratio = tf.div(tf.sub(outside, inside), tf.maximum(tf.maximum(outside, inside), 1e-12));
      return { value: tf.where(tf.equal(ownSize, 1), tf.zerosLike(ratio), ratio) };
    });
    const values = value.dataSync() as Float32Array;
    value.dispose();
    return values;
  } finally {
    tf.dispose([members, sizes]);
  }
}

/** The mean silhouette. */
export async function silhouette(space: Geometry, points: tf.Tensor, labels: ArrayLike<number>): Promise<number> {
  const values = await silhouettes(space, points, labels);
  return values.reduce((a, b) => a + b, 0) / values.length;
}
