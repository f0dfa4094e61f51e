import assert from 'node:assert/strict';
import {
  type Adam,
  type Example,
  type ExecutionMode,
  type Feeds,
  graph,
  type OptimiserState,
  type Step,
  type Terms,
  type Values,
} from '../../packages/graph';
import { tf } from '../../packages/node';

/** A model to be trained in several modes. Every call of the maker gives new variables with the same values. */
export interface Case {
  fn: (inputs: Record<string, tf.Tensor>) => Terms;
  example: Example;
  variables: Record<string, tf.Variable>;
  data?: Record<string, tf.Tensor>;
  optimiser?: Adam;
  /** The feeds of `count` steps, from number `from` on. */
  feeds: (from: number, count: number) => Feeds;
}

const ADAM: Adam = { name: 'adam', learningRate: 1e-3 };
const BETA1 = 0.9;
const CHECKED = [1, 2, 10, 50]; // the steps that are compared, each from one carried-over state

/**
 * Trains a model in all modes and asserts that they agree: one step from one state (terms to 1e-6 of the total, gradients and
 * moments to 1e-5 of their norm) at steps 1, 2, 10 and 50, and the losses of 50 free steps to 1e-4. Also that a second run
 * repeats the first bit for bit, and that under XLA the number of steps a call does not change a bit.
 * The first mode's state is carried over, so a state written in one mode continues in the others.
 */
export function compareModes(make: () => Case, modes: ExecutionMode[] = ['eager', 'graph', 'xla']) {
  const start = (execution: ExecutionMode) => open(make(), execution);
  const runners = modes.map(start);
  try {
    const beginning = runners[0].step.state();
    compareSteps(runners);
    const free = runners.map((runner) => freeRun(runner, beginning, 50));
    runners.forEach((runner, i) => {
      const { execution } = runner.step;
      assertClose(free[i].terms, free[0].terms, 1e-4, `${execution} against ${modes[0]}, 50 free steps`);
      if (execution === 'xla')
        assert.deepEqual(freeRun(runner, beginning, 7), free[i], 'xla: 7 steps a call differ from 50');
      const again = start(execution);
      assert.deepEqual(freeRun(again, beginning, 50), free[i], `${execution}: a second run differs`);
      close(again);
    });
  } finally {
    runners.forEach(close);
  }
}

/** One step from one state, in all modes, at each of the checked steps. */
function compareSteps([reference, ...others]: Runner[]) {
  let done = 0;
  for (const at of CHECKED) {
    if (at - 1 > done) reference.step.run(reference.model.feeds(done, at - 1 - done), at - 1 - done);
    const before = reference.step.state();
    const expected = reference.step.run(reference.model.feeds(at - 1, 1), 1).terms;
    const after = reference.step.state();
    done = at;
    for (const { step, model } of others) {
      step.restore(before);
      assertSameState(step.state(), before);
      const terms = step.run(model.feeds(at - 1, 1), 1).terms;
      const label = `${step.execution} against ${reference.step.execution} at step ${at}`;
      assertClose(terms, expected, 1e-6, label);
      assertSameUpdate(before, step.state(), after, label);
    }
  }
}

interface Runner {
  step: Step;
  model: Case;
}

/** Starts a model in one mode, and makes sure that it is this mode. */
export function open(model: Case, execution: ExecutionMode): Runner {
  const { fn, example, variables, data, optimiser = ADAM } = model;
  const step = graph(fn, example, variables, optimiser, {
    data,
    execution,
    notice: (text) => assert.fail(text),
  });
  assert.equal(step.execution, execution);
  return { step, model };
}

export function close({ step, model }: Runner) {
  step.dispose();
  tf.dispose([model.variables, model.data ?? {}]);
  for (const value of Object.values(model.example)) if (value instanceof tf.Tensor) value.dispose();
}

function freeRun({ step, model }: Runner, beginning: OptimiserState, atATime: number) {
  step.restore(beginning);
  const parts: Record<string, number[]> = {};
  for (let from = 0; from < 50; from += atATime) {
    const count = Math.min(atATime, 50 - from);
    const { terms } = step.run(model.feeds(from, count), count);
    for (const [name, values] of Object.entries(terms)) (parts[name] ??= []).push(...values);
  }
  return { terms: parts, state: step.state() };
}

/** Terms relative to the total: a divergence near 0 is a small difference of large numbers. */
function assertClose(
  actual: Record<string, ArrayLike<number>>,
  expected: Record<string, ArrayLike<number>>,
  tolerance: number,
  label: string,
) {
  assert.deepEqual(Object.keys(actual), Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    assert.equal(actual[name].length, values.length);
    for (let i = 0; i < values.length; i++) {
      const error = Math.abs(actual[name][i] - values[i]) / Math.abs(expected.total[i]);
      assert.ok(
        error <= tolerance,
        `${label}: ${name} is ${actual[name][i]} instead of ${values[i]} (${error})`,
      );
    }
  }
}

/** Exact equality of two states. */
export function assertSameState(actual: OptimiserState, expected: OptimiserState) {
  assert.deepEqual(actual, expected);
}

function assertSameUpdate(
  before: OptimiserState,
  actual: OptimiserState,
  expected: OptimiserState,
  label: string,
) {
  for (const name of Object.keys(expected.weights)) {
    for (const kind of ['m', 'v'] as const) {
      const error =
        norm(difference(actual[kind][name], expected[kind][name])) / norm(expected[kind][name].values);
      assert.ok(error <= 1e-5, `${label}: ${kind} of ${name} differs by ${error} of its norm`);
    }
    // m′ = β₁·m + (1 − β₁)·g
    const gradient = expected.m[name].values.map(
      (m, i) => (m - BETA1 * before.m[name].values[i]) / (1 - BETA1),
    );
    const error = norm(difference(actual.m[name], expected.m[name])) / (1 - BETA1) / norm(gradient);
    assert.ok(error <= 1e-5, `${label}: the gradient of ${name} differs by ${error} of its norm`);
  }
  assert.equal(actual.step, expected.step);
}

const difference = (a: Values, b: Values) => a.values.map((value, i) => value - b.values[i]);
const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
