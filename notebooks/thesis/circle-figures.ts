// What the thesis' Tables 5.1 and 7.1 say of a trained model, measured as sections 5.5 and 7.4 do.
import type { Samples } from '@latent-torus/datasets';
import { take } from '@latent-torus/datasets';
import { evaluate, posteriorMeans, reconstruct, tf, type Vae } from 'latent-torus';
import { evenCircle } from './circle-data';
import type { CircleSetting } from './circle-runs';

/** The figures of one repetition, in nats for each datapoint of X_Vis; `mse` is that of the decoded mean, (5.8). */
export interface CircleFigures {
  total: number;
  kl: number;
  reconstruction: number;
  mse: number;
}

/** L of the thesis' tables: samples of each posterior. */
const SAMPLES = 100;

/**
 * The negative ELBO of each replica over X_Vis with L = 100 samples of each posterior, (5.9) with the ½ that it lacks (erratum
 * T6), and the mean squared error (5.8): one for each replica.
 */
export function circleFigures(model: Vae, data: Samples = evenCircle()): CircleFigures[] {
  const replicas = model.replicas ?? 1;
  const indices = Array.from({ length: SAMPLES * data.count }, (_, i) => i % data.count);
  const { reconstruction, kl } = evaluate(model, take(data, indices), { seed: 1 });
  const decoded = reconstruct(model, data);
  const squares = tf.tidy(() => {
    const x = tf.tensor(data.pixels, [1, data.count, model.size]);
    const found = tf.reshape(decoded, [replicas, data.count, model.size]);
    return tf.mean(tf.sum(tf.squaredDifference(x, found), -1), -1).dataSync();
  });
  decoded.dispose();
  const meanOf = (values: Float32Array, r: number) =>
    values.subarray(r * indices.length, (r + 1) * indices.length).reduce((a, b) => a + b, 0) / indices.length;
  return Array.from({ length: replicas }, (_, r) => {
    const terms = { kl: meanOf(kl, r), reconstruction: meanOf(reconstruction, r) };
    return { total: terms.kl + terms.reconstruction, ...terms, mse: squares[r] };
  });
}

/** The posteriors of X_Vis under one replica. */
export interface CirclePosteriors {
  /** [count × coordinates] row by row: points of the plane, or angles. */
  readonly means: Float32Array;
  /** [count × coordinates] by name: `logVariance`, `logTime`. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
}

/** Means and widths of the posteriors of X_Vis, one for each replica. */
export function circlePosteriors(model: Vae, data: Samples = evenCircle()): CirclePosteriors[] {
  const replicas = model.replicas ?? 1;
  const means = posteriorMeans(model, data);
  const heads = tf.tidy(() => {
    const x = tf.tensor(data.pixels, [1, data.count, model.size]);
    return model.encode(model.replicas ? tf.tile(x, [replicas, 1, 1]) : tf.squeeze(x, [0]));
  });
  const all = means.dataSync() as Float32Array;
  means.dispose();
  const part = (values: Float32Array, r: number) =>
    values.slice((r * values.length) / replicas, ((r + 1) * values.length) / replicas);
  const found = Array.from({ length: replicas }, (_, r) => ({
    means: part(all, r),
    parameters: Object.fromEntries(
      Object.entries(heads).map(([name, tensor]) => [name, part(tensor.dataSync() as Float32Array, r)]),
    ),
  }));
  tf.dispose(heads);
  return found;
}

/** The replicas of one setting: their places. */
export const placesOf = (settings: readonly CircleSetting[], noise: number, sigmaX: number): number[] =>
  settings.flatMap((setting, i) => (setting.noise === noise && setting.sigmaX === sigmaX ? [i] : []));
