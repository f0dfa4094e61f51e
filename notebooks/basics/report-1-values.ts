// What the claims of report 1 ask of an autoencoder or a VAE, measured: each function takes a model and gives plain numbers.
import { balanced, digits, type Images, positions, take } from '@latent-torus/datasets';
import { cached } from '@latent-torus/node';
import { atScale } from '@latent-torus/settings';
import { pca, tsne } from '@latent-torus/statistics';
import { mean } from 'd3-array';
import {
  activeUnits,
  decodeMean,
  evaluate,
  neighbourAccuracy,
  normalNoise,
  plane,
  posteriorMeans,
  posteriorSamples,
  reconstruct,
  silhouette,
  tensor,
  tf,
  type Vae,
} from 'latent-torus';
import { testDigits, trainDigits } from './data';
import { imageNeighbours, readDigits } from './image-neighbours';
import { precisionRecall } from './precision-recall';
import { highFrequencyEnergy } from './sharpness';

const first = (images: Images, count: number) =>
  take(images, [...Array(Math.min(count, images.count)).keys()]);
let points: Promise<Images> | undefined;

/** The digits whose codes are drawn and measured: the first 2,000 test digits, at every scale. */
export const drawnDigits = (): Promise<Images> =>
  (points ??= digits('test').then((test) => first(test, 2000)));

/** Whether a model is an autoencoder: its codes have no spread. */
const isAutoencoder = ({ latent }: Vae) => latent.noise === 0;

/** How well codes separate the classes of digits. */
export interface Organisation {
  readonly accuracy: number;
  readonly silhouette: number;
}

/** 10-NN accuracy and mean silhouette of points [count, coordinates], row by row, by Euclidean distance. */
export async function organisationOf(
  values: ArrayLike<number>,
  coordinates: number,
  labels: ArrayLike<number>,
): Promise<Organisation> {
  const codes = tf.tensor2d(Float32Array.from(values), [values.length / coordinates, coordinates]);
  const space = plane(coordinates);
  try {
    return {
      accuracy: await neighbourAccuracy(space, codes, labels, 10),
      silhouette: await silhouette(space, codes, labels),
    };
  } finally {
    codes.dispose();
  }
}

/** Codes of a model on the plane: as they are (two dimensions), along two principal directions, by t-SNE. */
export interface Pictures {
  /** [count, dimensions] row by row. */
  readonly codes: number[];
  readonly dimensions: number;
  /** [count, 2] row by row. */
  readonly pca: number[];
  readonly tsne: number[];
  /** The share of the variance that the two directions hold. */
  readonly share: number;
  /** The objective that t-SNE reached, in nats. */
  readonly kl: number;
}

/** PCA and t-SNE of a model's codes of `drawnDigits`: the same treatment for every model, and the same seed. */
export async function pictures(model: Vae): Promise<Pictures> {
  const images = await drawnDigits();
  const steps = atScale({ smoke: 5, lesson: 500, paper: 500 });
  return cached({ name: 'report-1-pictures', inputs: { model, images, steps }, code: module }, () => {
    const means = posteriorMeans(model, images);
    const codes = Array.from(means.dataSync(), (value) => Number(value.toPrecision(6)));
    means.dispose();
    const dimensions = model.latent.coordinates;
    const components = pca(codes, dimensions);
    const { points: places, kl } = tsne(codes, dimensions, { seed: 1, steps });
    const short = (values: Float64Array) => Array.from(values, (value) => Number(value.toPrecision(5)));
    return {
      codes,
      dimensions,
      pca: short(components.project(codes)),
      tsne: short(places),
      share: components.shares.reduce((sum, share) => sum + share, 0),
      kl,
    };
  });
}

/** How well codes of `drawnDigits` separate the classes, in the latent space itself. */
export async function organisation(model: Vae): Promise<Organisation> {
  const images = await drawnDigits();
  const means = posteriorMeans(model, images);
  const values = await organisationOf(means.dataSync(), model.latent.coordinates, images.labels);
  means.dispose();
  return values;
}

/** Reconstructions of test digits against the digits themselves. */
export interface Reconstructed {
  /** High-frequency energy as a share of that of the originals. */
  readonly sharpness: number;
  /** Squared error per image. */
  readonly error: number;
  /** Variance over the reconstructions, at samples of the posterior, per image. */
  readonly variance: number;
  /** Reconstruction of test minus training images at the mean code, in nats. */
  readonly gap: number;
}

/** Sharpness, error, variance and generalisation gap of a model's reconstructions. */
export async function reconstructed(model: Vae): Promise<Reconstructed> {
  const [test, train] = [await testDigits(), first(await trainDigits(), 10_000)];
  const loss = (images: Images) => mean(evaluate(model, images, { at: 'mean' }).reconstruction)!;
  const own = mean(highFrequencyEnergy(test))!;
  const rebuilt = reconstruct(model, test);
  const sharpness = mean(highFrequencyEnergy(rebuilt))! / own;
  const numbers = tf.tidy(() => {
    const error = tf.mean(tf.sum(tf.squaredDifference(rebuilt, tensor(test)), 1));
    const drawn = isAutoencoder(model) ? rebuilt : decodeMean(model, posteriorSamples(model, test, 1));
    const variance = tf.sum(tf.moments(drawn, 0).variance);
    return { error: error.dataSync()[0], variance: variance.dataSync()[0] };
  });
  rebuilt.dispose();
  return { sharpness, ...numbers, gap: loss(test) - loss(train) };
}

/** Pairs of test digits, a 3 and an 8 each: as many as the scale in force wants. */
export async function threesAndEights(): Promise<{ threes: Images; eights: Images }> {
  const test = await testDigits();
  const count = atScale({ smoke: 10, lesson: 100, paper: 100 });
  const [threes, eights] = ['3', '8'].map((digit) => take(test, positions(test, digit).slice(0, count)));
  return { threes, eights };
}

/** Codes on the straight way from one image to another: ten steps, ends included. */
export const pathShares = [...Array(10).keys()].map((i) => i / 9);

/** The images along the straight ways between the codes of pairs of images: [pairs · 10, pixels]. */
export function pathImages(model: Vae, from: Images, to: Images): tf.Tensor2D {
  return tf.tidy(() => {
    const [a, b] = [from, to].map((images) => posteriorMeans(model, images));
    const steps = pathShares.map((t) => tf.add(tf.mul(a, 1 - t), tf.mul(b, t)));
    return decodeMean(model, tf.reshape(tf.stack(steps, 1), [-1, model.latent.coordinates]));
  });
}

/** What images along paths from 3 to 8 are like. */
export interface Paths {
  /** Distance to the nearest training image by the step along the path, a mean over pairs: [10]. */
  readonly distances: number[];
  /** The mean of the inner steps over that of the ends. */
  readonly excess: number;
  /** The share of inner images that 10-NN reads as neither 3 nor 8. */
  readonly foreign: number;
  /** The largest change of an image from step to step over the mean change, a mean over pairs. */
  readonly unevenness: number;
}

/** Reference images for 'the nearest training image' and the 10-NN reader: the first 10,000 training digits. */
export const referenceDigits = async () => first(await trainDigits(), 10_000);

/** The paths of a model between `threesAndEights`. */
export async function paths(model: Vae): Promise<Paths> {
  const [{ threes, eights }, reference] = [await threesAndEights(), await referenceDigits()];
  const images = pathImages(model, threes, eights);
  const real = tensor(reference);
  const steps = pathShares.length;
  const { index, distance } = await imageNeighbours(images, real, 1);
  const near = distance.dataSync();
  const read = await readDigits(images, real, reference.labels);
  const changes = tf.tidy(() => {
    const rows = tf.reshape(images, [-1, steps, 784]);
    const [before, after] = [0, 1].map((at) => tf.slice(rows, [0, at, 0], [-1, steps - 1, 784]));
    const change = tf.sqrt(tf.sum(tf.squaredDifference(before, after), 2)); // [pairs, 9]
    return tf.mean(tf.div(tf.max(change, 1), tf.mean(change, 1))).dataSync()[0];
  });
  tf.dispose([index, distance, images, real]);
  const distances = pathShares.map((_, step) => mean(near.filter((__, i) => i % steps === step))!);
  const isInner = (i: number) => i % steps > 0 && i % steps < steps - 1;
  return {
    distances,
    excess: mean(distances.slice(1, -1))! / mean([distances[0], distances[steps - 1]])!,
    foreign: mean([...read.filter((_, i) => isInner(i))], (label) => Number(label !== 3 && label !== 8))!,
    unevenness: changes,
  };
}

/** Codes of class means: [10, coordinates]. */
export function classMeans(codes: tf.Tensor2D, labels: ArrayLike<number>): tf.Tensor2D {
  return tf.tidy(() => {
    const members = tf.cast(tf.oneHot(tf.tensor1d(Int32Array.from(labels), 'int32'), 10), 'float32');
    return tf.div(tf.matMul(members, codes, true), tf.expandDims(tf.sum(members, 0), 1)) as tf.Tensor2D;
  });
}

/** How often arithmetic with class means makes a digit into another, by class: [10 · 10] from row to column, as 10-NN reads it. */
export interface Arithmetic {
  readonly codes: number[];
  readonly pixels: number[];
  /** Means over all pairs of different digits. */
  readonly onCodes: number;
  readonly onPixels: number;
}

/** z − mean of its class + mean of another class, decoded and read by 10-NN, and the same of pixels: 20 test digits of each class. */
export async function arithmetic(model: Vae): Promise<Arithmetic> {
  const [train, test, reference] = [await referenceDigits(), await testDigits(), await referenceDigits()];
  const count = atScale({ smoke: 5, lesson: 20, paper: 20 });
  const some = balanced(test, count, 1);
  const real = tensor(reference);
  const moved = (own: tf.Tensor2D, means: tf.Tensor2D) => {
    const start = tf.sub(own, tf.gather(means, tf.tensor1d(Int32Array.from(some.labels), 'int32')));
    return tf.reshape(tf.add(tf.expandDims(start, 1), means), [-1, own.shape[1]]) as tf.Tensor2D; // [rows · 10, …]
  };
  const images = tf.tidy(() => ({
    codes: decodeMean(
      model,
      moved(posteriorMeans(model, some), classMeans(posteriorMeans(model, train), train.labels)),
    ),
    pixels: tf.clipByValue(moved(tensor(some), classMeans(tensor(train), train.labels)), 0, 1),
  }));
  const shares = async (queries: tf.Tensor) => {
    const read = await readDigits(queries, real, reference.labels);
    const hits = new Array<number>(100).fill(0);
    read.forEach((label, i) => {
      const to = i % 10;
      if (label === to) hits[10 * some.labels[Math.floor(i / 10)] + to] += 1 / count;
    });
    return hits;
  };
  const [codes, pixels] = [await shares(images.codes), await shares(images.pixels)];
  tf.dispose([images, real]);
  const others = (values: number[]) => mean(values.filter((_, i) => i % 11 !== 0))!;
  return { codes, pixels, onCodes: others(codes), onPixels: others(pixels) };
}

/**
 * New images: a VAE's from its prior; an autoencoder's, which has none, from a Gaussian fitted to its codes of training
 * digits (`fitted`) or from N(0, I) as if it were a VAE (`prior`).
 * @returns [count, pixels]
 */
export async function newImages(
  model: Vae,
  count: number,
  from: 'prior' | 'fitted',
  seed = 1,
): Promise<tf.Tensor2D> {
  const train = await referenceDigits();
  return tf.tidy(() => {
    const noise = normalNoise([count, model.latent.coordinates], [seed, 0]);
    if (from === 'prior') return decodeMean(model, model.latent.samplePrior(noise));
    const codes = posteriorMeans(model, train);
    const { mean: centre, directions, deviations } = gaussianOf(codes);
    return decodeMean(model, tf.add(centre, tf.matMul(tf.mul(noise, deviations), directions)));
  });
}

/** The Gaussian of points, by its principal directions. */
function gaussianOf(codes: tf.Tensor2D) {
  const dimensions = codes.shape[1];
  const { mean: centre, directions, project } = pca(codes.dataSync(), dimensions, dimensions);
  const along = tf.tensor2d(Float32Array.from(project(codes.dataSync())), codes.shape);
  return {
    mean: tf.tensor1d(Float32Array.from(centre)),
    directions: tf.tensor2d(directions.map((direction) => Array.from(direction))),
    deviations: tf.sqrt(tf.moments(along, 0).variance),
  };
}

/** Precision and recall of as many new images as test digits: 1,000. */
export async function generated(
  model: Vae,
  from: 'prior' | 'fitted' = isAutoencoder(model) ? 'fitted' : 'prior',
) {
  const real = tensor(first(await testDigits(), 1000));
  const images = await newImages(model, real.shape[0], from);
  const values = await precisionRecall(images, real);
  tf.dispose([real, images]);
  return values;
}

/** Everything that the claims ask of one model; kept on disk. */
export async function modelValues(model: Vae) {
  const [test, train] = [await testDigits(), await trainDigits()];
  return cached({ name: 'report-1-values', inputs: { model, test, train }, code: module }, async () => ({
    ...(await organisation(model)),
    ...(await reconstructed(model)),
    ...(await paths(model)),
    ...(await generated(model)),
    ...(await arithmetic(model)),
    active: activeUnits(model, test),
  }));
}

export type ModelValues = Awaited<ReturnType<typeof modelValues>>;
