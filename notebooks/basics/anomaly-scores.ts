import { type Decoder, type Encoder, evaluate, overBatches, type Rows, tf } from 'latent-torus';

/** For each image, high where the model takes it for an anomaly. */
export interface AnomalyScores {
  /** ‖x − x̂‖² with x̂ decoded at the mean of the posterior (or at the code). */
  readonly error: Float32Array;
  /** −E[log p(x|z)] over samples of the posterior, in nats: minus the reconstruction probability's logarithm. */
  readonly probability: Float32Array;
  /** The same plus the divergence from the prior: −ELBO, in nats. */
  readonly bound: Float32Array;
}

/**
 * Scores of anomaly for each image: reconstruction error, reconstruction probability (An and Cho 2015, algorithm 4, its
 * logarithm averaged over samples) and −ELBO. With replicas each array is [replicas, count] row by row.
 * @param x [count, inputs]
 * @param samples of the posterior for each image, by default 10; one is enough for a deterministic code
 */
export function anomalyScores(
  model: Encoder & Decoder,
  x: Rows,
  { samples = 10, seed = 0 } = {},
): AnomalyScores {
  const draws = Array.from({ length: samples }, (_, i) => evaluate(model, x, { seed: seed + i }));
  const probability = draws[0].reconstruction.map(
    (_, i) => draws.reduce((sum, { reconstruction }) => sum + reconstruction[i], 0) / samples,
  );
  return { error: squaredError(model, x), probability, bound: probability.map((p, i) => p + draws[0].kl[i]) };
}

/** ‖x − x̂‖² with x̂ at the posterior's mean: [count], with replicas [replicas, count] row by row. */
export function squaredError(model: Encoder & Decoder, x: Rows): Float32Array {
  const errors = overBatches(
    { x },
    1000,
    ({ x: rows }) => {
      const own = model.replicas ? tf.tile(tf.expandDims(rows, 0), [model.replicas, 1, 1]) : rows;
      const image = model.likelihood.mean(model.decode(model.latent.mean(model.encode(own))));
      return { error: tf.sum(tf.squaredDifference(own, image), -1) };
    },
    model.replicas ? 1 : 0,
  ).error;
  const numbers = errors.dataSync() as Float32Array;
  errors.dispose();
  return numbers;
}
