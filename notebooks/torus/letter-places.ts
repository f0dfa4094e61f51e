// Where a model puts digits and letters, and at what loss: what the notebooks on figures 3 and 4 measure.
import type { Images } from '@latent-torus/datasets';
import { cached, tf } from '@latent-torus/node';
import {
  evaluate,
  type LatentSpace,
  nearest,
  neighbourAccuracy,
  overBatches,
  posteriorMeans,
  type Vae,
} from 'latent-torus';
import { chooseBandwidth, kde } from './kde';
import { labelEntropy } from './label-entropy';

const groups = ['digits', 'similar', 'dissimilar'] as const;

/** Test digits and the two groups of letters. */
export type LetterSets = Readonly<Record<(typeof groups)[number], Images>>;

/** The images of a group, in the order of their set. */
export interface Placed {
  /** [count · 2]: the means of the posteriors, two angles each. */
  readonly angles: readonly number[];
  /** The reconstruction loss at one sample of the posterior, in nats. */
  readonly loss: readonly number[];
  /** How rare test digits are there: −log of their kernel density (digits per square radian, as a share of all). */
  readonly lack: readonly number[];
  /** Of the ten nearest test digits, how many are of each class: [count][10]. */
  readonly near: readonly (readonly number[])[];
  /** How undecided those ten are: the entropy of their labels in nats. */
  readonly ambiguity: readonly number[];
  /** How unsure the encoder is of the place: log σ of the posterior, mean over the angles. */
  readonly width: readonly number[];
}

/** All groups under one model. */
export interface LetterPlaces extends Readonly<Record<(typeof groups)[number], Placed>> {
  /** Of the kernel density, in radians. */
  readonly bandwidth: number;
  /** How often ten neighbours tell a dissimilar letter from a digit, among as many of each; chance: ½. */
  readonly distinct: number;
  /** [72 · 72]: the density of test digits over the torus, as `TorusField` has it. */
  readonly field: readonly number[];
}

const SIDE = 72;

/** Encodes the groups and measures their places among the test digits, no digit counting for itself; kept on disk. */
export const letterPlaces = (model: Vae, sets: LetterSets): Promise<LetterPlaces> =>
  cached({ name: 'torus-letter-places', inputs: { model, sets }, code: module }, async () => {
    const { latent } = model;
    const digits = posteriorMeans(model, sets.digits);
    const bandwidth = await chooseBandwidth(latent, digits);
    const placed: [string, Placed][] = [];
    let distinct = 0;
    for (const group of groups) {
      const angles = group === 'digits' ? digits : posteriorMeans(model, sets[group]);
      const leaveOut = group === 'digits';
      const { index, distance } = await nearest(latent, angles, digits, 10, { leaveOut });
      const near = countClasses(index.arraySync() as number[][], sets.digits);
      placed.push([
        group,
        {
          angles: rounded(angles.dataSync()),
          loss: rounded(evaluate(model, sets[group], { seed: 1 }).reconstruction),
          lack: rounded((await kde(latent, angles, digits, bandwidth, { leaveOut })).map((v) => -v)),
          near,
          ambiguity: near.map(labelEntropy),
          width: rounded(posteriorWidths(model, sets[group])),
        },
      ]);
      tf.dispose([index, distance]);
      if (group === 'dissimilar') distinct = await toldApart(latent, digits, angles);
      if (!leaveOut) angles.dispose();
    }
    const grid = cells();
    const field = rounded((await kde(latent, grid, digits, bandwidth)).map(Math.exp));
    tf.dispose([digits, grid]);
    return { ...Object.fromEntries(placed), bandwidth, distinct, field } as never;
  });

/** The mean over the coordinates of log σ, image by image. */
function posteriorWidths(model: Vae, images: Images): Float32Array {
  const { width } = overBatches({ x: images }, 1000, ({ x }) => ({
    width: tf.mul(tf.mean(model.encode(x).logVariance, -1), 0.5),
  }));
  const values = width.dataSync() as Float32Array;
  width.dispose();
  return values;
}

/** The 10-NN accuracy of two kinds of points, the first of each so that there are as many of both. */
async function toldApart(latent: LatentSpace, a: tf.Tensor2D, b: tf.Tensor2D): Promise<number> {
  const each = Math.min(a.shape[0], b.shape[0]);
  const both = tf.tidy(() => tf.concat([a, b].map((points) => tf.slice(points, 0, each))) as tf.Tensor2D);
  const kinds = Uint8Array.from({ length: 2 * each }, (_, i) => Number(i >= each));
  const accuracy = await neighbourAccuracy(latent, both, kinds);
  both.dispose();
  return accuracy;
}

const countClasses = (neighbours: readonly number[][], { labels, classes }: Images) =>
  neighbours.map((row) => {
    const counts = new Array<number>(classes.length).fill(0);
    for (const i of row) counts[labels[i]]++;
    return counts;
  });

/** The middles of the cells of a grid over the torus: [SIDE², 2]. */
const cells = () =>
  tf.tensor2d(
    Array.from({ length: SIDE * SIDE }, (_, i) =>
      [i % SIDE, Math.floor(i / SIDE)].map((j) => -Math.PI + ((j + 0.5) * 2 * Math.PI) / SIDE),
    ),
  );

const rounded = (values: ArrayLike<number>) => Array.from(values, (value) => Number(value.toPrecision(7)));
