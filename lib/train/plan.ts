import { check, checkOptions, isCount, isSeed } from '../checks';
import type { Model } from '../models';
import type { tf } from '../tf';
import { noiseStream, orderOf } from './batches';
import { type FitOptions, fitOptionNames } from './options';
import type { Row } from './progress';
import { type Schedule, valuesOf } from './schedules';

/** More would fill the memory with their history. */
const MOST_EPOCHS = 1e6;
const modes = ['auto', 'xla', 'graph', 'eager'];

/** What is trained when: everything that follows from the options and the shapes of the data. */
export type Plan = ReturnType<typeof planOf>;

/** @throws RangeError that names the option or the data that do not fit */
export function planOf(model: Model, data: Readonly<Record<string, tf.Tensor>>, options: FitOptions) {
  checkOptions('fit', options, fitOptionNames);
  const { epochs, batchSize, dataPerReplica = false, execution = 'auto', adam = {} } = options;
  const { replicas } = model;
  const seeds = [options.seed].flat() as number[];
  const one = replicas ? `a list of ${replicas} seeds, one for each replica` : 'one seed';
  check('epochs', epochs, isCount(epochs) && epochs <= MOST_EPOCHS, `a whole number from 1 to ${MOST_EPOCHS}`);
  check('seed', options.seed, seeds.every(isSeed), 'a whole number from 0 to 2³² − 1, or a list of them');
  check('seed', options.seed, seeds.length === (replicas ?? 1), one);
  check('execution', execution, modes.includes(execution), `one of ${modes.join(', ')}`);
  check('dataPerReplica', dataPerReplica, !dataPerReplica || !!replicas, 'false, as the model has no replicas');
  const rows = rowsOf(model, data, dataPerReplica ? replicas : undefined);
  check('batchSize', batchSize, isCount(batchSize) && batchSize <= rows, `a whole number from 1 to the ${rows} rows`);

  const stepsPerEpoch = Math.ceil(rows / batchSize);
  const last = rows - (stepsPerEpoch - 1) * batchSize;
  const learningRates = valuesOf('learningRate', options.learningRate ?? 1e-3, epochs);
  const negative = learningRates.find((rate) => rate < 0);
  check('learningRate', negative, negative === undefined, '0 or more');
  const coefficients = coefficientValues(model, options);
  const streams = seeds.map(noiseStream);
  const epochOf = (step: number) => Math.floor(step / stepsPerEpoch);
  const batchAt = (step: number) => ((step + 1) % stepsPerEpoch === 0 ? last : batchSize);

  const inOrder = Int32Array.from({ length: rows }, (_, row) => row);
  let [order, ordered] = [[] as Int32Array[], -1];
  /** The order of an epoch for each seed. A full batch has all rows whatever their order: it takes them as they are. */
  const ordersAt = (epoch: number) => {
    if (epoch !== ordered) order = seeds.map((seed) => (stepsPerEpoch === 1 ? inOrder : orderOf(seed, epoch, rows)));
    ordered = epoch;
    return order;
  };
  /** The values of steps, [steps] or [steps, replicas] row by row. */
  const stacked = (own: readonly number[][], step: number, steps: number) =>
    Float32Array.from({ length: steps * own.length }, (_, i) => {
      return own[i % own.length][epochOf(step + Math.floor(i / own.length))];
    });

  return {
    seeds,
    rows,
    epochs,
    batchSize,
    stepsPerEpoch,
    learningRates,
    coefficients,
    dataPerReplica,
    execution,
    adam,
    steps: epochs * stepsPerEpoch,
    /** The sizes that batches have. */
    batches: last === batchSize ? [batchSize] : [batchSize, last].filter((_, i) => i || stepsPerEpoch > 1),
    /** Rows in a step. */
    batchAt,
    epochOf,
    /** How many steps from this one on have its shape. */
    sameShape(step: number) {
      if (last === batchSize) return epochs * stepsPerEpoch - step;
      return Math.max(1, stepsPerEpoch - (step % stepsPerEpoch) - 1);
    },
    /** The coefficients of an epoch for a replica, for its row of the history. */
    coefficientsAt(epoch: number, replica: number): Row {
      const values = Object.entries(coefficients).map(([name, own]) => [
        name,
        own[own.length === 1 ? 0 : replica][epoch],
      ]);
      return { ...Object.fromEntries(values), learningRate: learningRates[epoch] };
    },
    /** What `steps` steps of one shape are fed, stacked. */
    feeds(step: number, steps: number) {
      const size = batchAt(step);
      const index = new Int32Array(steps * seeds.length * size);
      const noise = new Int32Array(steps * seeds.length * 2);
      for (let k = 0; k < steps; k++) {
        const start = ((step + k) % stepsPerEpoch) * batchSize;
        ordersAt(epochOf(step + k)).forEach((rowsInOrder, r) => {
          const at = k * seeds.length + r;
          const visited = rowsInOrder.subarray(start, start + size);
          index.set(dataPerReplica ? visited.map((row) => row + r * rows) : visited, at * size);
          noise.set([streams[r], step + k], 2 * at);
        });
      }
      const own = Object.entries(coefficients).map(([name, values]) => [name, stacked(values, step, steps)]);
      return { index, noise, learningRate: stacked([learningRates], step, steps), ...Object.fromEntries(own) };
    },
    /** All that decides the numbers, with how shuffles and noise follow from the seeds: for the key of the training. */
    content: {
      seeds,
      batchSize,
      learningRates,
      adam: { ...adam },
      coefficients,
      dataPerReplica,
      execution,
      streams,
      orders: seeds.map((seed) => orderOf(seed, 0, Math.min(rows, 100))),
    },
  };
}

/** The values of each coefficient by epoch, once for all replicas or once for each. */
function coefficientValues({ coefficients, replicas }: Model, { epochs, coefficients: given = {} }: FitOptions) {
  const known = Object.keys(coefficients);
  for (const name of Object.keys(given)) {
    check('coefficients', name, known.includes(name), `one of { ${known.join(', ')} }, which the model has`);
  }
  return Object.fromEntries(
    Object.entries({ ...coefficients, ...given }).map(([name, value]): [string, number[][]] => {
      if (!Array.isArray(value)) return [name, [valuesOf(name, value as Schedule | number, epochs)]];
      check(
        name,
        value,
        value.length === replicas,
        replicas ? `one value, or one for each of ${replicas} replicas` : 'one value',
      );
      return [name, value.map((own: Schedule | number) => valuesOf(name, own, epochs))];
    }),
  );
}

function rowsOf(model: Model, data: Readonly<Record<string, tf.Tensor>>, replicas?: number): number {
  const names = Object.keys(data);
  if (String([...names].sort()) !== String([...model.inputs].sort())) {
    throw new RangeError(`the data are { ${names.join(', ')} }; ${model.name} expects { ${model.inputs.join(', ')} }`);
  }
  const axis = replicas ? 1 : 0;
  const rows = data[names[0]].shape[axis] ?? 0;
  for (const name of names) {
    const { shape } = data[name];
    const fits = shape.length === axis + 2 && rows > 0 && shape[axis] === rows && (!replicas || shape[0] === replicas);
    check(
      `data '${name}'`,
      data[name],
      fits,
      `[${replicas ? `${replicas} replicas, ` : ''}${rows || 'one or more'} rows, inputs]`,
    );
  }
  return rows;
}
