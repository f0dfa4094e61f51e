import { type Objective, tf } from 'latent-torus';

/**
 * Images with grey noise: x + noiseLevel · noise, cut off at 0 and 1.
 * @param noise standard normal, of the shape of x or one that broadcasts to it
 */
export const withNoise = (x: tf.Tensor, noise: tf.Tensor, noiseLevel: tf.Tensor | number): tf.Tensor =>
  tf.clipByValue(tf.add(x, tf.mul(noiseLevel, noise)), 0, 1);

/**
 * The objective of a denoising autoencoder (Vincent and others 2008): the encoder sees the image with noise, and the
 * reconstruction is compared with the image without. `noiseLevel` is the standard deviation of the noise in grey levels,
 * 0 gives a plain autoencoder. For a deterministic code.
 */
export function denoising(): Objective {
  return {
    name: 'denoising',
    description: { denoising: {} },
    coefficients: { noiseLevel: 0.5 },
    noiseShape: ({ size }, batchSize) => [batchSize, size],
    terms(model, x, noise, { noiseLevel }) {
      const posterior = model.encode(withNoise(x, noise, noiseLevel));
      const reconstruction = tf.mean(
        model.likelihood.loss(x, model.decode(model.latent.mean(posterior))),
        -1,
      );
      return { total: reconstruction, reconstruction };
    },
  };
}
