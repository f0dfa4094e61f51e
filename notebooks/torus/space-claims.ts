// All claims of sections 3.1 to 4.2 for one latent space, so that spaces can be compared by them.
import { balanced, type Images, take } from '@latent-torus/datasets';
import { cached } from '@latent-torus/node';
import { atScale } from '@latent-torus/settings';
import { detection } from '@latent-torus/statistics';
import { max, mean, median } from 'd3-array';
import { geodesic, nearest, posteriorMeans, tensor, tf, type Vae } from 'latent-torus';
import { classCircles } from './circular';
import type { digitClaims, histogramClaims, letterClaims, responseClaims } from './claims';
import { histogramValues } from './histogram-values';
import { type LetterPlaces, type LetterSets, letterPlaces } from './letter-places';
import { letterValues } from './letter-values';
import { latentOffset } from './offset';
import { imageSteps } from './paths';
import { representatives } from './representatives';
import { noiseResponse } from './response';
import { rotationPath } from './rotate';
import { nearerToAnother, separation } from './separation';
import { unseenLetters } from './shocks';

/** Claims by key, as in `claims.ts`; those against a model of another kind (one angle, no annealing) are not among them. */
export type SpaceClaims = Record<
  | Exclude<
      keyof typeof digitClaims,
      | 'twoAngles'
      | 'capacity'
      | 'annealingUnits'
      | 'annealingArea'
      | 'annealingBound'
      | 'annealingSpread'
      | 'annealingInformation'
    >
  | keyof typeof letterClaims
  | keyof typeof histogramClaims
  | keyof typeof responseClaims,
  number
>;

/**
 * The value of each claim for a model whose latent space is a torus of two angles, computed as the chapters do.
 * @param sets test digits and letters, and the training digits that the model learnt
 * @param plane a model on a plane of the same seed, the baseline of two claims
 */
export function spaceClaims(
  model: Vae,
  sets: LetterSets & { readonly train: Images },
  plane: Vae,
): Promise<SpaceClaims> {
  const sizes = atScale({
    smoke: { digits: 200, near: 20, turning: 1 },
    lesson: { digits: 5000, near: 200, turning: 20 },
    paper: { digits: 5000, near: 200, turning: 20 },
  });
  const inputs = { model, sets, plane, sizes };
  return cached({ name: 'torus-space-claims', inputs, code: module }, async () => ({
    ...(await digitValues(model, sets.digits, plane, sizes.turning)),
    ...(await valuesOfLetters(model, sets)),
    ...(await responseValues(model, sets.digits, sizes)),
  }));
}

/**
 * The same for a plane, where a claim does not speak of angles: on classes, on places of letters, on losses.
 * @param sets test digits and letters
 */
export async function planeClaims(model: Vae, sets: LetterSets): Promise<Partial<SpaceClaims>> {
  const points = posteriorMeans(model, sets.digits);
  const { accuracy, silhouette, strangers } = await separation(model.latent, points, sets.digits);
  points.dispose();
  const places = await letterPlaces(model, sets);
  return {
    clusters: accuracy,
    separated: silhouette,
    neighbours: trioShare(strangers),
    ...letterValues(sets, places),
    ...lossValues(sets.similar, places),
  };
}

async function digitValues(model: Vae, digits: Images, plane: Vae, each: number) {
  const [points, flat] = [model, plane].map((one) => posteriorMeans(one, digits));
  const own = await separation(model.latent, points, digits);
  const base = await separation(plane.latent, flat, digits);
  const overlap = await nearerToAnother(model.latent, points, digits);
  const { centres, dispersion } = classCircles(points, digits.labels, digits.classes.length);
  tf.dispose([points, flat, centres]);
  const rank = (digit: number) => 1 + dispersion.filter((value) => value < dispersion[digit]).length;
  const loops = [0, 6, 9];
  const gain = (some: number[]) => mean(some, (digit) => own.recall[digit] - base.recall[digit])!;
  const others = digits.classes.map((_, digit) => digit).filter((digit) => !loops.includes(digit));
  const turning = balanced(digits, each, 1);
  const size = turning.pixels.length / turning.count;
  const turned = loops.flatMap((digit) =>
    [...turning.labels.keys()].filter((i) => turning.labels[i] === digit),
  );
  const winds = (i: number) =>
    rotationPath(model, turning.pixels.subarray(size * i, size * (i + 1))).turns.some((n) => n !== 0);
  return {
    clusters: own.accuracy,
    separated: own.silhouette,
    overlap,
    neighbours: trioShare(own.strangers),
    compact: Math.max(rank(1), rank(7)),
    dispersed: Math.min(rank(5), rank(8)),
    symmetry: gain(loops) - gain(others),
    winding: mean(turned, (i) => Number(winds(i)))!,
    torus: own.accuracy - base.accuracy,
  };
}

async function valuesOfLetters(model: Vae, sets: LetterSets & { readonly train: Images }) {
  const { train, ...placed } = sets;
  const alike = sets.similar;
  const places = await letterPlaces(model, placed);
  const { digits, similar, dissimilar } = places;
  const encoded = posteriorMeans(model, train);
  const { centres } = classCircles(encoded, train.labels, train.classes.length);
  const groups = [digits, similar, dissimilar];
  const offsets = groups.map(({ angles }) => {
    const points = tf.tensor2d(angles as number[], [angles.length / 2, 2]);
    const offset = latentOffset(model.latent, points, centres);
    points.dispose();
    return offset;
  });
  tf.dispose([encoded, centres]);
  const features = groups.map(({ loss, lack }, g) => loss.map((value, i) => [value, offsets[g][i], lack[i]]));
  const kinds = alike.classes.length;
  const letters = [...alike.labels, ...sets.dissimilar.labels.map((label) => label + kinds)];
  const unseen = unseenLetters(features[0], [...features[1], ...features[2]], letters);
  const auroc = (negatives: ArrayLike<number>, positives: ArrayLike<number>) =>
    detection(negatives as number[], positives as number[]).auroc;
  const losses = [...similar.loss, ...dissimilar.loss];
  return {
    ...letterValues(sets, places),
    ...lossValues(alike, places),
    offset: auroc(offsets[0], [...offsets[1], ...offsets[2]]),
    together: auroc(unseen.digits, unseen.letters) - auroc(digits.loss, losses),
  };
}

/** Of the neighbours of 3, 5 and 8 that have another class, the share of 3, 5 and 8. */
const trioShare = (strangers: readonly (readonly number[])[]) =>
  mean([3, 5, 8], (a) => [3, 5, 8].reduce((sum, b) => sum + strangers[a][b], 0))!;

/** What depends on the losses alone. */
function lossValues({ classes, labels }: Images, { digits, similar, dissimilar }: LetterPlaces) {
  const pairs = [detection(digits.loss, similar.loss), detection(similar.loss, dissimilar.loss)];
  return {
    ...histogramValues({
      digits: digits.loss,
      similar: similar.loss,
      withoutI: similar.loss.filter((_, i) => classes[labels[i]] !== 'I'),
      dissimilar: dissimilar.loss,
    }),
    ranking: Math.min(...pairs.map(({ auroc }) => auroc)),
  };
}

async function responseValues(model: Vae, digits: Images, sizes: { digits: number; near: number }) {
  const { latent } = model;
  const some = take(digits, [...Array(Math.min(sizes.digits, digits.count)).keys()]);
  const x = tensor(some);
  const points = posteriorMeans(model, x);
  const { index, toCentre } = representatives(latent, points, some.labels, some.classes.length);
  const scale = median(toCentre)!;
  const [half, full] = [0.05, 0.1].map(
    (sigma) => median(noiseResponse(model, x, sigma, { seed: 1 }))! / scale,
  );
  const pairs = index.flatMap((a, i) => index.slice(i + 1).map((b) => [a, b] as const));
  const first = tf.slice(points, 0, Math.min(sizes.near, some.count));
  const near = await nearest(latent, first, points, 11); // the first is itself
  const tenth = (near.index.arraySync() as number[][]).map((row, i) => [i, row[10]] as const);
  const values = {
    robust: full,
    smooth: full / half,
    continuous: unevenness(model, points, pairs),
    continuousNear: unevenness(model, points, tenth),
  };
  tf.dispose([x, points, first, near.index, near.distance]);
  return values;
}

/** The largest change of the image over the mean one along 32 equal steps of a geodesic, median of pairs of points. */
function unevenness(model: Vae, points: tf.Tensor2D, pairs: readonly (readonly [number, number])[]): number {
  const paths = tf.tidy(() => {
    const [a, b] = [0, 1].map((end) =>
      tf.gather(
        points,
        tf.tensor1d(
          pairs.map((pair) => pair[end]),
          'int32',
        ),
      ),
    );
    const apart = model.latent.distance(a, b).dataSync();
    const kept = tf.tensor1d(
      [...pairs.keys()].filter((i) => apart[i] > 1e-4),
      'int32',
    );
    const [from, to] = [tf.gather(a, kept), tf.gather(b, kept)];
    const along = Array.from({ length: 33 }, (_, k) => geodesic(model.latent, from, to, k / 32));
    return tf.stack(along, 1) as tf.Tensor3D; // [pairs, 33, angles]
  });
  const steps = imageSteps(model, paths);
  paths.dispose();
  return median(steps, (some) => max(some)! / mean(some)!)!;
}
