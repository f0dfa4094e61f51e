// What sets the wrapped torus apart from the paper's, taken apart: how the encoder says where (a number or a direction) and
// what lies there (a Gaussian with the prior N(0, I), or a wrapped posterior with a uniform prior).
import { type Images, take } from '@latent-torus/datasets';
import { cached } from '@latent-torus/node';
import { estimate, meanInterval } from '@latent-torus/notebook';
import { atScale } from '@latent-torus/settings';
import { detection } from '@latent-torus/statistics';
import { mean } from 'd3-array';
import { evaluate, importanceWeighted, posteriorMeans, tf, type Vae } from 'latent-torus';
import { emnistSplit, shockLetters, testDigits } from './data';
import { kde } from './kde';
import { letterPlaces } from './letter-places';
import { separation } from './separation';

/** The four tori: location × distribution. */
export const twistRuns = ['torus', 'direction', 'wrapped-number', 'wrapped'] as const;
export type TwistRun = (typeof twistRuns)[number];

/** Values for each seed by torus. */
export type TwistValues = Readonly<Record<TwistRun, readonly number[]>>;

/** What a change adds to a figure, for each seed. */
export interface TwistEffects {
  /** A direction in place of a number, averaged over both distributions. */
  direction: number[];
  /** Wrapped and uniform in place of Gaussian and N(0, I), averaged over both locations. */
  wrapping: number[];
  /** Both at once: the sum of the two. */
  together: number[];
  /** How much more a direction adds under the wrapped posterior than under the Gaussian one. */
  interaction: number[];
}

/** The effects of a 2 × 2 design, seed by seed. @throws RangeError if the tori differ in the number of seeds */
export function twistEffects(values: TwistValues): TwistEffects {
  const seeds = values.torus.length;
  for (const run of twistRuns) {
    if (values[run].length !== seeds)
      throw new RangeError(
        `'${run}' has ${values[run].length} values, 'torus' has ${seeds}; expected one a seed`,
      );
  }
  const each = (of: (number: number, direction: number, wrappedNumber: number, wrapped: number) => number) =>
    values.torus.map((value, i) =>
      of(value, values.direction[i], values['wrapped-number'][i], values.wrapped[i]),
    );
  return {
    direction: each((n, d, wn, w) => (d + w - n - wn) / 2),
    wrapping: each((n, d, wn, w) => (wn + w - n - d) / 2),
    together: each((n, _, __, w) => w - n),
    interaction: each((n, d, wn, w) => w - wn - (d - n)),
  };
}

export interface CauseOptions {
  /** The figure: '10-NN accuracy'. */
  of: string;
  better: 'higher' | 'lower';
  /** Unit behind the numbers (default none). */
  unit?: string;
  /** Decimals (default 3). */
  digits?: number;
}

/** The changes whose effect has its 95 % interval on the better side of zero, and on the worse; one seed tells neither. */
export function twistVerdict(values: TwistValues, better: 'higher' | 'lower') {
  const effects = twistEffects(values);
  const sign = better === 'higher' ? 1 : -1;
  const side = (change: readonly number[]) => {
    const { low, high } = meanInterval(change.map((value) => sign * value));
    if (low === undefined || high === undefined) return 'open';
    return low > 0 ? 'gain' : high < 0 ? 'loss' : 'open';
  };
  const names = { direction: 'the direction', wrapping: 'the wrapped posterior' } as const;
  const keys = Object.keys(names) as (keyof typeof names)[];
  const [gains, losses] = (['gain', 'loss'] as const).map((kind) =>
    keys.filter((key) => side(effects[key]) === kind).map((key) => names[key]),
  );
  return { gains, losses };
}

/** The cause in a few words, for a cell of a table: 'the direction improves', 'neither', 'one seed'. */
export function causeText(values: TwistValues, better: 'higher' | 'lower'): string {
  if (values.torus.length === 1) return 'one seed';
  const { gains, losses } = twistVerdict(values, better);
  const part = (names: readonly string[], verb: string) =>
    names.length ? [`${names.join(' and ')} ${verb}${names.length > 1 ? '' : 's'}`] : [];
  return [...part(gains, 'improve'), ...part(losses, 'worsen')].join(', ') || 'neither';
}

/**
 * A sentence that says what each change adds and which of them earns a gain: one does if the 95 % interval of its effect lies
 * on the better side of zero. One seed gives no verdict.
 */
export function twistCause(values: TwistValues, { of, better, unit, digits = 3 }: CauseOptions): string {
  const effects = twistEffects(values);
  const text = (change: readonly number[]) => estimate(change, { unit, digits });
  const { gains, losses } = twistVerdict(values, better);
  const verdict =
    effects.direction.length === 1
      ? 'one seed, no verdict'
      : [
          gains.length
            ? `${gains.join(' and ')} improve${gains.length > 1 ? '' : 's'} it`
            : 'neither improves it',
          ...(losses.length ? [`${losses.join(' and ')} worsen${losses.length > 1 ? '' : 's'} it`] : []),
        ].join(', ');
  return (
    `${of}: a direction in place of a number adds ${text(effects.direction)}, ` +
    `a wrapped posterior with a uniform prior in place of the Gaussian adds ${text(effects.wrapping)}: ${verdict}.`
  );
}

/** What is set against test digits: letters of both kinds, and digits of the letters' own source. */
export async function strangers(): Promise<Record<'similar' | 'dissimilar' | 'EMNIST digits', Images>> {
  const { test } = await emnistSplit();
  const some = Math.min(test.count, 3200);
  return { ...(await shockLetters()), 'EMNIST digits': take(test, [...Array(some).keys()]) };
}

/** The figures of a latent space: nats for each test image, shares, AUROC against test digits by score and group. */
export interface SpaceFigures {
  '−ELBO': number;
  reconstruction: number;
  KL: number;
  /** On the first of the images: −ELBO, and minus the importance-weighted estimate of log p(x), the tighter bound. */
  '−ELBO of some': number;
  'importance-weighted': number;
  '10-NN accuracy': number;
  silhouette: number;
  /** By group of `strangers`. */
  'AUROC of the loss': Record<string, number>;
  'AUROC of low density': Record<string, number>;
}

/** All figures of a trained model, kept on disk. */
export async function measureSpace(model: Vae): Promise<SpaceFigures> {
  const { 'EMNIST digits': foreign, ...letters } = await strangers();
  const sets = { digits: await testDigits(), ...letters };
  const weighed = atScale({ smoke: 50, lesson: 500, paper: 2000 });
  const inputs = { model, sets, foreign, weighed };
  return cached({ name: 'torus-twist', inputs, code: module }, async () => {
    const { latent } = model;
    const { digits } = sets;
    const bounds = evaluate(model, digits, { seed: 1 });
    const points = posteriorMeans(model, digits);
    const first = take(digits, [...Array(Math.min(weighed, digits.count)).keys()]);
    const log = await importanceWeighted(model, first, { samples: 100, seed: 1 });
    const apart = await separation(latent, points, digits);
    const places = await letterPlaces(model, sets);
    const theirs = posteriorMeans(model, foreign);
    const rare = (await kde(latent, theirs, points, places.bandwidth)).map((value) => -value);
    tf.dispose([points, theirs]);
    const aurocs = (key: 'loss' | 'lack', others: ArrayLike<number>) => {
      const own = places.digits[key];
      return {
        similar: detection(own, places.similar[key]).auroc,
        dissimilar: detection(own, places.dissimilar[key]).auroc,
        'EMNIST digits': detection(own, others as number[]).auroc,
      };
    };
    return {
      '−ELBO': -mean(bounds.elbo)!,
      reconstruction: mean(bounds.reconstruction)!,
      KL: mean(bounds.kl)!,
      '−ELBO of some': -mean(bounds.elbo.subarray(0, first.count))!,
      'importance-weighted': -mean(log)!,
      '10-NN accuracy': apart.accuracy,
      silhouette: apart.silhouette,
      'AUROC of the loss': aurocs('loss', evaluate(model, foreign, { seed: 1 }).reconstruction),
      'AUROC of low density': aurocs('lack', rare),
    };
  });
}

/** A group of letters against held-out digits of their own source, under a model of digits of that source. */
export interface OneSource {
  'AUROC of the loss': number;
  'FPR at 95 % TPR': number;
  'AUROC of low density': number;
}

/** The same for both groups of letters: the control of a latent space. @param model trained on digits of EMNIST */
export async function measureOneSource(model: Vae): Promise<Record<'similar' | 'dissimilar', OneSource>> {
  const places = await letterPlaces(model, {
    digits: (await emnistSplit()).test,
    ...(await shockLetters()),
  });
  const figures = (group: 'similar' | 'dissimilar') => {
    const loss = detection(places.digits.loss, places[group].loss);
    const density = detection(places.digits.lack, places[group].lack);
    return {
      'AUROC of the loss': loss.auroc,
      'FPR at 95 % TPR': loss.fpr95,
      'AUROC of low density': density.auroc,
    };
  };
  return { similar: figures('similar'), dissimilar: figures('dissimilar') };
}
