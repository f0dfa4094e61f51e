// Sections 3.2 and 3.3 in numbers: the statistics of `letterClaims` from the places and losses of three groups.
import type { Images } from '@latent-torus/datasets';
import { detection } from '@latent-torus/statistics';
import { median, quantile } from 'd3-array';
import type { letterClaims } from './claims';
import type { LetterPlaces, LetterSets } from './letter-places';

type Labelled = Pick<Images, 'labels' | 'classes'>;

/** The median of each letter's values, in the order of the classes. */
export const letterMedians = ({ labels, classes }: Labelled, values: readonly number[]): number[] =>
  classes.map((letter, label) => {
    const own = values.filter((_, i) => labels[i] === label);
    if (!own.length)
      throw new RangeError(`letterMedians: there is no ${letter}; expected one of each letter`);
    return median(own)!;
  });

/** The values of `letterClaims` for one model. */
export function letterValues(
  sets: LetterSets,
  { digits, similar, dissimilar, distinct }: LetterPlaces,
): Record<keyof typeof letterClaims, number> {
  const { classes, labels } = sets.similar;
  const isOf = (letters: string) => (_: unknown, i: number) => letters.includes(classes[labels[i]]);
  const share = <T>(all: readonly T[], hit: (one: T) => boolean) => all.filter(hit).length / all.length;
  const onDigits = (letters: string, group: readonly number[]) =>
    share(similar.near.filter(isOf(letters)), (counts) => group.reduce((n, c) => n + counts[c], 0) > 5);
  const rare = quantile(digits.lack, 0.9)!;
  const auroc = (negatives: readonly number[], positives: readonly number[]) =>
    detection(negatives, positives).auroc;
  const [low, high] = [
    letterMedians(sets.similar, similar.loss),
    letterMedians(sets.dissimilar, dissimilar.loss),
  ];
  const withoutI = low.filter((_, label) => classes[label] !== 'I');
  return {
    separation: auroc(digits.lack, dissimilar.lack),
    highLoss: auroc(digits.loss, dissimilar.loss),
    voids: share(dissimilar.lack, (lack) => lack > rare),
    ambiguous: auroc(digits.ambiguity, dissimilar.ambiguity),
    lowConfidence: auroc(digits.width, dissimilar.width),
    distinctZones: distinct,
    nearDigits: auroc(digits.lack, similar.lack),
    nearerThanDissimilar: auroc(similar.lack, dissimilar.lack),
    tolerated: auroc(digits.ambiguity, similar.ambiguity),
    iOnOne: onDigits('I', [1]),
    bOnEight: onDigits('B', [8]),
    dpOnRound: onDigits('DP', [0, 6, 9]),
    moderateLoss: auroc(similar.loss, dissimilar.loss),
    moderateWithoutI: auroc(similar.loss.filter(isOf('BDP')), dissimilar.loss),
    lowerByLetter: auroc(low, high), // of medians: the share of pairs in order
    lowerWithoutI: auroc(withoutI, high),
  };
}
