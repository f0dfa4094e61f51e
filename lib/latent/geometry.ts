import { tf } from '../tf';

/**
 * A space of points: where they are drawn, how a decoder sees them, how far apart they lie. Everything is a pure function
 * of tensors whose leading axes (batch, samples, replicas) pass through.
 */
export interface Geometry {
  /** Names the space in titles, legends and keys; two geometries of one name are the same. */
  readonly name: string;
  /** Its dimension as a manifold: 2 for a plane, a torus of two angles and a sphere. */
  readonly dimensions: number;
  /** Numbers in a point: reals on a plane, angles on a torus, a unit vector on a sphere. */
  readonly coordinates: number;
  /** Numbers that a decoder sees of a point: the dimension of the flat space that it is embedded in. */
  readonly features: number;
  /** Length, area or volume; infinite for a plane. */
  readonly volume: number;
  /** The features of points: [..., coordinates] → [..., features]. */
  embed(point: tf.Tensor): tf.Tensor;
  /** The point whose features are nearest to any given ones: [..., features] → [..., coordinates]. */
  project(features: tf.Tensor): tf.Tensor;
  /** The representative of points inside the drawn chart, angles in [−π, π): [..., coordinates]. */
  wrap(point: tf.Tensor): tf.Tensor;
  /** Length of the shortest path, leading axes broadcast: [...]. Its gradient between equal points is 0. */
  distance(a: tf.Tensor, b: tf.Tensor): tf.Tensor;
  /** Where the geodesic ends that leaves a point with a tangent vector, after time 1: [..., coordinates]. */
  exp(point: tf.Tensor, tangent: tf.Tensor): tf.Tensor;
  /** The tangent vector of the shortest path from one point to another: [..., coordinates]. */
  log(from: tf.Tensor, to: tf.Tensor): tf.Tensor;
}

/** The point at share `t` (0: a, 1: b) of the shortest path: [..., coordinates]. */
export const geodesic = (space: Geometry, a: tf.Tensor, b: tf.Tensor, t: number): tf.Tensor =>
  space.exp(a, tf.mul(space.log(a, b), t));

/** √Σx² over the last axis, with gradient 0 at 0, where that of √ is not a number: [..., n] → [...]. */
export function norm(x: tf.Tensor): tf.Tensor {
  const square = tf.sum(tf.square(x), -1);
  const zero = atZero(square);
  return tf.sub(tf.sqrt(tf.add(square, zero)), zero);
}

/** 1 where a number that is not negative is 0, else 0; its gradient is 0. `tf.equal` has none in TensorFlow.js. */
export const atZero = (x: tf.Tensor): tf.Tensor => tf.sub(1, tf.step(x));

/** @throws RangeError unless `dimensions` is a whole number from 1 on */
export function checkDimensions(space: string, dimensions: number): void {
  if (!Number.isInteger(dimensions) || dimensions < 1) {
    throw new RangeError(`${space}(${dimensions}): expected a whole number of dimensions, 1 or more`);
  }
}
