import { deviation, mean } from 'd3-array';

/** A mean over seeds with the interval that its true value lies in, with a confidence of 95 %. */
export interface MeanInterval {
  mean: number;
  /** Ends of the interval; undefined for one value, which says nothing about its spread. */
  low: number | undefined;
  high: number | undefined;
  /** How many values. */
  n: number;
}

/**
 * The mean of values that were computed from independent seeds, with its 95 % interval by Student's t distribution:
 * mean ± t · s / √n, s the sample standard deviation, t the 97.5 % quantile at n − 1 degrees of freedom.
 * @throws RangeError without a value, or if one is not a finite number
 */
export function meanInterval(values: Iterable<number>): MeanInterval {
  const list = [...values];
  if (!list.length || !list.every(Number.isFinite)) {
    throw new RangeError(`the values are [${list.join(', ')}]; expected a finite number for each seed`);
  }
  const n = list.length;
  const centre = mean(list)!;
  if (n === 1) return { mean: centre, low: undefined, high: undefined, n };
  const half = (tQuantile(0.975, n - 1) * deviation(list)!) / Math.sqrt(n);
  return { mean: centre, low: centre - half, high: centre + half, n };
}

/**
 * The quantile of Student's t distribution, by bisection of its distribution function to the last digits.
 * @param share 0.5 … 1, exclusive of 1
 * @param freedom degrees of freedom, a whole number of at least one
 */
export function tQuantile(share: number, freedom: number): number {
  if (!(share >= 0.5 && share < 1) || !Number.isInteger(freedom) || freedom < 1) {
    throw new RangeError(
      `the share is ${share} and the degrees of freedom are ${freedom}; expected 0.5 … 1 and a whole number from 1`,
    );
  }
  let low = 0;
  let high = 1;
  while (central(high, freedom) < 2 * share - 1) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (central(middle, freedom) < 2 * share - 1) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability that |T| ≤ t: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4. */
function central(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const odd = freedom % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = odd && freedom === 1 ? 0 : term;
  for (let k = odd ? 2 : 1; k <= freedom - 3; k += 2) {
    term *= (cosine ** 2 * k) / (k + 1);
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
