import { tf } from '../tf';
import type { Family } from './family';
import { uniformPrior } from './prior';
import { below } from './wrapped-normal';

const TURN = 2 * Math.PI;
/** From this concentration on Bessel functions are series in 1/κ, below it integrals round the circle: both to 1e-7. */
const SHARP = 20;
const POINTS = 32;
/** Standard normal numbers beyond this (one in two million) count as this: float32 does not resolve what is left. */
const REACH = 5;
/** Of Newton's method: enough for κ = 4 at the reach, where it takes longest. */
const ITERATIONS = 10;
/** Nodes and weights of Gauss and Legendre's rule on (0, 1) around its middle: ½ ± node. */
const NODES = [
  [0.047506255, 0.094725305],
  [0.140801775, 0.091301708],
  [0.229008389, 0.08457826],
  [0.308938122, 0.074797994],
  [0.377702204, 0.062314486],
  [0.432815601, 0.047579256],
  [0.472287512, 0.031126762],
  [0.494700467, 0.01357623],
];

/**
 * The von Mises distribution exp(κ cos(θ − µ)) / 2πI₀(κ), one for each angle, by its log-concentration log κ. A sample is the
 * quantile that has the standard normal number's share below it, found by Newton's method, whose last step brings the
 * gradient with it: ∂θ/∂κ = −(∂F/∂κ) / f (implicit reparameterisation: Figurnov, Mohamed and Mnih 2018).
 */
export const vonMisesPosterior: Family = {
  name: 'von Mises',
  fits: ({ coordinates, dimensions, features }) => coordinates === dimensions && features === 2 * dimensions,
  heads: ({ coordinates }) => ({ logConcentration: coordinates }),
  noise: ({ coordinates }) => coordinates,
  sample: (_, location, { logConcentration }, noise) => tf.add(location, quantile(noise, tf.exp(logConcentration))),
  logDensity(_, location, { logConcentration }, point) {
    const concentration = tf.exp(logConcentration);
    const { logI0 } = bessel(concentration);
    return tf.sum(tf.sub(exponent(tf.sub(point, location), concentration), tf.add(logI0, Math.log(TURN))), -1);
  },
  kl: {
    /** κA(κ) − log I₀(κ), where A = I₁/I₀ is the length of the mean direction. */
    [uniformPrior.name](_, __, { logConcentration }) {
      const { logI0, slope } = bessel(tf.exp(logConcentration));
      return tf.sum(tf.sub(slope, logI0), -1);
    },
  },
};

/** κ(cos θ − 1), exact for small angles too. */
const exponent = (angle: tf.Tensor, concentration: tf.Tensor) =>
  tf.mul(tf.mul(concentration, -2), tf.square(tf.sin(tf.div(angle, 2))));

/** log (I₀(κ) e^−κ), and κ (A(κ) − 1), which is what is left of κA when κ goes. Abramowitz and Stegun, 9.7.1. */
function bessel(concentration: tf.Tensor): { logI0: tf.Tensor; slope: tf.Tensor } {
  const low = tf.expandDims(tf.minimum(concentration, SHARP), -1); // [..., 1]
  const exponents = exponent(tf.range(0, TURN - 1e-6, TURN / POINTS), low); // [..., points]
  const logSum = tf.logSumExp(exponents, -1, true);
  const mean = tf.sum(tf.mul(tf.exp(tf.sub(exponents, logSum)), exponents), -1);
  const high = tf.maximum(concentration, SHARP);
  const series = (...terms: number[]) =>
    terms.reduceRight<tf.Tensor>((sum, term) => tf.add(tf.div(sum, high), term), tf.zerosLike(high));
  const i0 = series(1, 1 / 8, 9 / 128, 75 / 1024, 3675 / 32768);
  const difference = series(1 / 2, 3 / 16, 45 / 256, 525 / 2048, 33075 / 65536); // κ (I₀ − I₁)
  const logHigh = tf.sub(tf.log(i0), tf.mul(tf.log(tf.mul(high, TURN)), 0.5));
  return {
    logI0: below(concentration, SHARP, tf.sub(tf.squeeze(logSum, [-1]), Math.log(POINTS)), logHigh),
    slope: below(concentration, SHARP, mean, tf.neg(tf.div(difference, i0))),
  };
}

/** The angle from −π to π below which von Mises has as much as the standard normal distribution below `noise`. */
function quantile(noise: tf.Tensor, concentration: tf.Tensor): tf.Tensor {
  const reach = tf.clipByValue(tf.abs(noise), 0, REACH);
  const share = tf.erf(tf.div(reach, Math.SQRT2));
  const target = tf.mul(share, tf.mul(tf.exp(bessel(concentration).logI0), Math.PI)); // of ∫ exp κ(cos − 1)
  // Two bounds from below, from where Newton's method cannot overshoot: as if the density stayed at its maximum, and that
  // of the normal distribution of 2 sin(θ/2), less what it has beyond ±2.
  const beyond = tf.sub(1, tf.erf(tf.sqrt(tf.mul(concentration, 2))));
  const less = tf.mul(tf.mul(share, Math.sqrt(Math.PI / 2)), tf.exp(tf.div(tf.square(reach), 2)));
  const normal = tf.div(tf.sub(reach, tf.mul(less, beyond)), tf.sqrt(concentration));
  let angle = tf.maximum(target, normal) as tf.Tensor;
  for (let i = 0; i < ITERATIONS; i++) {
    const missing = tf.sub(target, integral(angle, concentration));
    angle = tf.minimum(tf.add(angle, tf.div(missing, tf.exp(exponent(angle, concentration)))), Math.PI);
  }
  return tf.mul(angle, tf.sign(noise));
}

/** ∫ exp κ(cos x − 1) dx from 0 to `angle`. */
function integral(angle: tf.Tensor, concentration: tf.Tensor): tf.Tensor {
  const nodes = NODES.flatMap(([node, weight]) => [
    [0.5 - node, weight],
    [0.5 + node, weight],
  ]);
  const places = tf.mul(tf.expandDims(angle, -1), tf.tensor1d(nodes.map(([node]) => node))); // [..., nodes]
  const density = tf.exp(exponent(places, tf.expandDims(concentration, -1)));
  return tf.mul(angle, tf.sum(tf.mul(density, tf.tensor1d(nodes.map(([, weight]) => weight))), -1));
}
