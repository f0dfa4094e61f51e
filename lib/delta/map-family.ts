// The families of maps between latent spaces: thesis, Table 9.1, (11.12) and (11.13).
import { check } from '../checks';
import type { Geometry } from '../latent';
import { tf } from '../tf';

/** Whether a map starts with (1) or against (−1) the sense of the space that it comes from. */
export type Orientation = 1 | -1;

/** Maps Z₁ → Z₂ of one form, in features. Leading axes of parameters are replicas. */
export interface MapFamily {
  readonly name: string;
  /** Of the parameters: [rows, columns]. @throws RangeError for spaces that it does not lead between */
  shape(from: Geometry, to: Geometry): [number, number];
  /** Where a fit starts: parameters from as much standard normal noise. */
  start(noise: tf.Tensor, orientation: Orientation): tf.Tensor;
  /** [..., rows, columns], [..., points, features], orientations [..., 1, 1] → [..., points, features of `to`]. */
  apply(parameters: tf.Tensor, features: tf.Tensor, to: Geometry, orientations: tf.Tensor): tf.Tensor;
}

const multiplied = (matrix: tf.Tensor, features: tf.Tensor) => tf.matMul(features, matrix, false, true);

/** Normal entries of variance 1/columns. Against the sense, the first row is negated, and so is the determinant. */
function startingMatrix(noise: tf.Tensor, orientation: Orientation): tf.Tensor {
  const [rows, columns] = noise.shape as [number, number];
  const signs = tf.tensor1d([orientation, ...new Array<number>(rows - 1).fill(1)]);
  return tf.div(tf.mul(noise, tf.expandDims(signs, 1)), Math.sqrt(columns));
}

/** z ↦ C·z, into a plane: (9.4), (11.13). */
export const matrixMap: MapFamily = {
  name: 'matrix',
  shape(from, to) {
    check('the space that a matrix leads to', to.name, to.volume === Infinity, 'a plane; or take projectedMatrixMap');
    return [to.features, from.features];
  },
  start: startingMatrix,
  apply: multiplied,
};

/** The point of Z₂ nearest to C·z: into the Clifford torus (11.12), and just so into a circle or a sphere. */
export const projectedMatrixMap: MapFamily = {
  name: 'matrix and projection',
  shape: (from, to) => [to.features, from.features],
  start: startingMatrix,
  apply: (matrix, features, to) => to.embed(to.project(multiplied(matrix, features))),
};

/**
 * Emb(±atan2(z) + θ′), one θ′ for each circle of a torus: Table 9.1's rotations between circles and, as atan2 does not see
 * lengths, from a plane (9.5). The thesis has the plus sign alone; a circle learnt in the other sense needs the minus.
 */
export const rotationMap: MapFamily = {
  name: 'rotation',
  shape(from, to) {
    const isTorus = to.features === 2 * to.coordinates && to.coordinates === to.dimensions;
    check('the space that a rotation leads to', to.name, isTorus, 'a circle or a torus');
    check(`the number of features of ${from.name}`, from.features, from.features === to.features, `${to.features}`);
    return [1, to.coordinates];
  },
  start: (noise) => tf.mul(tf.erf(tf.div(noise, Math.SQRT2)), Math.PI), // uniform
  apply: (angles, features, to, signs) => to.embed(tf.add(tf.mul(to.project(features), signs), angles)),
};
