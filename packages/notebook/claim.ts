/** A statement of a document made measurable: the statistic and the threshold stand before anything is run. */
export interface Claim {
  /** What the document says, in our words. */
  readonly claim: string;
  /** Where it says so. */
  readonly where: string;
  /** What is computed for each seed. */
  readonly statistic: string;
  /** The claim holds for a seed whose statistic lies within. */
  readonly threshold: { readonly atLeast?: number; readonly atMost?: number };
}

export type Verdict = 'holds' | 'holds in part' | 'does not hold';

/** Holds: for every seed; in part: for some; does not hold: for none. @throws RangeError without a value, or if one is NaN */
export function judge(
  { claim, threshold: { atLeast = -Infinity, atMost = Infinity } }: Claim,
  values: readonly number[],
): Verdict {
  if (!values.length || values.some(Number.isNaN)) {
    throw new RangeError(`'${claim}': the values are [${values}]; expected a number for each seed`);
  }
  const fulfilled = values.filter((value) => value >= atLeast && value <= atMost).length;
  return fulfilled === values.length ? 'holds' : fulfilled ? 'holds in part' : 'does not hold';
}

/** The threshold as text: '≥ 0.7'. */
export const thresholdText = ({ threshold: { atLeast, atMost } }: Claim): string =>
  [atLeast === undefined ? '' : `≥ ${atLeast}`, atMost === undefined ? '' : `≤ ${atMost}`]
    .filter(Boolean)
    .join(' and ');
