import { distances, type LatentSpace, tf } from 'latent-torus';

/**
 * The latent offset of points: the distance to the nearest cluster centre, the latent space's own (on the
 * torus the short way round, in radians): [count]. Working paper, sections 1 and 4.1; it leaves the measure
 * open.
 * @param points [count, dimensions]
 * @param centres [classes, dimensions], as `classCircles` gives them; a class without members (NaN) is passed
 *   over
 */
export function latentOffset(latent: LatentSpace, points: tf.Tensor, centres: tf.Tensor): Float32Array {
  return tf.tidy(() => {
    const between = distances(latent, points, centres); // [count, classes]
    const offset = tf.min(tf.where(tf.isNaN(between), tf.fill(between.shape, Infinity), between), 1);
    const values = offset.dataSync() as Float32Array;
    if (values.includes(Infinity)) {
      throw new RangeError('latentOffset: there is no centre without NaN, or a point is NaN');
    }
    return values;
  });
}
