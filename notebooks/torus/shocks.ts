// Letters as shocks to a model of digits: every score of every image, and what becomes of the paper's claims.
import { createHash } from 'node:crypto';
import type { Images } from '@latent-torus/datasets';
import { cached, tf } from '@latent-torus/node';
import type { Vae } from 'latent-torus';
import {
  chooseBandwidth,
  classCircles,
  type Detection,
  detection,
  detectionIntervals,
  type Estimate,
  evaluate,
  importanceWeighted,
  latentOffset,
  logDensity,
  nearest,
  posteriorMeans,
  quantile,
  tensor,
} from 'latent-torus';
import { combinedScores, randomFolds } from './combine';
import { complexityCorrected, less } from './corrections';
import { compressedBits, edgeLength, ink, pixelEntropy } from './model-free';
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
  none: ['entropy of pixels', 'ink', 'edge length', 'compressed size'],
  corrected: ['loss less entropy', 'complexity-corrected', 'likelihood regret'],
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

/**
 * All scores of all images under one model. Cluster centres come from training digits, density and neighbours
 * from the test digits (each left out of its own density); the combined score is logistic regression on loss,
 * offset and log density, cross-validated in eight folds of images, or so that a letter of the alphabet is
 * scored by coefficients that have not seen that letter. The result is kept on disk.
 */
export function measureShocks(model: Vae, sets: ShockSets, options: ShockOptions): Promise<Shocks> {
  const data = ['train' as const, ...groups].map((name) => contentOf(sets[name]));
  return cached(
    'torus-shocks',
    [model.description, options, { data }, ...Object.values(model.variables)],
    () => {
      const x = mapValues(sets, tensor) as Tensors;
      try {
        const found = measure(model, sets, x, options);
        const aurocsOf = (score: string) =>
          Object.fromEntries(
            shockPairs(sets, found, score).map(({ pair, negatives, positives }) => [
              pair,
              detection(negatives, positives).auroc,
            ]),
          );
        const aurocs = Object.fromEntries(
          Object.values(shockScores)
            .flat()
            .map((score) => [score, aurocsOf(score)]),
        );
        return { ...found, aurocs } as never;
      } finally {
        tf.dispose(x);
      }
    },
  );
}

/** A hash of the pixels and labels of images, taken once. */
function contentOf(images: Images): string {
  const known = contents.get(images);
  if (known) return known;
  const { buffer, byteOffset, byteLength } = images.pixels;
  const hash = createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .update(images.labels)
    .update(images.classes.join())
    .digest('hex');
  contents.set(images, hash);
  return hash;
}
const contents = new WeakMap<Images, string>();

/** The same names with what a function makes of their values. */
const mapValues = <T, U>(record: Readonly<Record<string, T>>, fn: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, fn(value)]));

function measure(
  model: Vae,
  sets: ShockSets,
  x: Tensors,
  { samples, regretImages, regretSteps }: ShockOptions,
): Measured {
  const { latent } = model;
  const angles = mapValues(x, (rows) => posteriorMeans(model, rows)) as Tensors;
  const { centres } = classCircles(angles.train, sets.train.labels, 10);
  const bandwidth = chooseBandwidth(latent, angles.digits);
  const measured = groups.map((group) => {
    const images = sets[group];
    const loss = evaluate(model, x[group], { seed: 1 }).reconstruction;
    const log = importanceWeighted(model, x[group], { samples, seed: 1 }).map((value) => -value);
    const density = logDensity(latent, angles[group], angles.digits, bandwidth, {
      leaveOut: group === 'digits',
    });
    const [entropy, bits] = [pixelEntropy(images), compressedBits(images)];
    const regretOf = spaced(images.count, regretImages);
    const regret = tf.tidy(() =>
      likelihoodRegret(model, tf.gather(x[group], regretOf), { steps: regretSteps, seed: 1 }),
    );
    const scores: Record<string, ArrayLike<number>> = {
      'reconstruction loss': loss,
      'importance-weighted loss': log,
      'latent offset': latentOffset(latent, angles[group], centres),
      'low density': density.map((value) => -value),
      'entropy of pixels': entropy,
      ink: ink(images),
      'edge length': edgeLength(images),
      'compressed size': bits,
      'loss less entropy': less(loss, entropy),
      'complexity-corrected': complexityCorrected(log, bits),
      'likelihood regret': regret,
    };
    const near =
      group === 'digits'
        ? []
        : tf.tidy(() => nearest(latent, angles[group], angles.digits, 10).index.arraySync() as number[][]);
    const neighbours = near.map((row) =>
      row.reduce((counts, i) => {
        counts[sets.digits.labels[i]]++;
        return counts;
      }, new Array<number>(10).fill(0)),
    );
    return { scores, regretOf, logDensity: rounded(density), neighbours };
  });
  tf.dispose([angles, centres]);

  const features = measured.map(({ scores }) =>
    Array.from(scores['reconstruction loss'], (loss, i) => [
      loss,
      scores['latent offset'][i],
      scores['low density'][i],
    ]),
  );
  const kinds = sets.similar.classes.length;
  const letters = [...sets.similar.labels, ...sets.dissimilar.labels.map((label) => label + kinds)];
  const negatives = randomFolds(sets.digits.count, 8, 1);
  const combine = (positives: ArrayLike<number>) => {
    const both = combinedScores(features[0], [...features[1], ...features[2]], { negatives, positives });
    const { count } = sets.similar;
    return [both.negatives, both.positives.slice(0, count), both.positives.slice(count)];
  };
  const [together, unseen] = [combine(randomFolds(letters.length, 8, 2)), combine(letters)];
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
  return cached('torus-shock-figures', [{ resamples, seed, scores }, shocks], () => {
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
  });
}

/** AUROC of a score for a pair as `shockPairs` names it. @throws RangeError if there is none */
export function auroc(shocks: Shocks, score: string, pair: string): number {
  const value = shocks.aurocs[score]?.[pair];
  if (value === undefined) throw new RangeError(`there is no score '${score}' for the pair '${pair}'`);
  return value;
}

/** The values of `letterClaims` and `histogramClaims` for one model: sections 3.2 to 3.4 in numbers. */
export function shockClaimValues(sets: ShockSets, shocks: Shocks) {
  const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);
  const at = (values: readonly number[], share: number) => quantile(ascending(values), share);
  const spread = (values: readonly number[]) => at(values, 0.75) - at(values, 0.25);
  const share = (values: readonly number[], hit: (value: number) => boolean) =>
    values.filter(hit).length / values.length;
  const [digits, similar, dissimilar] = groups.map((group) =>
    scoreOf(sets, shocks, 'reconstruction loss', group),
  );
  const below = (part: number) => {
    const end = at(digits, part);
    return (value: number) => value < end;
  };
  const limit = at(shocks.digits.logDensity, 0.1);
  const on = (letters: string, classes: number[]) => {
    const { classes: names, labels } = sets.similar;
    const rows = shocks.similar.neighbours.filter((_, i) => letters.includes(names[labels[i]]));
    const most = rows.filter((counts) => classes.reduce((sum, digit) => sum + counts[digit], 0) > 5);
    return most.length / rows.length;
  };
  const value = (score: string, pair: string) => auroc(shocks, score, pair);
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
    histogram: {
      peak: mode(digits),
      similarHigher: at(similar, 0.5) - at(digits, 0.5),
      similarBroader: spread(similar) / spread(digits),
      overlapTail: share(similar, below(0.95)),
      dissimilarHigher: at(dissimilar, 0.5) - at(similar, 0.5),
      dissimilarNarrower: spread(dissimilar) / spread(similar),
      deceptivelyLow: share([...similar, ...dissimilar], below(0.5)),
    },
  };
}

/** The middle of the fullest bin of 10 nats. */
function mode(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) {
    const bin = Math.floor(value / 10);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  return 10 * [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0] + 5;
}
