// The flat torus: k angles, each on a circle of radius 1.
import { tf } from '../tf';
import { atZero, checkDimensions, type Geometry, norm } from './geometry';

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

/** The angles of directions in the plane, whatever their lengths: [..., 2k] → [..., k]. */
export function directionAngles(direction: tf.Tensor): tf.Tensor {
  const pairs = tf.reshape(direction, [...direction.shape.slice(0, -1), -1, 2]);
  const [x, y] = tf.unstack(pairs, -1);
  const origin = atZero(tf.add(tf.square(x), tf.square(y))); // there atan2's gradient is not a number
  return tf.atan2(y, tf.add(x, origin));
}

/** A torus of k angles in radians; `torus(1)` is a circle. @param angles k, 1 or more */
export function torus(angles = 2): Geometry {
  checkDimensions('torus', angles);
  const between = (from: tf.Tensor, to: tf.Tensor) => wrapAngle(tf.sub(to, from));
  return {
    name: angles === 1 ? 'circle' : `torus(${angles})`,
    dimensions: angles,
    coordinates: angles,
    features: 2 * angles,
    volume: TURN ** angles,
    embed: cosSin,
    project: directionAngles,
    wrap: wrapAngle,
    distance: (a, b) => norm(between(a, b)),
    exp: (point, tangent) => wrapAngle(tf.add(point, tangent)),
    log: between,
  };
}
