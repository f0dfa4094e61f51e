import { tf } from 'latent-torus';
import { imageNeighbours } from './image-neighbours';

export interface PrecisionRecall {
  /** The share of generated images within the reach of a real one: do they look real? */
  readonly precision: number;
  /** The share of real images within the reach of a generated one: is every kind of image generated? */
  readonly recall: number;
}

/**
 * Improved precision and recall (Kynkäänniemi and others 2019), on pixels: the reach of an image is its distance to its k-th
 * nearest neighbour among its own kind. Both kinds should be as many, and no real image may be one of those trained on.
 * @param generated [count, pixels]
 * @param real [count, pixels]
 * @param k by default 3
 */
export async function precisionRecall(
  generated: tf.Tensor,
  real: tf.Tensor,
  k = 3,
): Promise<PrecisionRecall> {
  const reach = async (images: tf.Tensor) => {
    const { index, distance } = await imageNeighbours(images, images, k + 1); // the nearest is the image itself
    const values = tf.tidy(() => tf.reshape(tf.slice(distance, [0, k], [-1, 1]), [-1]));
    tf.dispose([index, distance]);
    return values;
  };
  const [own, theirs] = [await reach(generated), await reach(real)];
  try {
    return tf.tidy(() => {
      const square = (a: tf.Tensor) => tf.sum(tf.square(a), 1);
      const products = tf.matMul(generated as tf.Tensor2D, real as tf.Tensor2D, false, true);
      const between = tf.sqrt(
        tf.relu(tf.sub(tf.add(tf.expandDims(square(generated), 1), square(real)), tf.mul(products, 2))),
      ); // [generated, real]
      const share = (inside: tf.Tensor, axis: number) =>
        tf.mean(tf.cast(tf.any(inside, axis), 'float32')).dataSync()[0];
      return {
        precision: share(tf.lessEqual(between, theirs), 1),
        recall: share(tf.lessEqual(between, tf.expandDims(own, 1)), 0),
      };
    });
  } finally {
    tf.dispose([own, theirs]);
  }
}
