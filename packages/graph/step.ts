import { type AdamConstants, adamCoefficients } from './adam';
import { checkBounds, checkSingle, checkStacked, type Input } from './feeds';
import type { Caller, Trainer } from './runner';
import { sizeOf } from './sizes';
import type { tf } from './tf';
import type { Evaluation, ExecutionMode, OptimiserState, RunResult, Step, Values } from './types';

/** What a step knows of its program. */
export interface Description {
  execution: ExecutionMode;
  reason: string;
  fingerprint: string | undefined;
}

/** The public step around a mode of training: checks, the count of updates, names. */
export function makeStep(
  description: Description,
  terms: string[],
  inputs: Input[][],
  bounds: Record<string, number>,
  variables: Record<string, tf.Variable>,
  adam: AdamConstants,
  trainer: Trainer,
): Step {
  let updates = 0;
  let disposed = false;
  const open = () => {
    if (disposed) throw new Error('this step was disposed');
  };
  const optional: Input[] = [{ name: 'learningRate', shape: [], dtype: 'float32' }];
  const named = (record: Record<string, Float32Array>): Record<string, Values> =>
    Object.fromEntries(
      Object.entries(record).map(([name, values]) => [name, { shape: variables[name].shape, values }]),
    );

  return {
    ...description,
    terms,
    preferredSteps: trainer.preferredSteps,
    run(feeds, count) {
      open();
      const { example, count: steps, arrays } = checkStacked(inputs, feeds, count, optional);
      checkBounds(arrays, bounds);
      const rates = arrays.learningRate;
      const wrong = rates?.find((rate) => !(rate >= 0 && rate < Infinity));
      if (wrong !== undefined)
        throw new RangeError(`feed 'learningRate' holds ${wrong}; expected finite numbers ≥ 0`);
      const coefficients = (at: number) =>
        adamCoefficients(adam, rates ? rates[at] : adam.learningRate, updates + at + 1);
      const result = namedTerms(terms, trainer.run(example, arrays, steps, coefficients));
      updates += result.completed;
      return result;
    },
    state() {
      open();
      const { weights, m, v } = trainer.read();
      return { step: updates, weights: named(weights), m: named(m), v: named(v) };
    },
    restore(state) {
      open();
      checkState(state, variables);
      const plain = (record: Record<string, Values>) =>
        Object.fromEntries(Object.keys(variables).map((name) => [name, record[name].values]));
      trainer.write({ weights: plain(state.weights), m: plain(state.m), v: plain(state.v) });
      updates = state.step;
    },
    pull() {
      open();
      trainer.pull();
    },
    dispose() {
      if (!disposed) trainer.dispose();
      disposed = true;
    },
  };
}

/** The public evaluation around a mode of calling. */
export function makeEvaluation(
  description: Description,
  inputs: Input[][],
  bounds: Record<string, number>,
  caller: Caller,
): Evaluation {
  let disposed = false;
  return {
    ...description,
    call(feeds) {
      if (disposed) throw new Error('this function was disposed');
      const { example, arrays } = checkSingle(inputs, feeds);
      checkBounds(arrays, bounds);
      return caller.call(example, arrays);
    },
    dispose() {
      if (!disposed) caller.dispose();
      disposed = true;
    },
  };
}

/** Rows `[terms × R]` of the steps → values by term, and the first that is not finite. */
function namedTerms(terms: string[], rows: Float32Array[]): RunResult {
  const last = rows.at(-1);
  const bad = last ? last.findIndex((value) => !Number.isFinite(value)) : -1;
  const completed = rows.length - (bad >= 0 ? 1 : 0);
  const replicas = last ? last.length / terms.length : 1;
  const result: RunResult = { completed, terms: {} };
  terms.forEach((name, t) => {
    const values = new Float32Array(completed * replicas);
    for (let k = 0; k < completed; k++)
      values.set(rows[k].subarray(t * replicas, (t + 1) * replicas), k * replicas);
    result.terms[name] = values;
  });
  if (last && bad >= 0) {
    result.failed = { step: completed, term: terms[Math.floor(bad / replicas)], value: last[bad] };
    if (replicas > 1) result.failed.replica = bad % replicas;
  }
  return result;
}

function checkState(state: OptimiserState, variables: Record<string, tf.Variable>) {
  if (!(Number.isInteger(state.step) && state.step >= 0))
    throw new Error(`state.step is ${state.step}; expected a count`);
  for (const kind of ['weights', 'm', 'v'] as const) {
    for (const [name, { shape }] of Object.entries(variables)) {
      const value = state[kind][name];
      if (!value) throw new Error(`the state has no ${kind} of variable '${name}'`);
      if (String(value.shape) !== String(shape) || value.values.length !== sizeOf(shape)) {
        throw new Error(
          `${kind} of variable '${name}' has shape [${value.shape}] with ${value.values.length} values; ` +
            `expected [${shape}]`,
        );
      }
    }
    const unknown = Object.keys(state[kind]).find((name) => !(name in variables));
    if (unknown !== undefined)
      throw new Error(`the state has ${kind} of '${unknown}', which is not a variable`);
  }
}
