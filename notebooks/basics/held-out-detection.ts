import type { Images } from '@latent-torus/datasets';
import { type Detection, detectionIntervals, type Estimate } from '@latent-torus/statistics';

/** A score of anomaly for each test image, once for each digit held out: the model of digit d has not seen it. */
export type HeldOutScores<K extends string> = Readonly<Record<K, readonly ArrayLike<number>[]>>;

/** Scores of all replicas, [10, count] row by row, apart by the digit held out. */
export const byHeldOut = (all: Float32Array, digits = 10): Float32Array[] =>
  Array.from({ length: digits }, (_, d) =>
    all.subarray((d * all.length) / digits, ((d + 1) * all.length) / digits),
  );

/**
 * How well each score tells the held-out digit from the nine others, with bootstrap intervals over the test images: one
 * for each digit.
 */
export function heldOutDetection<K extends string>(
  scores: HeldOutScores<K>,
  { labels, classes }: Pick<Images, 'labels' | 'classes'>,
  resamples: number,
): Record<K, Detection<Estimate>>[] {
  return classes.map((_, held) => {
    const part = (all: ArrayLike<number>, isHeld: boolean) =>
      Float64Array.from(all).filter((_score, i) => (labels[i] === held) === isHeld);
    const groups = Object.entries<readonly ArrayLike<number>[]>(scores).map(([name, all]) => [
      name,
      { negatives: part(all[held], false), positives: part(all[held], true) },
    ]);
    return detectionIntervals(
      Object.fromEntries(groups) as Record<K, { negatives: Float64Array; positives: Float64Array }>,
      { resamples, seed: 1 },
    );
  });
}
