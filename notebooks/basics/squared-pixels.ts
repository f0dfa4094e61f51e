import { type Likelihood, tf } from 'latent-torus';

/**
 * Squared error of grey pixels, Σ (x − x̂)² with x̂ = sigmoid(output): the loss of an autoencoder with a sigmoid output that
 * is trained on the mean squared error. Up to a factor and a constant it is a Gaussian of σ² = ½.
 */
export const squaredPixels: Likelihood = {
  name: 'squared pixels',
  loss: (x, output) => tf.sum(tf.squaredDifference(x, tf.sigmoid(output)), -1),
  mean: (output) => tf.sigmoid(output),
  domain: { low: 0, high: 1, hint: 'divide grey levels of 0 to 255 by 255' },
};
