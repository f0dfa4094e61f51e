import type { Vae } from '../models';
import { tf } from '../tf';
import { posteriorMeans } from './evaluate';

/**
 * How many latent dimensions say anything of the inputs: those whose posterior mean varies over them by more than the
 * limit (Burda, Grosse and Salakhutdinov 2016, section 2). Means are taken as the encoder gives them, not wrapped.
 * @param x [count, inputs]
 */
export const activeUnits = (model: Vae, x: tf.Tensor, limit = 0.01): number =>
  tf.tidy(() => {
    const { variance } = tf.moments(posteriorMeans(model, x, { wrapped: false }), 0);
    return tf.sum(tf.cast(tf.greater(variance, limit), 'int32')).dataSync()[0];
  });
