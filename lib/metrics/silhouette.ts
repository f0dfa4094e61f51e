import type { LatentSpace } from '../latent';
import { tf } from '../tf';
import { checkLabels, distances } from './neighbours';
import { overBatches } from './over-batches';

/**
 * The silhouette of each point in the latent space's own distance: (b − a) / max(a, b), with a its mean distance to the
 * others of its class and b the least mean distance to another class; 0 for the only member of a class
 * (Rousseeuw 1987). Near 1: inside its class; below 0: nearer to another.
 * @param points [count, dimensions]
 */
export function silhouettes(latent: LatentSpace, points: tf.Tensor, labels: Uint8Array): Float32Array {
  checkLabels(points, labels);
  const classes = [...new Set(labels)];
  if (classes.length < 2)
    throw new RangeError('silhouettes: all points have one class; expected two classes or more');
  return tf.tidy(() => {
    const members = tf.cast(
      tf.oneHot(tf.tensor1d(Int32Array.from(labels, (label) => classes.indexOf(label))), classes.length),
      'float32',
    );
    const sizes = tf.sum(members, 0); // [classes]
    return overBatches({ points, members }, 250, ({ points: some, members: own }) => {
      const sums = tf.matMul(distances(latent, some, points), members as tf.Tensor2D); // [rows, classes]
      const ownSize = tf.sum(tf.mul(own, sizes), 1);
      const inside = tf.div(tf.sum(tf.mul(own, sums), 1), tf.maximum(tf.sub(ownSize, 1), 1));
      const outside = tf.min(tf.add(tf.div(sums, sizes), tf.mul(own, 1e9)), 1);
      const value = tf.div(tf.sub(outside, inside), tf.maximum(tf.maximum(outside, inside), 1e-12));
      return { value: tf.where(tf.equal(ownSize, 1), tf.zerosLike(value), value) };
    }).value.dataSync() as Float32Array;
  });
}

/** The mean silhouette. */
export function silhouette(latent: LatentSpace, points: tf.Tensor, labels: Uint8Array): number {
  const values = silhouettes(latent, points, labels);
  return values.reduce((a, b) => a + b, 0) / values.length;
}
