// The geometry of the flat torus: k angles, each on a circle of radius 1.
import { tf } from '../tf';

const TURN = 2 * Math.PI;

/** The same angles in [−π, π): [..., k]. */
export function wrapAngle(angle: tf.Tensor): tf.Tensor {
  const turns = tf.floor(tf.div(tf.add(angle, Math.PI), TURN));
  return tf.sub(angle, tf.mul(turns, TURN));
}

/** (cos θ₁, sin θ₁, cos θ₂, sin θ₂, …): [..., k] → [..., 2k]. Working paper, section 2.2. */
export function cosSin(angle: tf.Tensor): tf.Tensor {
  const pairs = tf.stack([tf.cos(angle), tf.sin(angle)], -1); // [..., k, 2]
  return tf.reshape(pairs, [...angle.shape.slice(0, -1), 2 * angle.shape[angle.rank - 1]]);
}

/** Length of the shortest way round between points of the flat torus, in radians: [...]. */
export const torusDistance = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  tf.sqrt(tf.sum(tf.square(wrapAngle(tf.sub(a, b))), -1));

/** The point at share `t` of the shortest way round from a to b, in [−π, π): [..., k]. */
export const torusGeodesic = (a: tf.Tensor, b: tf.Tensor, t: number): tf.Tensor =>
  wrapAngle(tf.add(a, tf.mul(wrapAngle(tf.sub(b, a)), t)));
