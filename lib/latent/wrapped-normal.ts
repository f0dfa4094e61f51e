import { tf } from '../tf';
import type { Family } from './family';
import { uniformPrior } from './prior';
import { wrapAngle } from './torus';

const TURN = 2 * Math.PI;
const LOG_2PI = Math.log(TURN);
/** From this variance on the divergence is integrated; below it, less than 4e-10 of the mass wraps round. */
const NARROW = 0.25;
/** Points of the trapezoidal rule: for a smooth periodic function its error is below float32's rounding here. */
const POINTS = 48;
/** Up to this variance the density is a sum over turns, above it a sum of cosines; at it both are exact to 1e-8. */
const WIDE = 1.5;
const TURNS = [-TURN, 0, TURN];
const FREQUENCIES = [1, 2, 3, 4, 5];

/**
 * The heat kernel of the circle, the density of a Brownian motion at time t: the normal distribution of variance
 * σ² = 2t wrapped round, one for each angle. Thesis, (7.5), with the factor 2 before the cosines that is missing there:
 * as printed it is half uniform, half heat kernel.
 */
export const wrappedNormalPosterior: Family = {
  name: 'wrapped normal',
  fits: ({ coordinates, dimensions, features }) => coordinates === dimensions && features === 2 * dimensions,
  heads: ({ coordinates }) => ({ logVariance: coordinates }),
  noise: ({ coordinates }) => coordinates,
  sample: (_, location, { logVariance }, noise) => tf.add(location, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise)),
  logDensity: (_, location, { logVariance }, point) =>
    tf.sum(logWrappedNormal(tf.sub(point, location), logVariance), -1),
  kl: { [uniformPrior.name]: (_, __, { logVariance }) => tf.sum(klFromUniform(logVariance), -1) },
};

/** log of the normal density of variance exp(logVariance) wrapped round the circle, at `angle`: shapes broadcast. */
export function logWrappedNormal(angle: tf.Tensor, logVariance: tf.Tensor): tf.Tensor {
  // Each branch gets a variance it is good for, as the gradient of the branch not taken must be finite too.
  const logSmall = tf.minimum(logVariance, Math.log(WIDE));
  const shifted = tf.add(tf.expandDims(wrapAngle(angle), -1), tf.tensor1d(TURNS)); // [..., turns]
  const exponents = tf.div(tf.square(shifted), tf.mul(tf.expandDims(tf.exp(logSmall), -1), -2));
  const overTurns = tf.sub(tf.logSumExp(exponents, -1), tf.mul(tf.add(logSmall, LOG_2PI), 0.5));
  const large = tf.exp(tf.maximum(logVariance, Math.log(WIDE)));
  const frequencies = tf.tensor1d(FREQUENCIES); // [frequencies]
  const decay = tf.exp(tf.mul(tf.expandDims(large, -1), tf.mul(tf.square(frequencies), -0.5)));
  const waves = tf.mul(decay, tf.cos(tf.mul(tf.expandDims(angle, -1), frequencies)));
  const overCosines = tf.sub(tf.log(tf.add(tf.mul(tf.sum(waves, -1), 2), 1)), LOG_2PI);
  return below(logVariance, Math.log(WIDE), overTurns, overCosines);
}

/** D_KL(wrapped normal ‖ uniform) in nats, for each log-variance: log 2π minus the entropy. */
export function klFromUniform(logVariance: tf.Tensor): tf.Tensor {
  const narrow = tf.minimum(logVariance, Math.log(NARROW));
  const gaussian = tf.mul(tf.add(narrow, 1 - LOG_2PI), -0.5); // log 2π − ½ log(2πe σ²)
  const wide = tf.expandDims(tf.maximum(logVariance, Math.log(NARROW)), -1); // [..., 1]
  const log = logWrappedNormal(tf.linspace(-Math.PI, Math.PI - TURN / POINTS, POINTS), wide); // [..., points]
  const integrated = tf.mul(tf.sum(tf.mul(tf.exp(log), tf.add(log, LOG_2PI)), -1), TURN / POINTS);
  return below(logVariance, Math.log(NARROW), gaussian, integrated);
}

/** `low` where x is below the limit, `high` elsewhere. Not `tf.where`: its condition has no gradient in TensorFlow.js. */
export function below(x: tf.Tensor, limit: number, low: tf.Tensor, high: tf.Tensor): tf.Tensor {
  const isBelow = tf.step(tf.sub(limit, x)); // 1 or 0
  return tf.add(tf.mul(isBelow, low), tf.mul(tf.sub(1, isBelow), high));
}
