// Circular statistics of classes on a torus (Mardia and Jupp, Directional Statistics, 2000, chapter 2): angles have no
// mean that ignores the seam, their points on the circle do.
import { check, checkPoints, tf } from 'latent-torus';

/** Mean direction and spread of each class. */
export interface ClassCircles {
  /** The mean direction of each angle: [classes, angles], NaN for an empty class. */
  readonly centres: tf.Tensor2D;
  /** Circular variance 1 − R, the mean over the angles (0: one point, 1: spread evenly round): [classes]. */
  readonly dispersion: Float32Array;
}

/**
 * @param angles [count, angles] in radians
 * @param labels [count] of the classes 0 to `classes` − 1
 */
export function classCircles(angles: tf.Tensor, labels: Uint8Array, classes: number): ClassCircles {
  checkPoints({ name: 'a torus', coordinates: angles.shape[1] ?? 0 }, angles, labels);
  const stray = labels.find((label) => label >= classes);
  check('a label', stray, stray === undefined, `a class below ${classes}`);
  return tf.tidy(() => {
    const members = tf.cast(
      tf.equal(tf.tensor2d(Int32Array.from(labels), [labels.length, 1]), tf.range(0, classes, 1, 'int32')),
      'float32',
    ) as tf.Tensor2D; // [count, classes]
    const sizes = tf.reshape(tf.sum(members, 0), [classes, 1]);
    const meanOf = (values: tf.Tensor) => tf.div(tf.matMul(members, values as tf.Tensor2D, true), sizes); // [classes, angles]
    const [x, y] = [meanOf(tf.cos(angles)), meanOf(tf.sin(angles))];
    const length = tf.sqrt(tf.add(tf.square(x), tf.square(y)));
    const dispersion = tf.mean(tf.sub(1, length), 1).dataSync() as Float32Array;
    return { centres: tf.keep(tf.atan2(y, x) as tf.Tensor2D), dispersion };
  });
}
