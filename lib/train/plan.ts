import type { Model } from '../models';
import type { tf } from '../tf';
import { noiseStream, orderOf } from './batches';
import type { FitOptions } from './fit';
import type { Row } from './progress';
import { valuesOf } from './schedules';

/** What is trained when: everything that follows from the options and the shapes of the data. */
export type Plan = ReturnType<typeof planOf>;

/** @throws RangeError that names the option or the data that do not fit */
export function planOf(model: Model, data: Record<string, tf.Tensor>, options: FitOptions) {
  const { epochs, batchSize, ownData = false } = options;
  const seeds = [options.seed].flat();
  const { replicas } = model;
  check('epochs', epochs, Number.isInteger(epochs) && epochs >= 1, 'a whole number, 1 or more');
  check(
    'seed',
    options.seed,
    seeds.every((seed) => Number.isInteger(seed)),
    'a whole number, or a list of them',
  );
  check(
    'seed',
    options.seed,
    seeds.length === (replicas ?? 1),
    replicas ? `a list of ${replicas} seeds, one for each replica` : 'one seed',
  );
  for (const name of Object.keys(options.coefficients ?? {})) {
    check(
      'coefficients',
      name,
      name in model.coefficients,
      `one of ${Object.keys(model.coefficients).join(', ')}`,
    );
  }
  if (ownData && !replicas) throw new RangeError('ownData: the model has no replicas');
  const rows = rowsOf(data, ownData ? replicas : undefined);
  check(
    'batchSize',
    batchSize,
    Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= rows,
    `a whole number from 1 to the ${rows} rows of the data`,
  );

  const stepsPerEpoch = Math.ceil(rows / batchSize);
  const last = rows - (stepsPerEpoch - 1) * batchSize;
  const learningRates = valuesOf('learningRate', options.learningRate ?? 1e-3, epochs);
  const coefficients = Object.fromEntries(
    Object.entries({ ...model.coefficients, ...options.coefficients }).map(([name, schedule]) => [
      name,
      valuesOf(name, schedule, epochs),
    ]),
  );
  const batchAt = (step: number) => ((step + 1) % stepsPerEpoch === 0 ? last : batchSize);

  const streams = seeds.map(noiseStream);
  const epochOf = (step: number) => Math.floor(step / stepsPerEpoch);
  const inOrder = Int32Array.from({ length: rows }, (_, row) => row);
  let order: Int32Array[] = [];
  let ordered = -1; // the epoch that `order` is of
  /** The order of an epoch for each seed. A full batch has all rows whatever their order: it takes them as they are. */
  const ordersAt = (epoch: number) => {
    if (epoch !== ordered)
      order = seeds.map((seed) => (stepsPerEpoch === 1 ? inOrder : orderOf(seed, epoch, rows)));
    ordered = epoch;
    return order;
  };

  return {
    seeds,
    rows,
    epochs,
    batchSize,
    stepsPerEpoch,
    steps: epochs * stepsPerEpoch,
    learningRates,
    coefficients,
    ownData,
    adam: options.adam ?? {},
    batches: last === batchSize ? [batchSize] : [batchSize, last].filter((size, i) => i || stepsPerEpoch > 1),
    /** Rows in a step. */
    batchAt,
    epochOf,
    /** How many steps from this one on have its shape. */
    sameShape(step: number) {
      if (last === batchSize) return epochs * stepsPerEpoch - step;
      const left = stepsPerEpoch - (step % stepsPerEpoch);
      return left === 1 ? 1 : left - 1;
    },
    /** The coefficients of an epoch, for its row of the history. */
    coefficientsAt: (epoch: number): Row => ({
      ...Object.fromEntries(Object.entries(coefficients).map(([name, values]) => [name, values[epoch]])),
      learningRate: learningRates[epoch],
    }),
    /** What `count` steps of one shape are fed, stacked. */
    feeds(step: number, count: number) {
      const size = batchAt(step);
      const index = new Int32Array(count * seeds.length * size);
      const noise = new Int32Array(count * seeds.length * 2);
      for (let k = 0; k < count; k++) {
        const start = ((step + k) % stepsPerEpoch) * batchSize;
        ordersAt(epochOf(step + k)).forEach((rowsInOrder, r) => {
          const at = k * seeds.length + r;
          const visited = rowsInOrder.subarray(start, start + size);
          index.set(ownData ? visited.map((row) => row + r * rows) : visited, at * size);
          noise[2 * at] = streams[r];
          noise[2 * at + 1] = step + k;
        });
      }
      const perStep = (values: number[]) =>
        Float32Array.from({ length: count }, (_, k) => values[epochOf(step + k)]);
      return {
        index,
        noise,
        learningRate: perStep(learningRates),
        ...Object.fromEntries(Object.entries(coefficients).map(([name, values]) => [name, perStep(values)])),
      };
    },
  };
}

function rowsOf(data: Record<string, tf.Tensor>, replicas?: number): number {
  const shapes = Object.entries(data).map(([name, { shape }]) => ({
    name,
    shape,
    rows: shape[replicas ? 1 : 0] ?? 0,
  }));
  if (!shapes.length) throw new RangeError('the data are empty; expected tensors by name, as { x }');
  for (const { name, shape, rows } of shapes) {
    const fits = rows === shapes[0].rows && rows > 0 && (!replicas || shape[0] === replicas);
    if (!fits) {
      throw new RangeError(
        `data '${name}' has the shape [${shape}]; expected [${
          replicas ? `${replicas} replicas, ` : ''
        }${shapes[0].rows} rows, …] as '${shapes[0].name}' has, and at least one row`,
      );
    }
  }
  return shapes[0].rows;
}

function check(name: string, value: unknown, fits: boolean, expected: string) {
  if (!fits) throw new RangeError(`${name} is ${value}; expected ${expected}`);
}
