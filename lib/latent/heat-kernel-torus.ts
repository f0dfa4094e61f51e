import { tf } from '../tf';
import { cosSin, torusDistance, torusGeodesic, wrapAngle } from './angles';
import { checkDimensions, type LatentSpace, type Posterior } from './latent-space';

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
 * A torus whose posterior is the heat kernel, the density of a Brownian motion on the circle at time t: the normal
 * distribution of variance σ² = 2t wrapped round, one for each angle; the prior is uniform. Thesis, (7.5), with the
 * factor 2 before the cosines that is missing there: as printed it is half uniform, half heat kernel.
 *
 * The encoder puts out a direction in the plane for each angle, so that the mean is a point of the circle, and log σ².
 * @param angles k, 1 or more
 */
export function heatKernelTorus(angles: number): LatentSpace {
  checkDimensions('heatKernelTorus', angles);
  const mean = ({ direction }: Posterior) => {
    const pairs = tf.reshape(direction, [...direction.shape.slice(0, -1), angles, 2]);
    const [x, y] = tf.unstack(pairs, -1);
    return tf.atan2(y, x);
  };
  return {
    name: `heatKernelTorus(${angles})`,
    dimensions: angles,
    features: 2 * angles,
    heads: { direction: 2 * angles, logVariance: angles },
    embed: cosSin,
    wrap: wrapAngle,
    mean,
    sample: (posterior, noise) =>
      tf.add(mean(posterior), tf.mul(tf.exp(tf.mul(posterior.logVariance, 0.5)), noise)),
    divergence: ({ logVariance }) => tf.sum(divergenceFromUniform(logVariance), -1),
    logPosterior: (posterior, point) =>
      tf.sum(logWrappedNormal(tf.sub(point, mean(posterior)), posterior.logVariance), -1),
    logPrior: (point) => tf.fill(point.shape.slice(0, -1), -angles * LOG_2PI),
    samplePrior: (
      noise, // Φ(noise) is uniform
    ) => tf.mul(tf.erf(tf.div(noise, Math.SQRT2)), Math.PI),
    distance: torusDistance,
    geodesic: torusGeodesic,
  };
}

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

/** D_KL(wrapped normal ‖ uniform) in nats, for each log-variance: log 2π less the entropy. */
export function divergenceFromUniform(logVariance: tf.Tensor): tf.Tensor {
  const narrow = tf.minimum(logVariance, Math.log(NARROW));
  const gaussian = tf.mul(tf.add(narrow, 1 - LOG_2PI), -0.5); // log 2π − ½ log(2πe σ²)
  const wide = tf.expandDims(tf.maximum(logVariance, Math.log(NARROW)), -1); // [..., 1]
  const log = logWrappedNormal(tf.linspace(-Math.PI, Math.PI - TURN / POINTS, POINTS), wide); // [..., points]
  const integrated = tf.mul(tf.sum(tf.mul(tf.exp(log), tf.add(log, LOG_2PI)), -1), TURN / POINTS);
  return below(logVariance, Math.log(NARROW), gaussian, integrated);
}

/** `low` where x is below the limit, `high` elsewhere. Not `tf.where`: its condition has no gradient in TensorFlow.js. */
function below(x: tf.Tensor, limit: number, low: tf.Tensor, high: tf.Tensor): tf.Tensor {
  const isBelow = tf.step(tf.sub(limit, x)); // 1 or 0
  return tf.add(tf.mul(isBelow, low), tf.mul(tf.sub(1, isBelow), high));
}
