import { tf } from '../tf';
import { checkDimensions, type Geometry, norm } from './geometry';

/** ℝᵈ. @param dimensions d, 1 or more */
export function plane(dimensions = 2): Geometry {
  checkDimensions('plane', dimensions);
  return {
    name: `plane(${dimensions})`,
    dimensions,
    coordinates: dimensions,
    features: dimensions,
    volume: Infinity,
    embed: (point) => point,
    project: (features) => features,
    wrap: (point) => point,
    distance: (a, b) => norm(tf.sub(a, b)),
    exp: (point, tangent) => tf.add(point, tangent),
    log: (from, to) => tf.sub(to, from),
  };
}
