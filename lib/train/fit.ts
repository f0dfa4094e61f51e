import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Adam, Way } from '../graph';
import type { Model } from '../models';
import { cacheFolder } from '../settings';
import type { tf } from '../tensorflow';
import { orderOf } from './batches';
import { loadCheckpoint, saveCheckpoint } from './checkpoint';
import { defaults } from './defaults';
import { planOf } from './plan';
import type { Progress, Row } from './progress';
import type { Schedule } from './schedules';
import { trainingKey } from './training-key';
import { trainingStep } from './training-step';

export interface FitOptions {
  epochs: number;
  /** Rows in a step; the last step of an epoch takes what is left. */
  batchSize: number;
  /** Of the order of the data and of the noise; by default the model's own. With replicas, one for each. */
  seed: number | number[];
  /** Adam's step size, by default 1e-3. */
  learningRate?: Schedule | number;
  /** Adam's other constants, by default β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
  adam?: Pick<Adam, 'beta1' | 'beta2' | 'epsilon'>;
  /** What changes over training: `{ klWeight: cosine(0, 1) }`. */
  coefficients?: Record<string, Schedule | number>;
  /** The data have a leading axis of replicas: [replicas, rows, …]. By default all replicas share [rows, …]. */
  ownData?: boolean;
  /** 'xla', 'graph' or 'eager'; by default the one that the length of the run is worth. */
  way?: Way | 'auto';
  /** Keep the trained model on disk, and take it from there next time. By default true. */
  cache?: boolean;
  title?: string;
  signal?: AbortSignal;
  progress?: (progress: Progress) => void;
  notice?: (text: string) => void;
}

/** What a training gave; the model's variables hold the trained weights. */
export interface Fit {
  /** A row for each epoch; with replicas, the mean over them. */
  history: Row[];
  /** The histories of the replicas. */
  replicas: Row[][];
  steps: number;
  /** Of training, also where it came from the cache. */
  seconds: number;
  way: Way;
  /** All of it was read from the cache. */
  cached: boolean;
  /** It was stopped at a batch boundary; calling `fit` again goes on from there. */
  interrupted: boolean;
}

/** Training met a term that is not finite. The model's variables hold the weights of the last good step. */
export class TrainingError extends Error {
  override name = 'TrainingError';
}

/** How often an unfinished training is saved, in seconds. */
const SAVE_EVERY = 30;
/** How often the progress is told, in seconds. */
const TELL_EVERY = 0.25;

/**
 * Trains a model with Adam on shuffled batches.
 *
 * @param data tensors whose rows belong together: `{ x: [rows, inputs] }`
 * @throws TrainingError if a term of the loss stops being finite: it names the step and the term
 * @throws RangeError if an option or a shape does not fit
 */
export async function fit(model: Model, data: Record<string, tf.Tensor>, options: FitOptions): Promise<Fit> {
  const plan = planOf(model, data, options);
  const { seeds, rows, epochs, stepsPerEpoch, steps } = plan;
  const signal = options.signal ?? defaults.signal?.();
  const notice = options.notice ?? defaults.notice ?? console.warn;
  const progress = options.progress ?? defaults.progress ?? (() => {});
  const step = trainingStep(model, data, plan, options.way, notice);
  try {
    const file = options.cache === false ? undefined : join(cacheFolder(), `${trainingKey(model, data, plan, step)}.checkpoint`);
    const found = file === undefined ? undefined : open(file, notice);
    const now: { history: Row[][]; sums: Row[] } = found ?? { history: seeds.map(() => []), sums: seeds.map(() => ({})) };
    if (found) step.restore(found.state);
    let done = found ? found.state.step : 0;
    const cached = done === steps;
    const before = found?.seconds ?? 0;
    const started = performance.now();
    const seconds = () => before + (cached ? 0 : (performance.now() - started) / 1000);
    const save = () => file && saveCheckpoint(file, { state: step.state(), ...now, seconds: seconds() });
    const tell = (over: boolean, note = step.reason) => progress({
      title: options.title ?? model.name, step: done, steps, epoch: Math.min(Math.floor(done / stepsPerEpoch), epochs), epochs,
      seconds: seconds(), history: meanOf(now.history), done: over, note,
    });

    let [saved, told] = [performance.now(), -Infinity];
    let order: Int32Array[] = [];
    let orderEpoch = -1;
    while (done < steps && !signal?.aborted) {
      const epoch = Math.floor(done / stepsPerEpoch);
      if (epoch !== orderEpoch) order = seeds.map((seed) => orderOf(seed, epoch, rows));
      orderEpoch = epoch;
      const count = Math.min(step.preferredSteps, plan.sameShape(done));
      const result = step.run(plan.feeds(done, count, order), count);
      addTo(now.sums, result.terms, plan.batchAt(done));
      done += result.completed;
      if (result.failed) {
        step.pull();
        const { term, value, replica } = result.failed;
        const message = `step ${done} (epoch ${epoch}): the term '${term}'${
          replica === undefined ? '' : ` of replica ${replica}`} is ${value}; the weights are those before that step. ` +
          'Look for values in the data that are not finite, or lower the learning rate';
        tell(true, message);
        throw new TrainingError(message);
      }
      if (done % stepsPerEpoch === 0) closeEpoch(now, epoch, rows, plan.coefficientsAt(epoch));
      const time = performance.now();
      if (time - told > 1000 * TELL_EVERY) {
        tell(false);
        told = time;
      }
      if (time - saved > 1000 * SAVE_EVERY) {
        save();
        saved = time;
      }
      await new Promise(setImmediate); // lets the notebook breathe: interrupts, output
    }
    step.pull();
    if (!cached) save();
    const interrupted = done < steps;
    tell(true, interrupted ? 'interrupted' : cached ? 'from the cache' : step.reason);
    return { history: meanOf(now.history), replicas: now.history, steps: done, seconds: seconds(), way: step.way, cached, interrupted };
  } finally {
    step.dispose();
  }
}

/** The checkpoint of a file, if there is one; a damaged one is put aside, and said so. */
function open(file: string, notice: (text: string) => void) {
  if (!existsSync(file)) return undefined;
  try {
    return loadCheckpoint(file);
  } catch (error) {
    notice(`${(error as Error).message}: training starts anew`);
    return undefined;
  }
}

function addTo(sums: Row[], terms: Record<string, Float32Array>, batch: number) {
  for (const [name, values] of Object.entries(terms)) {
    values.forEach((value, i) => {
      const sum = sums[i % sums.length];
      sum[name] = (sum[name] ?? 0) + value * batch;
    });
  }
}

function closeEpoch(now: { history: Row[][]; sums: Row[] }, epoch: number, rows: number, coefficients: Row) {
  now.sums.forEach((sum, replica) => {
    const means = Object.fromEntries(Object.entries(sum).map(([name, value]) => [name, value / rows]));
    now.history[replica].push({ epoch, ...means, ...coefficients });
  });
  now.sums = now.sums.map(() => ({}));
}

/** The mean history of the replicas. */
const meanOf = (histories: Row[][]): Row[] => histories[0].map((row, epoch) => Object.fromEntries(Object.keys(row).map((name) =>
  [name, histories.reduce((sum, history) => sum + history[epoch][name], 0) / histories.length])));
