import type { Input } from './feeds';
import { type Around, type Fn, lossAndGradients } from './loss';
import { type DrawNoise, isNoise } from './noise';
import type { Rule } from './optimisers';
import type { Caller, Slots, Trainer } from './runner';
import { sizeOf } from './sizes';
import { tf } from './tf';
import type { Example, FeedArray, Terms } from './types';
import { coefficientsInput, updated } from './update';

/** What differs from backend to backend. */
export interface EagerParts {
  drawNoise: DrawNoise;
  /** What to differentiate in; by default nothing special. */
  around?: Around;
}

/** What an optimiser keeps, before the first update: the caller's to dispose. */
export const firstSlots = (rule: Rule, variables: Record<string, tf.Tensor>): Slots<tf.Tensor> => {
  const filled = (slot: 'm' | 'v', value: number) =>
    rule.slots.includes(slot)
      ? mapValues(variables, ({ shape }) => tf.keep(value ? tf.fill(shape, value) : tf.zeros(shape)))
      : {};
  return { m: filled('m', 0), v: filled('v', rule.firstV) };
};

/** Trains through TensorFlow.js, op by op. The `tf.Variable`s are the weights. */
export function eagerTrainer(
  fn: Fn<Terms>,
  examples: Example[],
  inputs: Input[][],
  variables: Record<string, tf.Variable>,
  state: Record<string, tf.Variable>,
  rule: Rule,
  { drawNoise, around }: EagerParts,
): Trainer {
  const names = Object.keys(variables);
  const slots = firstSlots(rule, variables);
  const { shape } = coefficientsInput(rule);
  const replace = (kind: 'm' | 'v', name: string, value: tf.Tensor) => {
    slots[kind][name].dispose();
    slots[kind][name] = tf.keep(value);
  };

  const step = (example: number, arrays: Record<string, FeedArray>, at: number, coefficients: Float32Array) =>
    tf.tidy(() => {
      const before = mapValues(state, (variable) => tf.clone(variable));
      let done = false;
      try {
        const given = inputsAt(examples[example], inputs[example], arrays, at, drawNoise);
        const result = lossAndGradients(fn, given, variables, around);
        const row = result.values.dataSync() as Float32Array;
        if (row.every(Number.isFinite)) {
          const next = updated(
            rule,
            variables,
            slots,
            rule.clip(result.gradients, result.replicas),
            tf.tensor(coefficients, shape),
          );
          for (const name of names) {
            variables[name].assign(next[name].weight as tf.Tensor);
            for (const slot of rule.slots) replace(slot, name, next[name][slot] as tf.Tensor);
          }
          done = true;
        }
        return row;
      } finally {
        if (!done) for (const [name, value] of Object.entries(before)) state[name].assign(value);
      }
    });

  return {
    preferredSteps: 1,
    run(example, arrays, count, coefficients) {
      const rows: Float32Array[] = [];
      while (rows.length < count) {
        try {
          const row = step(example, arrays, rows.length, coefficients(rows.length));
          rows.push(row);
          if (!row.every(Number.isFinite)) break;
        } catch (error) {
          return { rows, error: error as Error };
        }
      }
      return { rows };
    },
    read: () => ({
      weights: mapValues(variables, copy),
      m: mapValues(slots.m, copy),
      v: mapValues(slots.v, copy),
      state: mapValues(state, copy),
    }),
    write(kept) {
      tf.tidy(() => {
        const put = (variable: tf.Variable, values: Float32Array) =>
          variable.assign(tf.tensor(values.slice(), variable.shape, variable.dtype as 'float32'));
        for (const name of names) {
          put(variables[name], kept.weights[name]);
          for (const slot of rule.slots)
            replace(slot, name, tf.tensor(kept[slot][name].slice(), variables[name].shape));
        }
        for (const [name, variable] of Object.entries(state)) put(variable, kept.state[name]);
      });
    },
    pull() {},
    dispose: () => tf.dispose(slots as unknown as tf.TensorContainer),
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
