// How well a score tells one group from another: ROC, precision and recall, with bootstrap intervals. A high
// score means 'positive' (here: not a digit). Fawcett, An introduction to ROC analysis (2006); Davis and
// Goadrich (2006).
import { Random } from '@latent-torus/random';

/** A figure with its percentile interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How well a score separates positives (high) from negatives (low). */
export interface Detection<T = number> {
  /**
   * The chance that a positive scores higher than a negative, ties counted half. ½: no better than a coin.
   */
  readonly auroc: T;
  /**
   * Average precision Σ (Rₙ − Rₙ₋₁) Pₙ over the thresholds, as on equal numbers of positives and negatives:
   * each side weighs one half, so that ½ is chance whatever the numbers are.
   */
  readonly aupr: T;
  /**
   * The least share of negatives at or above a threshold that at least 95 % of the positives reach. 0 is
   * best.
   */
  readonly fpr95: T;
}

const names = ['auroc', 'aupr', 'fpr95'] as const;

/** The three figures of a score. @throws RangeError if a group is empty or a score is NaN */
export function detection(negatives: ArrayLike<number>, positives: ArrayLike<number>): Detection {
  const { runs, order } = sorted(negatives, positives);
  return figures(runs, order, new Uint16Array(order.length).fill(1), negatives.length, positives.length);
}

/**
 * The three figures of several scores of the same images, with bootstrap percentile intervals. Negatives and
 * positives are resampled apart (their numbers stay), and by image: all scores see the same resamples, which
 * makes their differences comparable.
 * @param scores by name; `negatives` and `positives` have one number for each image, in the same order for
 *   all scores
 * @param options.resamples 0 gives intervals without length; `level` is the share that an interval covers
 *   (0.95)
 */
export function detectionIntervals<K extends string>(
  scores: Readonly<
    Record<K, { readonly negatives: ArrayLike<number>; readonly positives: ArrayLike<number> }>
  >,
  { resamples = 1000, seed = 0, level = 0.95 } = {},
): Record<K, Detection<Estimate>> {
  const keys = Object.keys(scores) as K[];
  if (!keys.length) throw new RangeError('detectionIntervals: no score is given');
  if (!Number.isInteger(resamples) || resamples < 0) {
    throw new RangeError(`resamples is ${resamples}; expected a whole number, 0 or more`);
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`level is ${level}; expected a share between 0 and 1`);
  const [n, p] = [scores[keys[0]].negatives.length, scores[keys[0]].positives.length];
  const ready = keys.map((key) => {
    const { negatives, positives } = scores[key];
    if (negatives.length !== n || positives.length !== p) {
      throw new RangeError(
        `score '${key}' has ${negatives.length} negatives and ${positives.length} positives; ` +
          `expected ${n} and ${p} as '${keys[0]}' has`,
      );
    }
    return { ...sorted(negatives, positives), drawn: names.map(() => new Float64Array(resamples)) };
  });
  const random = new Random(`bootstrap ${seed}`);
  const weights = new Uint16Array(n + p);
  for (let r = 0; r < resamples; r++) {
    weights.fill(0);
    for (let i = 0; i < n; i++) weights[random.bits() % n]++; // the bias of % is below n / 2³²
    for (let i = 0; i < p; i++) weights[n + (random.bits() % p)]++;
    for (const { runs, order, drawn } of ready) {
      const result = figures(runs, order, weights, n, p);
      names.forEach((name, i) => {
        drawn[i][r] = result[name];
      });
    }
  }
  return Object.fromEntries(
    keys.map((key, k) => {
      const value = detection(scores[key].negatives, scores[key].positives);
      return [
        key,
        Object.fromEntries(
          names.map((name, i) => {
            const all = ready[k].drawn[i].sort();
            const at = (share: number) => (resamples ? quantile(all, share) : value[name]);
            return [name, { value: value[name], low: at((1 - level) / 2), high: at((1 + level) / 2) }];
          }),
        ),
      ];
    }),
  ) as unknown as Record<K, Detection<Estimate>>;
}

/** The three figures of one score with intervals: see `detectionIntervals`. */
export const detectionInterval = (
  negatives: ArrayLike<number>,
  positives: ArrayLike<number>,
  options?: Parameters<typeof detectionIntervals>[1],
): Detection<Estimate> => detectionIntervals({ score: { negatives, positives } }, options).score;

/** The value below which a share of ascending numbers lies, interpolated linearly between neighbours. */
function quantile(ascending: ArrayLike<number>, share: number): number {
  const at = share * (ascending.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, ascending.length - 1);
  return ascending[below] + (at - below) * (ascending[above] - ascending[below]);
}

/**
 * Images from the highest score to the lowest (negatives count from 0, positives after them), and where ties
 * end.
 */
function sorted(
  negatives: ArrayLike<number>,
  positives: ArrayLike<number>,
): { order: Int32Array; runs: Int32Array } {
  const n = negatives.length;
  const values = new Float64Array(n + positives.length);
  values.set(negatives as number[]);
  values.set(positives as number[], n);
  if (!n || !positives.length) {
    throw new RangeError(`${n} negatives and ${positives.length} positives; expected one of each or more`);
  }
  const bad = values.findIndex(Number.isNaN);
  if (bad >= 0) {
    const which = bad < n ? `negative ${bad}` : `positive ${bad - n}`;
    throw new RangeError(`the score of ${which} is NaN; expected a number`);
  }
  // ∞ − ∞ is NaN, but a tie.
  const order = Int32Array.from(values.keys()).sort((a, b) => values[b] - values[a] || 0);
  const runs: number[] = [];
  for (let i = 1; i <= order.length; i++) {
    if (i === order.length || values[order[i]] !== values[order[i - 1]]) runs.push(i);
  }
  return { order, runs: Int32Array.from(runs) };
}

/** One pass from the highest threshold to the lowest, each image counted `weights` times. */
function figures(runs: Int32Array, order: Int32Array, weights: Uint16Array, n: number, p: number): Detection {
  let [truePositives, falsePositives, at] = [0, 0, 0];
  let [above, precision] = [0, 0];
  let fpr95 = 1;
  const enough = Math.ceil(0.95 * p - 1e-9);
  for (let run = 0; run < runs.length; run++) {
    const end = runs[run];
    let [newTrue, newFalse] = [0, 0];
    for (; at < end; at++) {
      const image = order[at];
      if (image < n) newFalse += weights[image];
      else newTrue += weights[image];
    }
    above += newFalse * (truePositives + newTrue / 2); // positives above these negatives, half of those beside
    falsePositives += newFalse;
    if (newTrue) {
      const before = truePositives;
      truePositives += newTrue;
      precision += newTrue * (truePositives / p / (truePositives / p + falsePositives / n));
      if (before < enough && truePositives >= enough) fpr95 = falsePositives / n;
    }
  }
  return { auroc: above / (n * p), aupr: precision / p, fpr95 };
}
