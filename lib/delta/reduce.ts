import { seedFor } from '@latent-torus/random';
import { check, checkOptions, isCount } from '../checks';
import type { Model } from '../models';
import { normalNoise } from '../runtime';
import { tf } from '../tf';
import { cosine, type Fit, type FitOptions, fit } from '../train';
import type { GenerativeModel } from './generative-model';
import type { MapFamily, Orientation } from './map-family';
import { divergence, type Tolerance, tolerance } from './tolerance';

type Training = 'learningRate' | 'execution' | 'cache' | 'title' | 'signal' | 'progress' | 'notice';

export interface ReduceOptions extends Pick<FitOptions, Training> {
  /** L, points of the prior in a step, by default 1,000. */
  samples?: number;
  /** Of one step each, by default 1,000; the step size is by default `cosine(0.03, 0)`. */
  epochs?: number;
  /** Starts in each orientation, which are fitted side by side, by default 2. */
  starts?: number;
  /** To start in, by default both. */
  orientations?: readonly Orientation[];
  /** Of starts and points, by default 0. */
  seed?: number;
  /** Fresh points for the tolerance that is reported, by default 10,000. */
  evaluation?: number;
}

/** The best map of a family from one model's latent space to another's. */
export interface Reduction {
  /** Row by row: the matrix C, or one row of angles θ′. */
  readonly parameters: number[][];
  /** That it started in. */
  readonly orientation: Orientation;
  /** Its ∆, at points that took part neither in the fit nor in the choice. */
  readonly delta: Tolerance;
  /** Its ∆ over the points of each step. */
  readonly curve: number[];
  /** What all starts reached, by which the best one is chosen. */
  readonly starts: readonly { orientation: Orientation; delta: number; best: boolean }[];
  readonly fit: Fit;
  /** The map itself, in features: [points, …] → [points, …]. */
  apply(features: tf.Tensor): tf.Tensor;
}

const own = 'samples epochs starts orientations seed evaluation'.split(' ');
const ofTraining = 'learningRate execution cache title signal progress notice'.split(' ');

/**
 * Fits the map of a family that expresses one generative model by another with the least tolerance: thesis, Algorithm 2, by
 * Adam, from several starts in both orientations. The models stay as they are.
 * @throws RangeError that names the option or the model that does not fit
 */
export async function reduce(
  from: GenerativeModel,
  to: GenerativeModel,
  family: MapFamily,
  options: ReduceOptions = {},
): Promise<Reduction> {
  checkOptions('reduce', options, [...own, ...ofTraining]);
  const { samples = 1000, epochs = 1000, starts = 2, orientations = [1, -1], seed = 0, evaluation, ...more } = options;
  check('samples', samples, isCount(samples), 'a whole number, 1 or more');
  check('starts', starts, isCount(starts), 'a whole number, 1 or more');
  const known = orientations.length > 0 && orientations.every((sign) => sign === 1 || sign === -1);
  check('orientations', orientations, known, 'a list of 1 and −1');
  check('the size of what the second model generates', to.size, to.size === from.size, `${from.size}, as of the first`);
  const signs = orientations.flatMap((sign) => new Array<Orientation>(starts).fill(sign));
  const seedOf = (use: string) => seedFor(seed, use) >>> 0;
  const model = mapModel(from, to, family, samples, signs, seed);
  const draw = tf.zeros([1, 1]); // an epoch has one step, whose points are its noise
  try {
    const seeds = signs.map((_, start) => seedOf(`points ${start}`));
    const defaults = { learningRate: cosine(0.03, 0), title: `${from.name} → ${to.name}` };
    const run = await fit(model, { draw }, { ...defaults, ...more, epochs, batchSize: 1, seed: seeds });
    const all = model.variables.map.arraySync() as number[][][];
    const maps = signs.map((sign, r) => (features: tf.Tensor) => {
      return tf.tidy(() => family.apply(tf.tensor2d(all[r]), features, to.space, tf.scalar(sign)));
    });
    const measure = (r: number, use: string) =>
      tolerance(from, to, maps[r], { samples: evaluation, seed: seedOf(use) });
    const reached = signs.map((_, r) => measure(r, 'choice').value);
    const best = reached.indexOf(Math.min(...reached));
    return {
      parameters: all[best],
      orientation: signs[best],
      delta: measure(best, 'report'),
      curve: run.replicas[best].map(({ total }) => total),
      starts: signs.map((orientation, r) => ({ orientation, delta: reached[r], best: r === best })),
      fit: run,
      apply: maps[best],
    };
  } finally {
    tf.dispose(draw);
    model.dispose();
  }
}

/** The maps of a family with a replica for each start: their loss is ∆ over the points of a step. */
function mapModel(
  from: GenerativeModel,
  to: GenerativeModel,
  family: MapFamily,
  samples: number,
  signs: readonly Orientation[],
  seed: number,
): Model<'draw'> {
  const shape = family.shape(from.space, to.space);
  const start = (sign: Orientation, r: number) => family.start(normalNoise(shape, [seedFor(seed, 'map'), r]), sign);
  const map = tf.tidy(() => tf.variable(tf.stack(signs.map(start)))); // [starts, rows, columns]
  const named = (side: string, { variables }: GenerativeModel) =>
    Object.fromEntries(Object.entries(variables).map(([name, tensor]) => [`${side}.${name}`, tensor]));
  return {
    name: `${family.name} from ${from.name} to ${to.name}`,
    description: { reduction: family.name, samples, signs, sigmas: [from.sigma, to.sigma] },
    replicas: signs.length,
    inputs: ['draw'],
    variables: { map },
    constants: { ...named('from', from), ...named('to', to) },
    coefficients: {},
    noiseShape: () => [samples, from.noise],
    loss(_, noise) {
      const z = from.space.embed(from.samplePrior(noise)); // [starts, samples, features]
      const mapped = family.apply(map, z, to.space, tf.tensor3d(signs.map((sign) => [[sign]])));
      return { total: tf.mean(divergence(from, to, z, mapped), -1) };
    },
    dispose: () => map.dispose(),
  };
}
