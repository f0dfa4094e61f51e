import { type AdamConstants, adamUpdate } from './adam';
import type { Input } from './feeds';
import { type Around, type Fn, lossAndGradients } from './loss';
import { type DrawNoise, isNoise } from './noise';
import type { Caller, Moments, Trainer } from './runner';
import { sizeOf } from './sizes';
import { tf } from './tf';
import type { Example, FeedArray, Terms } from './types';

/** What differs from backend to backend. */
export interface EagerParts {
  drawNoise: DrawNoise;
  /** What to differentiate in; by default nothing special. */
  around?: Around;
}

/** Trains through TensorFlow.js, op by op. The `tf.Variable`s are the weights. */
export function eagerTrainer(
  fn: Fn<Terms>,
  examples: Example[],
  inputs: Input[][],
  variables: Record<string, tf.Variable>,
  adam: AdamConstants,
  { drawNoise, around }: EagerParts,
): Trainer {
  const names = Object.keys(variables);
  const zeros = () =>
    Object.fromEntries(names.map((name) => [name, tf.keep(tf.zeros(variables[name].shape))]));
  const moments: Moments<tf.Tensor> = { m: zeros(), v: zeros() };
  const replace = (kind: 'm' | 'v', name: string, value: tf.Tensor) => {
    moments[kind][name].dispose();
    moments[kind][name] = tf.keep(value);
  };

  const step = (
    example: number,
    arrays: Record<string, FeedArray>,
    at: number,
    coefficients: [number, number],
  ) =>
    tf.tidy(() => {
      const { values, gradients } = lossAndGradients(
        fn,
        inputsAt(examples[example], inputs[example], arrays, at, drawNoise),
        variables,
        around,
      );
      const row = values.dataSync() as Float32Array;
      if (row.every(Number.isFinite)) {
        for (const name of names) {
          const [weight, m, v] = [variables[name], moments.m[name], moments.v[name]];
          const next = adamUpdate(adam, coefficients, { weight, m, v, gradient: gradients[name] });
          weight.assign(next.weight);
          replace('m', name, next.m);
          replace('v', name, next.v);
        }
      }
      return row;
    });

  return {
    preferredSteps: 1,
    run(example, arrays, count, coefficients) {
      const rows: Float32Array[] = [];
      while (rows.length < count) {
        const row = step(example, arrays, rows.length, coefficients(rows.length));
        rows.push(row);
        if (!row.every(Number.isFinite)) break;
      }
      return rows;
    },
    read: () => ({
      weights: mapValues(variables, copy),
      m: mapValues(moments.m, copy),
      v: mapValues(moments.v, copy),
    }),
    write({ weights, m, v }) {
      for (const name of names) {
        const { shape } = variables[name];
        tf.tidy(() => {
          variables[name].assign(tf.tensor(weights[name].slice(), shape));
          replace('m', name, tf.tensor(m[name].slice(), shape));
          replace('v', name, tf.tensor(v[name].slice(), shape));
        });
      }
    },
    pull() {},
    dispose: () => tf.dispose(moments as unknown as tf.TensorContainer),
  };
}

/** Calls a function through TensorFlow.js, op by op. */
export function eagerCaller(
  fn: Fn<Record<string, tf.Tensor>>,
  examples: Example[],
  inputs: Input[][],
  { drawNoise }: EagerParts,
): Caller {
  return {
    call: (example, arrays) =>
      tf.tidy(() => fn(inputsAt(examples[example], inputs[example], arrays, 0, drawNoise))),
    dispose() {},
  };
}

/** The function's inputs at one of the stacked steps, noise drawn. Call inside `tf.tidy`. */
function inputsAt(
  example: Example,
  inputs: Input[],
  arrays: Record<string, FeedArray>,
  at: number,
  drawNoise: DrawNoise,
) {
  return Object.fromEntries(
    inputs.map(({ name, shape, dtype }) => {
      const size = sizeOf(shape);
      const values = arrays[name].slice(at * size, (at + 1) * size);
      const like = example[name];
      return [name, isNoise(like) ? drawNoise(like, values as Int32Array) : tf.tensor(values, shape, dtype)];
    }),
  );
}

const copy = (tensor: tf.Tensor) => (tensor.dataSync() as Float32Array).slice();
const mapValues = <T, U>(record: Record<string, T>, f: (value: T) => U) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]));
