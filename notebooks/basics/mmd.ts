import { type Objective, type Parts, tf } from 'latent-torus';

/**
 * The objective of an MMD-VAE (Zhao, Song and Ermon, *InfoVAE*, 2019): `total` = `reconstruction` + mmdWeight · `mmd`, where
 * mmd is the squared maximum mean discrepancy between a batch of codes and as many points of the prior, compared through
 * their features with the kernel 1 / (1 + ‖u − v‖² / features) (inverse multiquadratic).
 */
export function mmd(): Objective {
  return {
    name: 'MMD',
    description: { mmd: {} },
    coefficients: { mmdWeight: 1000 },
    noiseShape: ({ latent }, batchSize) => [batchSize, Math.max(1, latent.noise) + latent.coordinates],
    terms(model, x, noise, { mmdWeight }) {
      const { latent, likelihood } = model;
      const own = Math.max(1, latent.noise);
      const part = (from: number, size: number) =>
        tf.slice(
          noise,
          [...noise.shape.slice(0, -1).map(() => 0), from],
          [...noise.shape.slice(0, -1), size],
        );
      const points = latent.sample(model.encode(x), part(0, own));
      const reconstruction = tf.mean(likelihood.loss(x, model.decode(points)), -1);
      const expected = latent.samplePrior(part(own, latent.coordinates));
      const discrepancy = meanDiscrepancy(latent, latent.embed(points), latent.embed(expected));
      return {
        total: tf.add(reconstruction, tf.mul(mmdWeight, discrepancy)),
        reconstruction,
        mmd: discrepancy,
      };
    },
  };
}

/** The unbiased estimate of MMD² from as many rows of each: [..., rows, features] → [...]. */
function meanDiscrepancy({ features }: Parts['latent'], a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const rows = a.shape[a.rank - 2];
  const kernel = (u: tf.Tensor, v: tf.Tensor) => {
    // not squaredDifference: its gradient does not broadcast in TensorFlow.js 4.22
    const square = tf.sum(tf.square(tf.sub(tf.expandDims(u, -2), tf.expandDims(v, -3))), -1);
    return tf.div(1, tf.add(tf.div(square, features), 1)); // [..., rows, rows], 1 on the diagonal where u = v
  };
  const within = (u: tf.Tensor) => tf.div(tf.sub(tf.sum(kernel(u, u), [-2, -1]), rows), rows * (rows - 1));
  return tf.sub(tf.add(within(a), within(b)), tf.mul(tf.mean(kernel(a, b), [-2, -1]), 2));
}
