import { meanInterval } from './mean-interval';

/** A statement of a document made measurable: the statistic and the threshold stand before anything is run. */
export interface Claim {
  /** What the document says, in our words. */
  readonly claim: string;
  /** Where it says so. */
  readonly where: string;
  /** What is computed for each seed. */
  readonly statistic: string;
  /** The claim holds if the mean over seeds lies within. */
  readonly threshold: { readonly atLeast?: number; readonly atMost?: number };
}

export type Verdict = 'holds' | 'undecided' | 'does not hold' | 'one seed: within' | 'one seed: outside';

/**
 * Whether a claim holds, by the 95 % interval of the mean over seeds (see `meanInterval`): it holds if the interval
 * lies within the threshold, does not hold if it lies outside, and is undecided if it lies across. One seed decides
 * nothing: it is said on which side it is.
 * @throws RangeError if the claim has no threshold, without a value, or if one is not a finite number
 */
export function judge({ claim, threshold }: Claim, values: readonly number[]): Verdict {
  const { atLeast = -Infinity, atMost = Infinity } = threshold;
  if (!(atLeast <= atMost) || (atLeast === -Infinity && atMost === Infinity)) {
    throw new RangeError(
      `'${claim}': the threshold is ${JSON.stringify(threshold)}; expected atLeast, atMost, or both in order`,
    );
  }
  let estimate: ReturnType<typeof meanInterval>;
  try {
    estimate = meanInterval(values);
  } catch (cause) {
    throw new RangeError(`'${claim}': ${(cause as Error).message}`, { cause });
  }
  const { mean, low, high } = estimate;
  const isWithin = (value: number) => value >= atLeast && value <= atMost;
  if (low === undefined || high === undefined)
    return isWithin(mean) ? 'one seed: within' : 'one seed: outside';
  if (isWithin(low) && isWithin(high)) return 'holds';
  return high < atLeast || low > atMost ? 'does not hold' : 'undecided';
}

/** The threshold as text: '≥ 0.7'. */
export const thresholdText = ({ threshold: { atLeast, atMost } }: Claim): string =>
  [atLeast === undefined ? '' : `≥ ${atLeast}`, atMost === undefined ? '' : `≤ ${atMost}`]
    .filter(Boolean)
    .join(' and ');
