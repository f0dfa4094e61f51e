import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

export interface Pca {
  /** [coordinates] mean of the points. */
  mean: Float64Array;
  /** Directions [components][coordinates], of length 1, by falling variance; the largest entry of each is positive. */
  directions: Float64Array[];
  /** The share of the variance along each direction: [components]. */
  shares: number[];
  /** Places of points along the directions: [count, coordinates] → [count, components] row by row. */
  project(points: ArrayLike<number>): Float64Array;
}

/**
 * Principal component analysis: the directions in which points vary most, those of the greatest eigenvalues of their
 * covariance.
 * @param points [count, coordinates] row by row
 * @param components how many directions, at most `coordinates`; by default 2, or 1 if there is only one coordinate
 * @throws RangeError naming the value that does not fit
 */
export function pca(
  points: ArrayLike<number>,
  coordinates: number,
  components = Math.min(2, coordinates),
): Pca {
  const count = points.length / coordinates;
  if (!Number.isInteger(coordinates) || coordinates < 1 || !Number.isInteger(count) || count < 2)
    throw new RangeError(
      `pca: ${points.length} numbers are not two or more rows of ${coordinates} coordinates`,
    );
  if (!Number.isInteger(components) || components < 1 || components > coordinates)
    throw new RangeError(`pca: ${components} components; expected a whole number from 1 to ${coordinates}`);
  const mean = new Float64Array(coordinates);
  for (let k = 0; k < points.length; k++) mean[k % coordinates] += points[k] / count;
  const bad = mean.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(`pca: the mean of coordinate ${bad} is ${mean[bad]}; expected finite points`);
  const covariance = Matrix.zeros(coordinates, coordinates);
  for (let row = 0; row < count; row++) {
    for (let a = 0; a < coordinates; a++) {
      const own = (points[row * coordinates + a] - mean[a]) / (count - 1);
      for (let b = 0; b <= a; b++)
        covariance.set(a, b, covariance.get(a, b) + own * (points[row * coordinates + b] - mean[b]));
    }
  }
  for (let a = 0; a < coordinates; a++)
    for (let b = 0; b < a; b++) covariance.set(b, a, covariance.get(a, b));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i).sort((i, j) => realEigenvalues[j] - realEigenvalues[i]);
  const total = realEigenvalues.reduce((sum, value) => sum + value, 0);
  const chosen = order.slice(0, components);
  const directions = chosen.map((i) => upright(Float64Array.from(eigenvectorMatrix.getColumn(i))));
  return {
    mean,
    directions,
    shares: chosen.map((i) => (total > 0 ? realEigenvalues[i] / total : 0)),
    project: (others) =>
      Float64Array.from({ length: (others.length / coordinates) * components }, (_, at) => {
        const [row, direction] = [Math.floor(at / components), directions[at % components]];
        return direction.reduce(
          (sum, value, k) => sum + value * (others[row * coordinates + k] - mean[k]),
          0,
        );
      }),
  };
}

/** A direction has no sign of its own: the one that makes its largest entry positive. */
function upright(direction: Float64Array): Float64Array {
  const largest = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? direction.map((value) => -value) : direction;
}
