import type { Samples } from '@latent-torus/datasets';
import { evaluate, posteriorMeans, type Vae } from 'latent-torus';
import { circleLoop, type Loop, planeLoop } from './loop';

/** A circle of data in the latent space of one replica. */
export interface ModelLoop extends Loop {
  /** The evidence lower bound, the mean over the data in nats: what a choice among starts may know. */
  readonly bound: number;
  /** The means of the posteriors, row by row: angles, or points of a plane. */
  readonly means: Float32Array;
}

/**
 * What became of the circle of data in each replica of a model on a circle or in a plane.
 * @param data in the order of their phases, evenly round the circle
 */
export function modelLoops(model: Vae, data: Samples): ModelLoop[] {
  const { coordinates, name } = model.latent;
  const isCircle = coordinates === 1 && model.latent.features === 2;
  if (!isCircle && coordinates !== 2) throw new RangeError(`a loop on ${name}: expected a circle or a plane`);
  const replicas = model.replicas ?? 1;
  const points = posteriorMeans(model, data);
  const all = points.dataSync() as Float32Array;
  points.dispose();
  const { elbo } = evaluate(model, data, { seed: 1 });
  return Array.from({ length: replicas }, (_, r) => {
    const means = all.slice((r * all.length) / replicas, ((r + 1) * all.length) / replicas);
    const own = elbo.subarray(r * data.count, (r + 1) * data.count);
    const bound = own.reduce((sum, value) => sum + value, 0) / data.count;
    return { ...(isCircle ? circleLoop(means) : planeLoop(means)), bound, means };
  });
}

/**
 * The chance that the loop of the best of some starts is closed, where the starts are drawn from these models without putting
 * back, and the best is the one with the highest bound: the phase takes no part.
 * @param starts 1 or more, at most as many as there are models
 */
export function closedShare(loops: readonly ModelLoop[], starts: number): number {
  const n = loops.length;
  if (!(Number.isInteger(starts) && starts >= 1 && starts <= n))
    throw new RangeError(`${starts} starts of ${n} models; expected a whole number from 1 to ${n}`);
  const ranked = [...loops].sort((a, b) => b.bound - a.bound);
  let [share, none] = [0, 1]; // none: the chance that none of the models before is among the starts
  ranked.forEach(({ state }, before) => {
    const left = n - before;
    const chosen = left >= starts ? starts / left : 1;
    if (state === 'closed') share += none * Math.min(1, chosen);
    none *= 1 - Math.min(1, chosen);
  });
  return share;
}
