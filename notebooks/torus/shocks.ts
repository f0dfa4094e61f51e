// Letters as shocks to a model of digits: every score of every image, and what becomes of the paper's claims.
import { type Images, take } from '@latent-torus/datasets';
import { cached, tf } from '@latent-torus/node';
import { atScale } from '@latent-torus/settings';
import {
  type Detection,
  detection,
  detectionIntervals,
  type Estimate,
  logisticRegression,
  logisticScores,
  randomFolds,
} from '@latent-torus/statistics';
import { bisectLeft, bisectRight, quantile } from 'd3-array';
import { evaluate, importanceWeighted, nearest, posteriorMeans, type Vae } from 'latent-torus';
import { classCircles } from './circular';
import { complexityCorrected, minus } from './corrections';
import { histogramValues } from './histogram-values';
import { chooseBandwidth, kde } from './kde';
import { compressedBits, edgeLength, pixelEntropy, pixelSum } from './model-free';
import { latentOffset } from './offset';
import { likelihoodRegret } from './regret';

const groups = ['digits', 'similar', 'dissimilar'] as const;
type Group = (typeof groups)[number];
type Tensors = Record<Group | 'train', tf.Tensor2D>;
type Measured = Readonly<Record<Group, ShockGroup>>;

/**
 * What is compared: test digits, letters that resemble digits, letters that do not; and digits of the
 * training.
 */
export type ShockSets = Readonly<Record<Group | 'train', Images>>;

/** Scores that need a model, that need none, and that correct the one by the other. High: not a digit. */
export const shockScores = {
  model: [
    'reconstruction loss',
    'importance-weighted loss',
    'latent offset',
    'low density',
    'loss and place together',
    'together with letter unseen',
  ],
  none: ['entropy of pixels', 'sum of pixels', 'edge length', 'compressed size'],
  corrected: ['loss minus entropy', 'complexity-corrected', 'likelihood regret'],
} as const;

/**
 * The scores of all images of a group; likelihood regret has been computed for the images `regretOf` only.
 */
export interface ShockGroup {
  readonly scores: Readonly<Record<string, readonly number[]>>;
  readonly regretOf: readonly number[];
  /** Log density of test digits at each image, in nats. */
  readonly logDensity: readonly number[];
  /** Of the ten nearest test digits, how many are of each class: [count][10]; letters only. */
  readonly neighbours: readonly (readonly number[])[];
}
export interface Shocks extends Readonly<Record<Group, ShockGroup>> {
  /** AUROC by score and pair. */
  readonly aurocs: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface ShockOptions {
  /** Importance samples of each image. */
  samples: number;
  /**
   * Images of each group whose likelihood regret is computed, evenly spaced; enough that every letter is
   * among them.
   */
  regretImages: number;
  regretSteps: number;
}

/** How much is computed at the scale in force. */
export const shockOptions = (): ShockOptions =>
  atScale({
    smoke: { samples: 5, regretImages: 40, regretSteps: 10 },
    lesson: { samples: 20, regretImages: 200, regretSteps: 60 },
    paper: { samples: 100, regretImages: 800, regretSteps: 200 },
  });

/** Bootstrap resamples at the scale in force. */
export const shockResamples = (): number => atScale({ smoke: 20, lesson: 300, paper: 1000 });

/**
 * All scores of all images under one model. Cluster centres come from training digits, density and neighbours
 * from the test digits (each left out of its own density); the combined score is logistic regression on loss,
 * offset and log density, cross-validated in eight folds of images, or so that a letter of the alphabet is
 * scored by coefficients that have not seen that letter (see `unseenLetters`). The result is kept on disk.
 */
export function measureShocks(model: Vae, sets: ShockSets, options: ShockOptions): Promise<Shocks> {
  return cached({ name: 'torus-shocks', inputs: { model, sets, options }, code: module }, async () => {
    const found = await measure(model, sets, options);
    const aurocsOf = (score: string) =>
      Object.fromEntries(
        shockPairs(sets, found, score).map(({ pair, negatives, positives }) => [
          pair,
          detection(negatives, positives).auroc,
        ]),
      );
    const scores = Object.values(shockScores).flat();
    return { ...found, aurocs: Object.fromEntries(scores.map((score) => [score, aurocsOf(score)])) } as never;
  });
}

/** The same names with what a function makes of their values. */
const mapValues = <T, U>(record: Readonly<Record<string, T>>, fn: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, fn(value)]));

async function measure(
  model: Vae,
  sets: ShockSets,
  { samples, regretImages, regretSteps }: ShockOptions,
): Promise<Measured> {
  const { latent } = model;
  const angles = mapValues(sets, (images) => posteriorMeans(model, images)) as Tensors;
  const { centres } = classCircles(angles.train, sets.train.labels, 10);
  const bandwidth = await chooseBandwidth(latent, angles.digits);
  const measured: {
    scores: Record<string, ArrayLike<number>>;
    regretOf: number[];
    logDensity: number[];
    neighbours: number[][];
  }[] = [];
  for (const group of groups) {
    const images = sets[group];
    const loss = evaluate(model, images, { seed: 1 }).reconstruction;
    const log = (await importanceWeighted(model, images, { samples, seed: 1 })).map((value) => -value);
    const density = await kde(latent, angles[group], angles.digits, bandwidth, {
      leaveOut: group === 'digits',
    });
    const [entropy, bits] = [pixelEntropy(images), compressedBits(images)];
    const regretOf = spaced(images.count, regretImages);
    const regret = await likelihoodRegret(model, take(images, regretOf), { steps: regretSteps, seed: 1 });
    const scores: Record<string, ArrayLike<number>> = {
      'reconstruction loss': loss,
      'importance-weighted loss': log,
      'latent offset': latentOffset(latent, angles[group], centres),
      'low density': density.map((value) => -value),
      'entropy of pixels': entropy,
      'sum of pixels': pixelSum(images),
      'edge length': edgeLength(images),
      'compressed size': bits,
      'loss minus entropy': minus(loss, entropy),
      'complexity-corrected': complexityCorrected(log, bits),
      'likelihood regret': regret,
    };
    const neighbours =
      group === 'digits'
        ? []
        : await neighbourClasses(latent, angles[group], angles.digits, sets.digits.labels);
    measured.push({ scores, regretOf, logDensity: rounded(density), neighbours });
  }
  tf.dispose([angles, centres]);

  const features = measured.map(({ scores }) =>
    Array.from(scores['reconstruction loss'], (loss, i) => [
      loss,
      scores['latent offset'][i],
      scores['low density'][i],
    ]),
  );
  const { count } = sets.similar;
  const both = logisticScores(features[0], [...features[1], ...features[2]], {
    negatives: randomFolds(sets.digits.count, 8, 1),
    positives: randomFolds(count + sets.dissimilar.count, 8, 2),
  });
  const together = [both.negatives, both.positives.slice(0, count), both.positives.slice(count)];
  const kinds = sets.similar.classes.length;
  const letters = [...sets.similar.labels, ...sets.dissimilar.labels.map((label) => label + kinds)];
  const placed = unseenLetters(features[0], [...features[1], ...features[2]], letters);
  const unseen = [placed.digits, placed.letters.slice(0, count), placed.letters.slice(count)];
  return Object.fromEntries(
    groups.map((group, g) => [
      group,
      {
        ...measured[g],
        scores: Object.fromEntries(
          Object.entries({
            ...measured[g].scores,
            'loss and place together': together[g],
            'together with letter unseen': unseen[g],
          }).map(([name, values]) => [name, rounded(values)]),
        ),
      },
    ]),
  ) as unknown as Measured;
}

/**
 * A combined score for letters of the alphabet that its coefficients have not seen. Log-odds of the classifiers of
 * different letters are not comparable, so each letter is measured by its own, digits too: its images get the share of
 * digits that score lower. Digits come in two halves, of which one is fitted and the other scored; their own score is
 * their place among all, averaged over the letters. So the AUROC of a letter is that of one classifier on both sides,
 * and that of all letters is its mean over letters, each with its number of images.
 * @returns places from 0 to 1
 */
export function unseenLetters(
  digits: readonly (readonly number[])[],
  images: readonly (readonly number[])[],
  letters: readonly number[],
): { digits: number[]; letters: number[] } {
  const halves = randomFolds(digits.length, 2, 3);
  const places = images.map(() => 0);
  const sums = digits.map(() => 0);
  for (const letter of new Set(letters)) {
    const others = images.filter((_, i) => letters[i] !== letter);
    for (const half of [0, 1]) {
      const seen = digits.filter((_, i) => halves[i] !== half);
      const rows = [...seen, ...others];
      const score = logisticRegression(
        rows,
        rows.map((_, i) => Number(i >= seen.length)),
      );
      const held = Float64Array.from(
        digits.filter((_, i) => halves[i] === half),
        score,
      ).sort();
      const place = (row: readonly number[]) => placeIn(held, score(row));
      digits.forEach((row, i) => {
        if (halves[i] === half) sums[i] += place(row);
      });
      images.forEach((row, i) => {
        if (letters[i] === letter) places[i] += place(row) / 2;
      });
    }
  }
  const order = sums.map((_, i) => i).sort((a, b) => sums[a] - sums[b]);
  const own = sums.map(() => 0);
  order.forEach((i, rank) => {
    own[i] = (rank + 0.5) / sums.length;
  });
  return { digits: own, letters: places };
}

/** The share of ascending values that lie below a value, ties counted half. */
const placeIn = (ascending: Float64Array, value: number) =>
  (bisectLeft(ascending, value) + bisectRight(ascending, value)) / 2 / ascending.length;

/** Of the ten nearest digits of each point, how many are of each class: [count][10]. */
async function neighbourClasses(
  latent: Vae['latent'],
  points: tf.Tensor,
  digits: tf.Tensor,
  labels: Uint8Array,
) {
  const { index, distance } = await nearest(latent, points, digits, 10);
  const rows = index.arraySync() as number[][];
  tf.dispose([index, distance]);
  return rows.map((row) => {
    const counts = new Array<number>(10).fill(0);
    for (const i of row) counts[labels[i]]++;
    return counts;
  });
}

/** Evenly spaced positions. */
function spaced(count: number, wanted: number): number[] {
  const length = Math.min(count, wanted);
  return Array.from({ length }, (_, i) => Math.floor((i * count) / length));
}
const rounded = (values: ArrayLike<number>) => Array.from(values, (value) => Number(value.toPrecision(7)));

/** A score of the images of a group, or of one of its letters. */
export function scoreOf(
  sets: ShockSets,
  shocks: Measured,
  score: string,
  group: Group,
  letter?: string,
): number[] {
  const { scores, regretOf } = shocks[group];
  const index = score === 'likelihood regret' ? regretOf : scores[score].map((_, i) => i);
  const { labels, classes } = sets[group];
  return scores[score].filter(
    (_, i) => letter === undefined || classes[labels[index[i]]] === letter,
  ) as number[];
}

/** The pairs of groups, and each letter against digits, as negatives and positives of a score. */
export function shockPairs(
  sets: ShockSets,
  shocks: Measured,
  score: string,
): { pair: string; negatives: number[]; positives: number[] }[] {
  const of = (group: Group, letter?: string) => scoreOf(sets, shocks, score, group, letter);
  const [digits, similar, dissimilar] = groups.map((group) => of(group));
  const letters = (['similar', 'dissimilar'] as const).flatMap((group) =>
    sets[group].classes.map((letter) => ({
      pair: `${letter} against digits`,
      negatives: digits,
      positives: of(group, letter),
    })),
  );
  return [
    { pair: 'all letters against digits', negatives: digits, positives: [...similar, ...dissimilar] },
    { pair: 'similar letters against digits', negatives: digits, positives: similar },
    { pair: 'dissimilar letters against digits', negatives: digits, positives: dissimilar },
    { pair: 'dissimilar against similar letters', negatives: similar, positives: dissimilar },
    ...letters,
  ];
}

/**
 * AUROC, AUPR and FPR at 95 % TPR with bootstrap intervals for each pair and score. The result is kept on
 * disk.
 */
export async function shockFigures(
  sets: ShockSets,
  shocks: Shocks,
  scores: readonly string[],
  { resamples = 1000, seed = 1 } = {},
): Promise<{ score: string; pair: string; figures: Detection<Estimate> }[]> {
  return cached(
    { name: 'torus-shock-figures', inputs: { resamples, seed, scores, sets, shocks }, code: module },
    () => {
      const byScore = scores.map((score) => ({ score, pairs: shockPairs(sets, shocks, score) }));
      return byScore[0].pairs.flatMap(({ pair }, p) => {
        const regret = byScore.filter(({ score }) => score === 'likelihood regret');
        const others = byScore.filter(({ score }) => score !== 'likelihood regret');
        return [others, regret]
          .filter((some) => some.length)
          .flatMap((some) => {
            const ofPair = Object.fromEntries(some.map(({ score, pairs }) => [score, pairs[p]]));
            const found = detectionIntervals(ofPair, { resamples, seed });
            return some.map(({ score }) => ({ score, pair, figures: found[score] }));
          });
      }) as never;
    },
  );
}

/** AUROC of a score for a pair as `shockPairs` names it. @throws RangeError if there is none */
export function auroc(shocks: Shocks, score: string, pair: string): number {
  const value = shocks.aurocs[score]?.[pair];
  if (value === undefined) throw new RangeError(`there is no score '${score}' for the pair '${pair}'`);
  return value;
}

/** The values of `letterClaims` and `histogramClaims` for one model: sections 3.2 to 3.4 in numbers. */
export function shockClaimValues(sets: ShockSets, shocks: Shocks) {
  const share = (values: readonly number[], hit: (value: number) => boolean) =>
    values.filter(hit).length / values.length;
  const [digits, similar, dissimilar] = groups.map((group) =>
    scoreOf(sets, shocks, 'reconstruction loss', group),
  );
  const limit = quantile(shocks.digits.logDensity, 0.1)!;
  const on = (letters: string, classes: number[]) => {
    const { classes: names, labels } = sets.similar;
    const rows = shocks.similar.neighbours.filter((_, i) => letters.includes(names[labels[i]]));
    const most = rows.filter((counts) => classes.reduce((sum, digit) => sum + counts[digit], 0) > 5);
    return most.length / rows.length;
  };
  const value = (score: string, pair: string) => auroc(shocks, score, pair);
  const withoutI = similar.filter((_, i) => sets.similar.classes[sets.similar.labels[i]] !== 'I');
  return {
    letters: {
      separation: value('low density', 'dissimilar letters against digits'),
      highLoss: value('reconstruction loss', 'dissimilar letters against digits'),
      voids: share(shocks.dissimilar.logDensity, (v) => v < limit),
      nearDigits: value('low density', 'similar letters against digits'),
      iOnOne: on('I', [1]),
      bOnEight: on('B', [8]),
      dpOnRound: on('DP', [0, 6, 9]),
      moderateLoss: value('reconstruction loss', 'dissimilar against similar letters'),
    },
    histogram: histogramValues({ digits, similar, withoutI, dissimilar }),
  };
}
