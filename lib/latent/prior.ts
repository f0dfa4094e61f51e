import { tf } from '../tf';
import type { Geometry } from './geometry';
import { norm } from './geometry';

const LOG_2PI = Math.log(2 * Math.PI);

/** p(z): where codes are expected before an input is seen. */
export interface Prior {
  readonly name: string;
  /** Standard normal numbers that a sample takes. */
  noise(geometry: Geometry): number;
  /** Points from standard normal noise [..., noise]: [..., coordinates]. */
  sample(geometry: Geometry, noise: tf.Tensor): tf.Tensor;
  /** log p(z) in nats: [...]. */
  logDensity(geometry: Geometry, point: tf.Tensor): tf.Tensor;
}

/** N(0, I) in the coordinates; on a torus, of the unwrapped angles. */
export const standardNormalPrior: Prior = {
  name: 'standard normal',
  noise: ({ coordinates }) => coordinates,
  sample: (_, noise) => noise,
  logDensity: (_, point) => tf.mul(tf.sum(tf.add(tf.square(point), LOG_2PI), -1), -0.5),
};

/** The same density everywhere. @throws RangeError on a space without end */
export const uniformPrior: Prior = {
  name: 'uniform',
  noise: ({ coordinates }) => coordinates,
  sample(geometry, noise) {
    checkFinite(geometry);
    if (geometry.coordinates > geometry.dimensions) return tf.div(noise, tf.expandDims(norm(noise), -1)); // a sphere
    return tf.mul(tf.erf(tf.div(noise, Math.SQRT2)), Math.PI); // 2Φ(noise) − 1 is uniform in (−1, 1)
  },
  logDensity(geometry, point) {
    checkFinite(geometry);
    return tf.fill(point.shape.slice(0, -1), -Math.log(geometry.volume));
  },
};

function checkFinite({ name, volume }: Geometry): void {
  if (!Number.isFinite(volume)) throw new RangeError(`a uniform prior on ${name}: expected a space of finite volume`);
}
