import { type LatentSpace, tf } from 'latent-torus';
import { classCircles } from './circular';

/**
 * For each class the point that is nearest to the class' centre, and the distance of every point to the
 * centre of its own class, on a torus.
 * @param angles [count, angles]
 * @param labels [count], every class of 0 to `classes` − 1 occurs
 */
export function representatives(
  latent: LatentSpace,
  angles: tf.Tensor2D,
  labels: Uint8Array,
  classes: number,
): { index: number[]; toCentre: Float32Array } {
  const { centres } = classCircles(angles, labels, classes);
  const toCentre = tf.tidy(
    () =>
      latent
        .distance(angles, tf.gather(centres, tf.tensor1d(Int32Array.from(labels), 'int32')))
        .dataSync() as Float32Array,
  );
  centres.dispose();
  const index = Array.from({ length: classes }, (_, label) => {
    let best = -1;
    labels.forEach((own, i) => {
      if (own === label && (best < 0 || toCentre[i] < toCentre[best])) best = i;
    });
    if (best < 0)
      throw new RangeError(`representatives: no point of class ${label}; expected one of each of ${classes}`);
    return best;
  });
  return { index, toCentre };
}
