// The diagonal Gaussian posterior N(location, exp(logVariance)): Kingma and Welling (2014), appendix B.
import { tf } from '../tf';
import type { Family } from './family';
import { standardNormalPrior } from './prior';

const LOG_2PI = Math.log(2 * Math.PI);

/** Normal in each coordinate; on a torus, of the unwrapped angle. */
export const normalPosterior: Family = {
  name: 'normal',
  fits: ({ coordinates, dimensions }) => coordinates === dimensions,
  heads: ({ coordinates }) => ({ logVariance: coordinates }),
  noise: ({ coordinates }) => coordinates,
  sample: (_, location, { logVariance }, noise) => tf.add(location, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise)),
  logDensity(_, location, { logVariance }, point) {
    const distance = tf.div(tf.square(tf.sub(point, location)), tf.exp(logVariance));
    return tf.mul(tf.sum(tf.add(tf.add(distance, logVariance), LOG_2PI), -1), -0.5);
  },
  kl: {
    /** ½ Σ (µ² + σ² − log σ² − 1). Working paper, section 2.3. */
    [standardNormalPrior.name](_, location, { logVariance }) {
      const squares = tf.add(tf.square(location()), tf.exp(logVariance));
      return tf.mul(tf.sum(tf.sub(squares, tf.add(logVariance, 1)), -1), 0.5);
    },
  },
};
