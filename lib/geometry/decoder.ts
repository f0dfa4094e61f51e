import type { Vae } from '../models';
import { tf } from '../tf';

/** A map from points to images, with the tensors that it uses. */
export interface Decoder {
  /** [n, coordinates] → [n, pixels]. */
  image(points: tf.Tensor): tf.Tensor;
  readonly weights: Readonly<Record<string, tf.Tensor>>;
}

/** A model's mean image at latent points: for Bernoulli pixels after the sigmoid. */
export const meanImage = (model: Vae): Decoder => ({
  image: (points) => model.likelihood.mean(model.decode(points)),
  weights: model.variables,
});

/**
 * A model's mean image at any features, also where no latent point has them: [n, features] → [n, pixels]. On
 * a torus the features (cos θ₁, sin θ₁, …) of points are pairs of length 1; a chord between two of them has
 * shorter ones.
 * @throws Error if the model is not a `vae` without replicas
 */
export function decodeFeatures(model: Vae, features: tf.Tensor2D): tf.Tensor2D {
  const layer = (name: string) => {
    const [weight, bias] = ['weight', 'bias'].map((part) => model.variables[`${name}.${part}`]);
    if (weight?.rank !== 2 || !bias) throw new Error(`${model.name} has no layer '${name}' of a single vae`);
    return (x: tf.Tensor) => tf.add(tf.matMul(x as tf.Tensor2D, weight as unknown as tf.Tensor2D), bias);
  };
  return tf.tidy(() => {
    let hidden: tf.Tensor = features;
    for (let i = 1; `decoder${i}.weight` in model.variables; i++)
      hidden = tf.relu(layer(`decoder${i}`)(hidden));
    return model.likelihood.mean(layer('output')(hidden)) as tf.Tensor2D;
  });
}
