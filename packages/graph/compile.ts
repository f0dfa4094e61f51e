import { graph } from './graph';
import { type Layer, withNoise } from './layers-noise';
import { type NoiseExample, noiseInput } from './noise';
import { tf } from './tf';
import type { ExecutionMode, Optimiser, OptimiserState, Step, Terms, TfjsOptimiser } from './types';

interface LayerVariable {
  name: string;
  read(): tf.Tensor;
}

type Loss = (target: tf.Tensor, output: tf.Tensor) => tf.Tensor;

/** A `tf.LayersModel`, as far as it is used here. */
export interface TfjsModel {
  name: string;
  layers: unknown[];
  inputs: { shape: (number | null)[] }[];
  outputs: { shape: (number | null)[] }[];
  optimizer: unknown;
  stopTraining: boolean;
  readonly metricsNames: string[];
  compile(settings: { optimizer: string; loss: never; metrics?: never }): void;
  evaluate(x: never, y: never, options?: object): tf.Scalar | tf.Scalar[];
  apply(inputs: never, kwargs?: object): unknown;
}

/** What tfjs-layers keeps in a model that was compiled. */
interface Inside {
  lossFunctions: Loss[];
  metricsTensors: [Loss, number][];
  collectedTrainableWeights: LayerVariable[];
  weights: LayerVariable[];
  calculateLosses(): tf.Scalar[];
}

export interface CompileOptions {
  /** An optimiser of this package, one of `tf.train`, or a name that tfjs-layers knows ('adam'). */
  optimizer: Optimiser | TfjsOptimiser | string;
  /** As in `model.compile`: a name, a function, or one for each output. */
  loss: unknown;
  /** As in `model.compile`. */
  metrics?: unknown;
}

/** What a callback is told: loss and metrics, those of the validation with `val_`. */
export type Logs = Record<string, number>;

export interface FitCallbacks {
  onTrainBegin?(logs?: Logs): void | Promise<void>;
  onTrainEnd?(logs?: Logs): void | Promise<void>;
  onEpochBegin?(epoch: number, logs?: Logs): void | Promise<void>;
  onEpochEnd?(epoch: number, logs?: Logs): void | Promise<void>;
}

export interface FitOptions {
  /** By default 1. */
  epochs?: number;
  /** By default 32; the last batch of an epoch takes what is left. */
  batchSize?: number;
  /** Of the order of the rows and of dropout and noise layers, by default 0. */
  seed?: number;
  /** Whether every epoch has an order of its own, by default true. */
  shuffle?: boolean;
  validationData?: [tf.Tensor | tf.Tensor[], tf.Tensor | tf.Tensor[]];
  /** Told at the start and the end of epochs and of the training; the model has its weights then. */
  callbacks?: FitCallbacks | FitCallbacks[];
  /** By default chosen by the model and the number of steps. */
  execution?: ExecutionMode | 'auto';
  notice?: (text: string) => void;
}

export interface History {
  epoch: number[];
  /** By name of loss and metric, a value for each epoch: the mean over its rows. */
  history: Record<string, number[]>;
  execution: ExecutionMode;
  reason: string;
}

/** A model that trains as one graph. Its weights are in the `tf.LayersModel` after every call. */
export interface CompiledModel {
  /**
   * Trains. What the optimiser keeps goes on from call to call.
   * @throws Error if a loss or metric stops being finite; the model has the weights before that step
   */
  fit(x: tf.Tensor | tf.Tensor[], y: tf.Tensor | tf.Tensor[], options?: FitOptions): Promise<History>;
  /** tfjs' own `model.evaluate`. */
  evaluate(
    x: tf.Tensor | tf.Tensor[],
    y: tf.Tensor | tf.Tensor[],
    options?: { batchSize?: number },
  ): tf.Scalar | tf.Scalar[];
}

/**
 * Compiles a `tf.LayersModel` so that `fit` runs as one TensorFlow graph. Calls `model.compile` too, so that `evaluate` and
 * `predict` of the model go on working.
 */
export function compile(model: TfjsModel, { optimizer, loss, metrics }: CompileOptions): CompiledModel {
  const named = typeof optimizer === 'string' || 'getClassName' in optimizer;
  const settings = { optimizer: named ? optimizer : 'sgd', loss, metrics };
  model.compile(settings as unknown as Parameters<TfjsModel['compile']>[0]);
  const optimiser = (named ? model.optimizer : optimizer) as Optimiser | TfjsOptimiser;
  const evaluate: CompiledModel['evaluate'] = (x, y, options) =>
    model.evaluate(x as never, y as never, options);
  let kept: OptimiserState | undefined;

  return {
    evaluate,
    async fit(x, y, options = {}) {
      const { epochs = 1, batchSize = 32, seed = 0, shuffle = true, validationData } = options;
      const data = dataOf(model, [x].flat(), [y].flat());
      const { rows } = data;
      whole('epochs', epochs, Infinity);
      whole('batchSize', batchSize, Infinity);
      const callbacks = [options.callbacks ?? []].flat();
      callbacks.forEach(checkCallback);

      const size = Math.min(batchSize, rows);
      const full = Math.floor(rows / size);
      const last = rows - full * size;
      const step = makeStep(
        model,
        data,
        last ? [size, last] : [size],
        optimiser,
        options,
        epochs * (full + (last ? 1 : 0)),
      );
      try {
        if (kept) {
          const { weights, state } = step.state(); // the model's, as they are now
          step.restore({ ...kept, weights, state });
        }
        const names = model.metricsNames;
        const history: History['history'] = {};
        const epoch: number[] = [];
        const tell = async (call: (one: FitCallbacks) => void | Promise<void>) => {
          for (const one of callbacks) await call(one);
        };
        const feeds = feedsOf(data.noises(), seed);
        model.stopTraining = false;
        await tell((one) => one.onTrainBegin?.());
        for (let e = 0, done = kept?.step ?? 0; e < epochs && !model.stopTraining; e++) {
          await tell((one) => one.onEpochBegin?.(e));
          const order = shuffle
            ? permutation(rows, mix(seed, e))
            : Int32Array.from({ length: rows }, (_, i) => i);
          const sums = names.map(() => 0);
          const run = (from: number, count: number, batch: number) => {
            const index = order.subarray(from, from + count * batch);
            const { terms, failed } = step.run(feeds(index, done, count), count);
            names.forEach((name, i) => {
              sums[i] += terms[termOf(i)].reduce((sum, value) => sum + value * batch, 0);
              if (failed?.term === termOf(i))
                throw new Error(
                  `epoch ${e}: ${name} is ${failed.value}; the weights are those before that step`,
                );
            });
            done += count;
          };
          try {
            for (let at = 0; at < full; ) {
              const count = Math.min(step.preferredSteps, full - at);
              run(at * size, count, size);
              at += count;
              await new Promise(setImmediate);
            }
            if (last) run(full * size, 1, last);
          } finally {
            step.pull();
          }
          const logs: Logs = Object.fromEntries(names.map((name, i) => [name, sums[i] / rows]));
          if (validationData) {
            const found = [evaluate(...validationData, { batchSize })].flat();
            found.forEach((value, i) => {
              logs[`val_${names[i]}`] = value.dataSync()[0];
            });
            tf.dispose(found);
          }
          epoch.push(e);
          for (const [name, value] of Object.entries(logs)) (history[name] ??= []).push(value);
          await tell((one) => one.onEpochEnd?.(e, logs));
        }
        await tell((one) => one.onTrainEnd?.());
        return { epoch, history, execution: step.execution, reason: step.reason };
      } finally {
        kept = step.state();
        step.dispose();
      }
    },
  };
}

/** Loss and metrics as terms: 'total' is the loss. */
const termOf = (i: number) => (i === 0 ? 'total' : `metric ${i}`);

type Data = ReturnType<typeof dataOf>;

/** The tensors of a training, whose rows belong together. @throws RangeError if they do not fit the model */
function dataOf(model: TfjsModel, x: tf.Tensor[], y: tf.Tensor[]) {
  const check = (what: string, given: tf.Tensor[], slots: { shape: (number | null)[] }[]) => {
    if (given.length !== slots.length || !given.every((tensor) => tensor instanceof tf.Tensor))
      throw new RangeError(
        `${what}: ${given.length} given; expected ${slots.length} tensors, as '${model.name}' has`,
      );
    return given;
  };
  const all = [...check('x', x, model.inputs), ...check('y', y, model.outputs)];
  const [rows] = all[0].shape;
  const other = all.find(({ shape }) => shape[0] !== rows);
  if (other || !rows)
    throw new RangeError(
      `x has ${rows} rows, another tensor ${other?.shape[0]}; expected the same number, at least 1`,
    );
  let noises: NoiseExample[] = [];
  return {
    x,
    y,
    rows,
    /** The noise that the layers draw in a step of the first batch size. */
    noises: () => noises,
    setNoises(found: NoiseExample[]) {
      noises = found;
    },
  };
}

/** The training step of a model: what `model.fit` does with a batch. */
function makeStep(
  model: TfjsModel,
  data: Data,
  sizes: number[],
  optimiser: Optimiser | TfjsOptimiser,
  { execution, notice }: FitOptions,
  steps: number,
): Step {
  // a Sequential keeps a model inside
  const inside = ((model as { model?: unknown }).model ?? model) as Inside;
  const trained = inside.collectedTrainableWeights;
  const others = inside.weights.filter((weight) => !trained.includes(weight));
  const byName = (weights: LayerVariable[]) =>
    Object.fromEntries(weights.map((weight) => [weight.name, weight.read() as tf.Variable]));
  const rowsOf = (tensor: tf.Tensor, index: tf.Tensor) => tf.gather(tensor, index as tf.Tensor1D);

  const terms = (index: tf.Tensor, draw: (shape: number[]) => tf.Tensor): Terms => {
    const x = data.x.map((tensor) => rowsOf(tensor, index));
    const y = data.y.map((tensor) => rowsOf(tensor, index));
    const outputs = withNoise(model.layers as Layer[], draw, () =>
      [model.apply((x.length > 1 ? x : x[0]) as never, { training: true }) as tf.Tensor | tf.Tensor[]].flat(),
    );
    const losses = inside.lossFunctions.map((loss, i) => loss(y[i], outputs[i]));
    const means = losses.map((loss) => tf.mean(loss));
    const metrics = inside.metricsTensors.map(([metric, output], i) =>
      outputs.length > 1 && i < outputs.length ? means[i] : tf.mean(metric(y[output], outputs[output])),
    );
    const total = [
      tf.mean(losses.reduce((sum, loss) => tf.add(sum, loss))),
      ...inside.calculateLosses(), // regularisers
    ].reduce((sum, loss) => tf.add(sum, loss));
    return Object.fromEntries([total, ...metrics].map((value, i) => [termOf(i), tf.cast(value, 'float32')]));
  };

  const examples = sizes.map((size) => ({ index: tf.zeros([size], 'int32'), ...noiseInputs(size) }));
  function noiseInputs(size: number) {
    const found: NoiseExample[] = [];
    tf.tidy(() => {
      const before = others.map((weight) => tf.clone(weight.read()));
      terms(tf.zeros([size], 'int32'), (shape) => {
        found.push(noiseInput(shape));
        return tf.zeros(shape);
      });
      others.forEach((weight, i) => (weight.read() as tf.Variable).assign(before[i]));
    });
    if (size === sizes[0]) data.setNoises(found);
    return Object.fromEntries(found.map((noise, i) => [`noise${i}`, noise]));
  }
  try {
    return graph(
      ({ index, ...noises }) => {
        let drawn = 0;
        return terms(index, () => noises[`noise${drawn++}`]);
      },
      examples,
      byName(trained),
      optimiser,
      {
        data: Object.fromEntries([...data.x, ...data.y].map((tensor, i) => [`tensor ${i}`, tensor])),
        state: byName(others),
        execution,
        steps,
        notice,
      },
    );
  } finally {
    tf.dispose(examples.map(({ index }) => index));
  }
}

/** Feeds of `count` steps from number `from` on: rows, and a stream of noise for every layer that draws. */
const feedsOf =
  (noises: NoiseExample[], seed: number) => (index: Int32Array, from: number, count: number) => ({
    index,
    ...Object.fromEntries(
      noises.map((_, layer) => [
        `noise${layer}`,
        Int32Array.from({ length: 2 * count }, (_, i) => (i % 2 ? from + (i >> 1) : mix(seed, -1 - layer))),
      ]),
    ),
  });

/** Two whole numbers stirred into one of 32 bits. */
function mix(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** The numbers 0 to n − 1 in an order that the seed decides (Fisher and Yates). */
function permutation(n: number, seed: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(((mix(seed, i) >>> 0) / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

const known = ['onTrainBegin', 'onTrainEnd', 'onEpochBegin', 'onEpochEnd'];

function checkCallback(callback: FitCallbacks) {
  const other = Object.entries(callback).find(
    ([name, f]) => typeof f === 'function' && !known.includes(name),
  );
  if (other)
    throw new RangeError(
      `callback ${other[0]} is not called here, as many steps are one call; expected ${known.join(', ')}`,
    );
}

function whole(name: string, value: number, most: number) {
  if (!(Number.isInteger(value) && value >= 1 && value <= most))
    throw new RangeError(`${name} is ${value}; expected a whole number, 1 or more`);
}
