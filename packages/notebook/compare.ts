import { mean } from 'd3-array';
import { type MeanInterval, meanInterval } from './mean-interval';
import { checkDigits, countText, fixed, seedsText } from './number-text';

/** How a value is written. */
export interface EstimateOptions {
  /** Unit behind the numbers, for instance 'nats' or '%' (default none). */
  unit?: string;
  /** Decimals (default 3). */
  digits?: number;
}

/** How groups are compared. */
export interface CompareOptions extends EstimateOptions {
  /** What is compared: '10-NN accuracy'. */
  of?: string;
  /** Which way is better, if either is. */
  better?: 'higher' | 'lower';
  /**
   * The smallest difference that matters. Where the interval of the difference lies within ± margin there is 'no
   * difference'; without a margin, only where the groups agree in every seed to the digits shown.
   */
  margin?: number;
}

/** A mean over seeds with its 95 % interval as a text: '0.730 (95 % interval 0.721 to 0.739, five seeds)'. */
export function estimate(values: readonly number[], { unit, digits = 3 }: EstimateOptions = {}): string {
  checkDigits(digits);
  const { mean: centre, low, high, n } = meanInterval(values);
  const text = withUnit(fixed(centre, digits), unit);
  return low === undefined || high === undefined
    ? `${text} (one seed)`
    : `${text} (95 % interval ${fixed(low, digits)} to ${fixed(high, digits)}, ${seedsText(n)})`;
}

/**
 * A sentence that compares values of groups, seed by seed: means, and for the first group against each other one the
 * difference with its 95 % interval (paired by seed, see `meanInterval`). It says 'higher' or 'lower' only where the
 * interval excludes zero, 'no difference' only where it lies within the margin, else 'undecided'; with one seed 'no
 * verdict'.
 * ```ts
 * compare({ torus: [0.73, 0.74, 0.72], plane: [0.61, 0.6, 0.62] }, { of: '10-NN accuracy', digits: 2 })
 * // 'Torus 0.73, plane 0.61 (10-NN accuracy, three seeds): torus higher by 0.12 (95 % interval 0.07 to 0.17), in every
 * // seed.'
 * ```
 * @param groups values by name, in the same order of seeds
 * @throws RangeError if there are fewer than two groups, or their values do not pair
 */
export function compare(
  groups: Readonly<Record<string, readonly number[]>>,
  options: CompareOptions = {},
): string {
  const { of, unit, digits = 3, better, margin = 0 } = options;
  checkDigits(digits);
  if (better !== undefined && better !== 'higher' && better !== 'lower')
    throw new RangeError(`better is '${better}'; expected 'higher' or 'lower'`);
  if (!(margin >= 0 && Number.isFinite(margin)))
    throw new RangeError(`margin is ${margin}; expected a number of at least 0`);
  const entries = Object.entries(groups);
  if (entries.length < 2)
    throw new RangeError(`there are ${entries.length} groups; expected at least two to compare`);
  const seeds = entries[0][1].length;
  for (const [name, values] of entries) {
    if (values.length !== seeds) {
      throw new RangeError(
        `'${name}' has ${values.length} values, '${entries[0][0]}' has ${seeds}; expected one for each seed in both`,
      );
    }
    if (!seeds || !values.every(Number.isFinite))
      throw new RangeError(
        `'${name}' has the values [${values.join(', ')}]; expected a finite number for each seed`,
      );
  }
  const means = entries
    .map(([name, values]) => `${name} ${withUnit(fixed(mean(values)!, digits), unit)}`)
    .join(', ');
  const where = [of, seedsText(seeds)].filter(Boolean).join(', ');
  const [[first, values], ...others] = entries;
  const verdicts = others.map(([name, theirs]) => {
    const difference = values.map((value, i) => value - theirs[i]);
    const said = verdict(difference, { first, unit, digits, better, margin });
    return others.length === 1 || seeds === 1 ? said : `against ${name} ${said}`;
  });
  return capital(`${means} (${where}): ${seeds === 1 ? 'one seed, no verdict' : verdicts.join('; ')}.`);
}

function verdict(
  differences: readonly number[],
  { first, unit, digits, better, margin }: CompareOptions & { first: string; digits: number; margin: number },
): string {
  const { mean: centre, low = NaN, high = NaN, n }: MeanInterval = meanInterval(differences);
  const interval = `95 % interval ${fixed(low, digits)} to ${fixed(high, digits)}`;
  const negligible = Math.max(margin, 0.5 * 10 ** -digits);
  if (margin > 0 ? low >= -margin && high <= margin : differences.every((d) => Math.abs(d) < negligible)) {
    return margin > 0 ? `no difference beyond ${margin} (${interval})` : 'no difference in any seed';
  }
  const isHigher = centre > 0;
  const alike = differences.filter((d) => (isHigher ? d > 0 : d < 0)).length;
  const seeds = alike === n ? 'in every seed' : `in ${countText(alike)} of ${seedsText(n)}`;
  const direction = isHigher ? 'higher' : 'lower';
  if (low <= 0 && high >= 0)
    return `undecided (difference ${fixed(centre, digits)}, ${interval}; ${direction} ${seeds})`;
  const worth = better === undefined ? '' : better === direction ? ' (better)' : ' (worse)';
  return `${first} ${direction}${worth} by ${withUnit(fixed(Math.abs(centre), digits), unit)} (${absolute(low, high, digits)}), ${seeds}`;
}

/** The interval of a difference without its sign, the smaller end first. */
function absolute(low: number, high: number, digits: number): string {
  const [from, to] = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b);
  return `95 % interval ${fixed(from, digits)} to ${fixed(to, digits)}`;
}

const withUnit = (text: string, unit?: string) => (unit ? `${text} ${unit}` : text);

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
