// Section 3.4 in numbers: the statistics of `histogramClaims` from the losses of three groups of images.
import { quantile } from 'd3-array';
import type { histogramClaims } from './claims';

/** Losses in nats by group; similar letters also without the letter I. */
export interface GroupLosses {
  readonly digits: ArrayLike<number>;
  readonly similar: ArrayLike<number>;
  readonly withoutI: ArrayLike<number>;
  readonly dissimilar: ArrayLike<number>;
}

/** The middle of the fullest bin, bins being `width` nats wide from 0 on. */
export function lossMode(losses: ArrayLike<number>, width = 10): number {
  const counts = new Map<number, number>();
  for (const loss of Array.from(losses)) {
    const bin = Math.floor(loss / width);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  return width * ([...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0] + 0.5);
}

/** The interquartile range. */
export const lossSpread = (losses: ArrayLike<number>): number => at(losses, 0.75) - at(losses, 0.25);

/** The values of `histogramClaims` for one model. */
export function histogramValues(losses: GroupLosses): Record<keyof typeof histogramClaims, number> {
  const { digits, similar, withoutI, dissimilar } = losses;
  const [middle, far] = [at(digits, 0.5), at(digits, 0.95)];
  return {
    peak: lossMode(digits),
    similarHigher: at(similar, 0.5) - middle,
    similarBroader: lossSpread(similar) / lossSpread(digits),
    broaderWithoutI: lossSpread(withoutI) / lossSpread(digits),
    overlapTail: shareBelow([similar], far),
    overlapWithoutI: shareBelow([withoutI], far),
    dissimilarHigher: at(dissimilar, 0.5) - at(similar, 0.5),
    dissimilarNarrower: lossSpread(dissimilar) / lossSpread(similar),
    deceptivelyLow: shareBelow([similar, dissimilar], middle),
    lowWithoutI: shareBelow([withoutI, dissimilar], middle),
  };
}

const at = (values: ArrayLike<number>, share: number) =>
  quantile(values as ArrayLike<number> & Iterable<number>, share)!;

const shareBelow = (groups: readonly ArrayLike<number>[], limit: number) => {
  const all = groups.flatMap((values) => Array.from(values));
  return all.filter((value) => value < limit).length / all.length;
};
