import { inBatches, tf, vote } from 'latent-torus';

/** The nearest of some images for each query, by the Euclidean distance of their pixels. */
export interface ImageNeighbours {
  /** [queries, k] positions, nearest first, the caller's to dispose. */
  readonly index: tf.Tensor2D;
  /** [queries, k] distances, the caller's to dispose. */
  readonly distance: tf.Tensor2D;
}

/**
 * The k nearest images for each query, nearest first. Distances come from one matrix product, ‖q‖² + ‖p‖² − 2 q·p, as
 * differences of all pairs of pixels would not fit in memory; they are good to about 10⁻³.
 * @param queries [count, pixels]
 * @param images [others, pixels]
 * @param k 1 to `others`
 */
export async function imageNeighbours(
  queries: tf.Tensor,
  images: tf.Tensor,
  k: number,
): Promise<ImageNeighbours> {
  if (!(Number.isInteger(k) && k >= 1 && k <= images.shape[0]))
    throw new RangeError(
      `imageNeighbours: k is ${k}; expected a whole number from 1 to ${images.shape[0]}, the images`,
    );
  const squares = tf.tidy(() => tf.sum(tf.square(images), 1));
  try {
    const found = await inBatches('nearest images', { queries }, 500, ({ queries: some }) => {
      const own = tf.sum(tf.square(some), 1, true);
      const products = tf.matMul(some as tf.Tensor2D, images as tf.Tensor2D, false, true);
      const square = tf.sub(tf.add(own, squares), tf.mul(products, 2)); // [rows, images]
      const { values, indices } = tf.topk(tf.neg(square), k);
      return { index: indices, distance: tf.sqrt(tf.relu(tf.neg(values))) };
    });
    return found as unknown as ImageNeighbours;
  } finally {
    squares.dispose();
  }
}

/** The class that most of the k nearest labelled images have: a reader that no model has trained. [queries] */
export async function readDigits(
  queries: tf.Tensor,
  images: tf.Tensor,
  labels: ArrayLike<number>,
  k = 10,
): Promise<Uint8Array> {
  const { index, distance } = await imageNeighbours(queries, images, k);
  const read = vote(index, labels);
  tf.dispose([index, distance]);
  return read;
}
