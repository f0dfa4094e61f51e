/** What is said of repeated measurements. */
export interface Summary {
  minimum: number;
  lowerQuartile: number;
  median: number;
  upperQuartile: number;
}

/** Quantile by linear interpolation between order statistics (Hyndman and Fan's type 7). @param p 0 … 1 */
export function quantile(values: readonly number[], p: number): number {
  if (!values.length) throw new RangeError('a quantile of no values');
  const sorted = [...values].sort((a, b) => a - b);
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}

export const summary = (values: readonly number[]): Summary => ({
  minimum: quantile(values, 0),
  lowerQuartile: quantile(values, 0.25),
  median: quantile(values, 0.5),
  upperQuartile: quantile(values, 0.75),
});
