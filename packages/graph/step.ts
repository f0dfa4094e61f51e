import { checkBounds, checkSingle, checkStacked, type Input } from './feeds';
import type { Rule } from './optimisers';
import type { Caller, Trainer } from './runner';
import { sizeOf } from './sizes';
import type { tf } from './tf';
import type { Evaluation, ExecutionMode, OptimiserState, RunResult, Step, Values } from './types';
import { coefficientsOf } from './update';

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
  state: Record<string, tf.Variable>,
  rule: Rule,
  trainer: Trainer,
): Step {
  let updates = 0;
  let disposed = false;
  const open = () => {
    if (disposed) throw new Error('this step was disposed');
  };
  const own = Array.isArray(rule.learningRate) ? rule.learningRate.length : undefined;
  const optional: Input[] = [{ name: 'learningRate', shape: own ? [own] : [], dtype: 'float32' }];
  const named = (record: Record<string, Float32Array>): Record<string, Values> =>
    Object.fromEntries(
      Object.entries(record).map(([name, values]) => [
        name,
        { shape: (variables[name] ?? state[name]).shape, values },
      ]),
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
      const before = updates;
      const coefficients = (at: number) => {
        const width = own ?? 1;
        const fed = rates?.subarray(at * width, (at + 1) * width);
        return coefficientsOf(rule, fed ?? [rule.learningRate].flat(), before + at + 1);
      };
      const { rows, error } = trainer.run(example, arrays, steps, coefficients);
      const result = namedTerms(terms, rows);
      updates += result.completed;
      if (error) throw error;
      return result;
    },
    state() {
      open();
      const kept = trainer.read();
      const found: OptimiserState = {
        step: updates,
        weights: named(kept.weights),
        m: named(kept.m),
        v: named(kept.v),
      };
      if (Object.keys(state).length) found.state = named(kept.state);
      return found;
    },
    restore(given) {
      open();
      if (!(Number.isInteger(given.step) && given.step >= 0))
        throw new Error(`state.step is ${given.step}; expected a count`);
      const plain = (kind: 'weights' | 'm' | 'v' | 'state', like: Record<string, tf.Variable>) =>
        valuesOf(kind, given[kind] ?? {}, like);
      const slot = (name: 'm' | 'v') => plain(name, rule.slots.includes(name) ? variables : {});
      trainer.write({
        weights: plain('weights', variables),
        m: slot('m'),
        v: slot('v'),
        state: plain('state', state),
      });
      updates = given.step;
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

/** The values of one kind, by name. @throws Error if they are not those of the variables */
function valuesOf(kind: string, given: Record<string, Values>, variables: Record<string, tf.Variable>) {
  const unknown = Object.keys(given).find((name) => !(name in variables));
  if (unknown !== undefined)
    throw new Error(`the state has ${kind} of '${unknown}', which is not a variable`);
  return Object.fromEntries(
    Object.entries(variables).map(([name, { shape }]) => {
      const value = given[name];
      if (!value) throw new Error(`the state has no ${kind} of variable '${name}'`);
      if (String(value.shape) !== String(shape) || value.values.length !== sizeOf(shape)) {
        throw new Error(
          `${kind} of variable '${name}' has shape [${value.shape}] with ${value.values.length} values; ` +
            `expected [${shape}]`,
        );
      }
      return [name, value.values];
    }),
  );
}
