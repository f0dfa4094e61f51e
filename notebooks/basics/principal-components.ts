import { asTensor, check, isCount, normalNoise, type Rows, tf } from 'latent-torus';

/** The mean and the leading principal components of data. */
export interface PrincipalComponents {
  readonly mean: tf.Tensor2D; // [1, inputs]
  readonly components: tf.Tensor2D; // [inputs, count], orthonormal
}

/**
 * The subspace of the leading principal components, by orthogonal iteration on the covariance: what a linear autoencoder
 * with as many latents finds. The caller disposes of it.
 * @param x [rows, inputs]
 * @param count of components, fewer than the inputs
 */
export function principalComponents(x: Rows, count: number, iterations = 100): PrincipalComponents {
  const { tensor, made } = asTensor('x', x);
  try {
    const inputs = tensor.shape[1] as number;
    check('count', count, isCount(count) && count <= inputs, `a whole number from 1 to ${inputs}`);
    return tf.tidy(() => {
      const mean = tf.mean(tensor, 0, true) as tf.Tensor2D;
      const centred = tf.sub(tensor, mean) as tf.Tensor2D;
      const covariance = tf.div(tf.matMul(centred, centred, true), tensor.shape[0]) as tf.Tensor2D;
      let components = orthonormal(normalNoise([inputs, count], [1, 1]) as tf.Tensor2D);
      for (let i = 0; i < iterations; i++) {
        const next = tf.tidy(() => orthonormal(tf.matMul(covariance, components)));
        components.dispose();
        components = next;
      }
      return { mean, components };
    });
  } finally {
    if (made) tensor.dispose();
  }
}

/** ‖x − x̂‖² with x̂ the projection on mean and components: [rows]. */
export function projectionError({ mean, components }: PrincipalComponents, x: Rows): Float32Array {
  const { tensor, made } = asTensor('x', x);
  const error = tf.tidy(() => {
    const centred = tf.sub(tensor, mean) as tf.Tensor2D;
    const inside = tf.matMul(tf.matMul(centred, components), components, false, true);
    return tf.sum(tf.squaredDifference(centred, inside), 1);
  });
  const numbers = error.dataSync() as Float32Array;
  tf.dispose([error, ...(made ? [tensor] : [])]);
  return numbers;
}

/** Columns made orthonormal, the first kept in direction (Gram and Schmidt). */
function orthonormal(columns: tf.Tensor2D): tf.Tensor2D {
  const done: tf.Tensor2D[] = [];
  for (const column of tf.split(columns, columns.shape[1], 1)) {
    let rest = column as tf.Tensor2D;
    for (const other of done) rest = tf.sub(rest, tf.mul(other, tf.matMul(other, rest, true)));
    done.push(tf.div(rest, tf.norm(rest)));
  }
  return tf.concat(done, 1);
}
