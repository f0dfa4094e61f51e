import { posteriorMeans } from '../inference';
import type { Encoder } from '../models';
import type { Rows } from '../rows';
import { tf } from '../tf';
import { checkPoints } from './points';

/**
 * How many latent coordinates say anything of the inputs: those whose posterior mean varies over them by more than the
 * limit (Burda, Grosse and Salakhutdinov 2016, section 2). The variance is that of the geodesics from the mean point, so
 * that angles on both sides of a seam are near to one another.
 * @param x [count, inputs]
 */
export function activeUnits(model: Encoder, x: Rows, limit = 0.01): number {
  const active = tf.tidy(() => {
    const means = posteriorMeans(model, x);
    checkPoints(model.latent, means);
    const centre = model.latent.project(tf.mean(model.latent.embed(means), 0, true)); // [1, coordinates]
    const variance = tf.mean(tf.square(model.latent.log(centre, means)), 0);
    return tf.sum(tf.cast(tf.greater(variance, limit), 'int32'));
  });
  const [count] = active.dataSync();
  active.dispose();
  return count;
}
