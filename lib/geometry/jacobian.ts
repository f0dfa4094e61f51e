import { tf } from '../tf';

/**
 * The exact Jacobian of a function that maps rows to rows independently: J[n, i, k] = ∂f(points)[n, i] /
 * ∂points[n, k].
 *
 * TensorFlow.js differentiates backwards only: it gives Jᵀv for one v over all outputs at once. But Jᵀv is
 * linear in v, so its gradient with respect to v is a column of J: two passes for each coordinate instead of
 * one for each output (J. Townsend, *A new trick for calculating Jacobian vector products*, 2017).
 * @param f from [n, coordinates] to [n, outputs]
 * @param points [n, coordinates]
 * @returns [n, outputs, coordinates]
 */
export function jacobian(f: (points: tf.Tensor2D) => tf.Tensor, points: tf.Tensor2D): tf.Tensor3D {
  return tf.tidy(() => {
    const coordinates = points.shape[1];
    const anywhere = tf.zerosLike(f(points)); // [n, outputs]; a linear function has the same gradient everywhere
    const columns = [...Array(coordinates).keys()].map((k) => {
      const pick = tf.tensor2d([[...Array(coordinates).keys()].map((j) => (j === k ? 1 : 0))]);
      const pulled = (v: tf.Tensor) => tf.sum(tf.mul(tf.grad((p) => f(p as tf.Tensor2D))(points, v), pick));
      return tf.grad(pulled)(anywhere); // [n, outputs]
    });
    return tf.stack(columns, -1) as tf.Tensor3D;
  });
}
