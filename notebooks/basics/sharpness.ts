import { asTensor, type Rows, tf } from 'latent-torus';

/**
 * How sharp images are: the energy of what a blur over 3 × 3 pixels takes away, Σ (x − blurred x)². Strokes with soft edges
 * have little of it, and so have images without ink.
 * @param images [count, side · side], 0 … 1
 * @returns [count]
 */
export function highFrequencyEnergy(images: Rows): Float32Array {
  const { tensor, made } = asTensor('images', images);
  const energy = tf.tidy(() => {
    const [count, pixels] = tensor.shape;
    const side = Math.round(Math.sqrt(pixels));
    if (side * side !== pixels)
      throw new RangeError(`highFrequencyEnergy: ${pixels} pixels; expected square images, as 28 × 28`);
    const x = tf.reshape(tensor, [count, side, side, 1]) as tf.Tensor4D;
    const framed = tf.pad(x, [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
    return tf.sum(tf.square(tf.sub(x, tf.avgPool(framed as tf.Tensor4D, 3, 1, 'valid'))), [1, 2, 3]);
  });
  if (made) tensor.dispose();
  const values = energy.dataSync() as Float32Array;
  energy.dispose();
  return values;
}
