import { tf } from '../tf';
import { atZero, checkDimensions, type Geometry, norm } from './geometry';

/**
 * The unit sphere Sᵈ in ℝᵈ⁺¹; a point is its unit vector. Between opposite points every great circle is a shortest path:
 * `log` has no direction to choose there, and gives a vector of length π in none in particular.
 * @param dimensions d, 1 or more; 2 is the surface of a ball
 */
export function sphere(dimensions = 2): Geometry {
  checkDimensions('sphere', dimensions);
  const coordinates = dimensions + 1;
  const column = (length: tf.Tensor) => tf.expandDims(length, -1);
  const project = (features: tf.Tensor) => {
    const length = column(norm(features));
    const zero = atZero(length); // nothing is nearest to the centre: take the first pole
    const pole = tf.mul(zero, tf.oneHot(tf.scalar(0, 'int32'), coordinates));
    return tf.add(tf.div(features, tf.add(length, zero)), pole);
  };
  // Accurate also for angles near 0 and π (Kahan): 2 atan2(‖a − b‖, ‖a + b‖).
  const distance = (a: tf.Tensor, b: tf.Tensor) => tf.mul(tf.atan2(norm(tf.sub(a, b)), norm(tf.add(a, b))), 2);
  return {
    name: `sphere(${dimensions})`,
    dimensions,
    coordinates,
    features: coordinates,
    volume: area(dimensions),
    embed: (point) => point,
    project,
    wrap: project,
    distance,
    exp(point, tangent) {
      const length = column(norm(tangent));
      const still = atZero(length);
      const direction = tf.div(tangent, tf.add(length, still));
      return project(tf.add(tf.mul(point, tf.cos(length)), tf.mul(direction, tf.sin(length))));
    },
    log(from, to) {
      const across = tf.sub(to, tf.mul(from, column(tf.sum(tf.mul(from, to), -1)))); // the part at right angles
      const length = column(norm(across));
      const none = atZero(length);
      return tf.mul(tf.div(across, tf.add(length, none)), column(distance(from, to)));
    },
  };
}

/** 2π^((d+1)/2) / Γ((d+1)/2), by the recursion from a circle and a pair of points. */
function area(dimensions: number): number {
  if (dimensions < 2) return dimensions === 1 ? 2 * Math.PI : 2;
  return ((2 * Math.PI) / (dimensions - 1)) * area(dimensions - 2);
}
