import type { About } from './about';
import { type Claim, judge, thresholdText, type Verdict } from './claim';
import { meanInterval } from './mean-interval';
import { countText, seedsText } from './number-text';
import { table } from './table';

/**
 * Shows and saves what became of claims: claim, where it stands, statistic, threshold, mean and 95 % interval over
 * seeds, the value of each seed, verdict (see `judge`).
 * @param claims by key
 * @param values for each key, a value for each seed
 * @param about seeds and reading are counted from the values unless given
 * @throws RangeError if a claim has no values, or values have no claim
 */
export async function claimTable<K extends string>(
  claims: Readonly<Record<K, Claim>>,
  values: Readonly<Partial<Record<K, readonly number[]>>>,
  about: Omit<About, 'reading'> & Partial<Pick<About, 'reading'>>,
): Promise<void> {
  const verdicts: Verdict[] = [];
  const counts: number[] = [];
  const rows = (Object.keys(values) as K[]).map((key) => {
    const claim = claims[key];
    if (!claim)
      throw new RangeError(`there is no claim '${key}'; expected one of ${Object.keys(claims).join(', ')}`);
    const measured = values[key] ?? [];
    const verdict = judge(claim, measured);
    const { mean, low, high, n } = meanInterval(measured);
    verdicts.push(verdict);
    counts.push(n);
    return {
      claim: claim.claim,
      where: claim.where,
      statistic: claim.statistic,
      threshold: thresholdText(claim),
      mean,
      '95 % interval': low === undefined || high === undefined ? null : `${short(low)} to ${short(high)}`,
      'value per seed': measured.map(short).join(', '),
      verdict,
    };
  });
  const most = Math.max(...counts);
  await table(rows, {
    digits: { mean: 4 },
    ...about,
    reading: about.reading ?? verdictsText(verdicts, most),
    ...(counts.length ? { seeds: about.seeds ?? most } : {}),
  });
}

/** 'Of seven claims (five seeds), four hold, two do not hold, one is undecided.' */
export function verdictsText(verdicts: readonly Verdict[], seeds: number): string {
  const count = (verdict: Verdict) => verdicts.filter((each) => each === verdict).length;
  const part = (n: number, one: string, several: string) =>
    n ? [`${countText(n)} ${n === 1 ? one : several}`] : [];
  const single = count('one seed: within') + count('one seed: outside');
  const within = count('one seed: within') ? countText(count('one seed: within')) : 'none';
  const parts = [
    ...part(count('holds'), 'holds', 'hold'),
    ...part(count('does not hold'), 'does not hold', 'do not hold'),
    ...part(count('undecided'), 'is undecided', 'are undecided'),
    ...part(single, 'is', 'are').map(
      (text) => `${text} without a verdict, as one seed decides nothing (${within} within the threshold)`,
    ),
  ];
  const total = verdicts.length;
  return `Of ${countText(total)} ${total === 1 ? 'claim' : 'claims'} (${seedsText(seeds)}), ${parts.join(', ')}.`;
}

/** Four significant digits. */
const short = (value: number) => String(Number(value.toPrecision(4)));
