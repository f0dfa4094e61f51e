/**
 * How undecided neighbours are about a class: the entropy of their labels, −Σ p log p, in nats. 0: all are of one class;
 * log k: as many of each of k.
 * @param counts how many of the neighbours are of each class
 */
export function labelEntropy(counts: readonly number[]): number {
  const all = counts.reduce((a, b) => a + b, 0);
  if (!(all > 0) || counts.some((count) => !(count >= 0)))
    throw new RangeError(
      `labelEntropy: the counts are [${counts.join(', ')}]; expected at least one neighbour`,
    );
  return counts.reduce((sum, count) => sum - (count > 0 ? (count / all) * Math.log(count / all) : 0), 0);
}
