import { tf } from '../tf';
import type { Family } from './family';

const none = (point: tf.Tensor) => tf.zeros(point.shape.slice(0, -1));

/** A code without uncertainty, that of a plain autoencoder: every sample is the location, and no prior pulls at it. */
export const pointPosterior: Family = {
  name: 'point',
  fits: () => true,
  heads: () => ({}),
  noise: () => 0,
  sample: (_, location, __, noise) => tf.add(location, tf.zeros([...noise.shape.slice(0, -1), 1])),
  logDensity() {
    throw new Error('a deterministic code has no density; its bound and importance weights do not exist');
  },
  kl: { 'standard normal': (_, location) => none(location()), uniform: (_, location) => none(location()) },
};
