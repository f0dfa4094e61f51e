import { type Claim, judge, thresholdText } from './claim';
import type { About } from './publish';
import { table } from './table';

/**
 * Shows and saves what became of claims: claim, where it stands, statistic, threshold, a value for each seed, verdict.
 * @param claims by key
 * @param values for each key, a value for each seed
 * @throws RangeError if a claim has no values, or values have no claim
 */
export async function claimTable<K extends string>(
  claims: Readonly<Record<K, Claim>>,
  values: Readonly<Partial<Record<K, readonly number[]>>>,
  about: About,
): Promise<void> {
  const rows = (Object.keys(values) as K[]).map((key) => {
    const claim = claims[key];
    if (!claim)
      throw new RangeError(`there is no claim '${key}'; expected one of ${Object.keys(claims).join(', ')}`);
    const measured = values[key] ?? [];
    return {
      claim: claim.claim,
      where: claim.where,
      statistic: claim.statistic,
      threshold: thresholdText(claim),
      'value per seed': measured.map((value) => Number(value.toPrecision(4))).join(', '),
      verdict: judge(claim, measured),
    };
  });
  await table(rows, about);
}
