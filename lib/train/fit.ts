import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { graph, normal, type Adam, type Step, type Way } from '../graph';
import type { Model } from '../models';
import { cacheFolder } from '../settings';
import { tf } from '../tensorflow';
import { noiseSeed, orderOf } from './batches';
import { keyOf, loadCheckpoint, saveCheckpoint } from './checkpoint';
import { defaults } from './defaults';
import type { Progress, Row } from './progress';
import { valuesOf, type Schedule } from './schedules';

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
  const step = compile(model, data, plan, options, notice);
  try {
    const file = options.cache === false ? undefined : join(cacheFolder(), `${keyFor(model, data, plan, step)}.checkpoint`);
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

type Plan = ReturnType<typeof planOf>;

/** What is trained when: everything that follows from the options and the shapes. */
function planOf(model: Model, data: Record<string, tf.Tensor>, options: FitOptions) {
  const { epochs, batchSize, ownData = false } = options;
  const seeds = [options.seed].flat();
  const { replicas } = model;
  check('epochs', epochs, Number.isInteger(epochs) && epochs >= 1, 'a whole number, 1 or more');
  check('seed', options.seed, seeds.every((seed) => Number.isInteger(seed)), 'a whole number, or a list of them');
  check('seed', options.seed, seeds.length === (replicas ?? 1), replicas ? `a list of ${replicas} seeds, one for each replica` : 'one seed');
  for (const name of Object.keys(options.coefficients ?? {})) {
    check('coefficients', name, name in model.coefficients, `one of ${Object.keys(model.coefficients).join(', ')}`);
  }
  if (ownData && !replicas) throw new RangeError('ownData: the model has no replicas');
  const rows = rowsOf(data, ownData ? replicas : undefined);
  check('batchSize', batchSize, Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= rows, `a whole number from 1 to the ${rows} rows of the data`);

  const stepsPerEpoch = Math.ceil(rows / batchSize);
  const last = rows - (stepsPerEpoch - 1) * batchSize;
  const learningRates = valuesOf('learningRate', options.learningRate ?? 1e-3, epochs);
  const coefficients = Object.fromEntries(Object.entries({ ...model.coefficients, ...options.coefficients })
    .map(([name, schedule]) => [name, valuesOf(name, schedule, epochs)]));
  const batchAt = (step: number) => ((step + 1) % stepsPerEpoch === 0 ? last : batchSize);

  return {
    seeds, rows, epochs, batchSize, stepsPerEpoch, steps: epochs * stepsPerEpoch, learningRates, coefficients, ownData,
    adam: options.adam ?? {},
    batches: last === batchSize ? [batchSize] : [batchSize, last].filter((size, i) => i || stepsPerEpoch > 1),
    /** Rows in a step. */
    batchAt,
    /** How many steps from this one on have its shape and its epoch. */
    sameShape(step: number) {
      const left = stepsPerEpoch - (step % stepsPerEpoch);
      return last === batchSize || left === 1 ? left : left - 1;
    },
    /** The coefficients of an epoch, for its row of the history. */
    coefficientsAt: (epoch: number): Row => ({
      ...Object.fromEntries(Object.entries(coefficients).map(([name, values]) => [name, values[epoch]])),
      learningRate: learningRates[epoch],
    }),
    /** What `count` steps of one epoch are fed, stacked. */
    feeds(step: number, count: number, order: Int32Array[]) {
      const size = batchAt(step);
      const epoch = Math.floor(step / stepsPerEpoch);
      const index = new Int32Array(count * seeds.length * size);
      const noise = new Int32Array(count * seeds.length * 2);
      for (let k = 0; k < count; k++) {
        const start = ((step + k) % stepsPerEpoch) * batchSize;
        seeds.forEach((seed, r) => {
          const at = k * seeds.length + r;
          const visited = order[r].subarray(start, start + size);
          index.set(ownData ? visited.map((row) => row + r * rows) : visited, at * size);
          noise.set(noiseSeed(seed, step + k), at * 2);
        });
      }
      const same = (value: number) => new Float32Array(count).fill(value);
      return {
        index, noise, learningRate: same(learningRates[epoch]),
        ...Object.fromEntries(Object.entries(coefficients).map(([name, values]) => [name, same(values[epoch])])),
      };
    },
  };
}

/** The training step: rows gathered by index, noise, coefficients → terms of the loss. */
function compile(model: Model, data: Record<string, tf.Tensor>, plan: Plan, options: FitOptions, notice: (text: string) => void): Step {
  const { replicas } = model;
  const axis = replicas ? [replicas] : [];
  const table = Object.fromEntries(Object.entries(data).map(([name, tensor]) =>
    [name, plan.ownData ? tf.reshape(tensor, [-1, ...tensor.shape.slice(2)]) : tensor])); // one list of rows for all replicas
  const names = Object.keys(plan.coefficients);
  const examples = plan.batches.map((size) => ({
    index: tf.zeros([...axis, size], 'int32'),
    noise: normal(model.noiseShape(size), replicas ? { replicas } : {}),
    ...Object.fromEntries(names.map((name) => [name, tf.scalar(plan.coefficients[name][0])])),
  }));
  try {
    return graph(({ index, noise, ...coefficients }) => {
      const batch = Object.fromEntries(Object.entries(table).map(([name, rows]) => [name, tf.gather(rows, index as tf.Tensor1D)]));
      return model.loss(batch, noise, coefficients);
    }, examples, model.variables, { name: 'adam', learningRate: plan.learningRates[0], ...plan.adam },
    { data: table, way: options.way ?? 'auto', steps: plan.steps, notice });
  } finally {
    tf.dispose(examples.map(({ noise, ...tensors }) => tensors as Record<string, tf.Tensor>));
  }
}

/** Everything that determines the result. */
function keyFor(model: Model, data: Record<string, tf.Tensor>, plan: Plan, step: Step): string {
  const { seeds, batchSize, learningRates, adam, coefficients, ownData } = plan;
  const content = (tensors: Readonly<Record<string, tf.Tensor>>) => Object.entries(tensors).flatMap(([name, tensor]) =>
    [{ name }, { shape: tensor.shape, values: Float32Array.from(tensor.dataSync()) }]);
  const versions = { node: tf.version['tfjs-node'], tensorflow: (tf.backend() as unknown as { binding: { TF_Version?: string } }).binding.TF_Version };
  return keyOf({ ...model.description, seeds, batchSize, learningRates, adam, coefficients, ownData, ...versions, program: step.fingerprint },
    ...content(data), ...content(model.variables));
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

function rowsOf(data: Record<string, tf.Tensor>, replicas?: number): number {
  const shapes = Object.entries(data).map(([name, { shape }]) => ({ name, shape, rows: shape[replicas ? 1 : 0] ?? 0 }));
  if (!shapes.length) throw new RangeError('the data are empty; expected tensors by name, as { x }');
  for (const { name, shape, rows } of shapes) {
    const fits = rows === shapes[0].rows && rows > 0 && (!replicas || shape[0] === replicas);
    if (!fits) {
      throw new RangeError(`data '${name}' has the shape [${shape}]; expected [${
        replicas ? `${replicas} replicas, ` : ''}${shapes[0].rows} rows, …] as '${shapes[0].name}' has, and at least one row`);
    }
  }
  return shapes[0].rows;
}

function check(name: string, value: unknown, fits: boolean, expected: string) {
  if (!fits) throw new RangeError(`${name} is ${value}; expected ${expected}`);
}
