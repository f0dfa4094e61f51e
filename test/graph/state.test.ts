import assert from 'node:assert/strict';
import { graph, type Options } from 'tfjs-compiled';
import { tf } from '../../packages/node';

const modes = ['eager', 'graph', 'xla'] as const;
const sgd = { name: 'sgd', learningRate: 0.1 } as const;
const numbers = (tensor: tf.Tensor) => [...tensor.dataSync()];

describe('variables that the function assigns', () => {
  const w = tf.variable(tf.tensor1d([1, 2]));
  const mean = tf.variable(tf.scalar(0), false);
  const count = tf.variable(tf.scalar(0, 'int32'), false);
  const x = tf.scalar(1);
  after(() => tf.dispose([w, mean, count, x]));
  beforeEach(() => {
    tf.tidy(() => {
      w.assign(tf.tensor1d([1, 2]));
      mean.assign(tf.scalar(0));
      count.assign(tf.scalar(0, 'int32'));
    });
  });

  /** A moving mean (of which the loss sees the value before) and a count of the steps. */
  const fn = ({ x }: Record<string, tf.Tensor>) => {
    const before = tf.add(mean, 0);
    mean.assign(tf.add(tf.mul(mean, 0.9), tf.mul(x, 0.1)) as tf.Scalar);
    count.assign(tf.add(count, tf.scalar(1, 'int32')) as tf.Scalar);
    // x = 0 makes this NaN
    const total = tf.add(tf.mul(tf.sum(tf.square(w)), tf.div(x, x)), tf.mul(0, mean));
    return { total: total as tf.Scalar, before: before as tf.Scalar, after: tf.mul(mean, 1) };
  };
  const make = (execution: Options['execution']) =>
    graph(fn, { x }, { w }, sgd, { execution, state: { mean, count }, notice: assert.fail });

  for (const execution of modes) {
    it(`are kept from step to step, the value before and after the assignment told apart (${execution})`, () => {
      const step = make(execution);
      assert.deepEqual(numbers(mean), [0]); // tracing leaves them as they were
      const fed = [1, 2, 3, 4, 5];
      const { terms } = step.run({ x: Float32Array.from(fed) });
      let expected = 0;
      fed.forEach((value, i) => {
        assert.ok(Math.abs(terms.before[i] - expected) < 1e-6);
        expected = 0.9 * expected + 0.1 * value;
        assert.ok(Math.abs(terms.after[i] - expected) < 1e-6);
      });
      assert.deepEqual([...(step.state().state?.count.values ?? [])], [5]);
      step.pull();
      assert.ok(Math.abs(mean.dataSync()[0] - expected) < 1e-6);
      assert.deepEqual(numbers(count), [5]);
      step.dispose();
    });

    it(`stay as they were where the step fails (${execution})`, () => {
      const step = make(execution);
      const { completed, failed } = step.run({ x: Float32Array.of(1, 0, 1) });
      assert.deepEqual([completed, failed?.step], [1, 1]);
      step.pull();
      assert.deepEqual(numbers(count), [1]);
      assert.ok(Math.abs(mean.dataSync()[0] - 0.1) < 1e-7);
      step.dispose();
    });

    it(`are saved and restored with the weights, and taken over where they were assigned outside (${execution})`, () => {
      const step = make(execution);
      step.run({ x: Float32Array.of(1, 2) });
      const saved = step.state();
      const first = step.run({ x: Float32Array.of(3) }).terms;
      step.restore(saved);
      assert.deepEqual(step.state(), saved);
      assert.deepEqual(step.run({ x: Float32Array.of(3) }).terms, first);
      tf.tidy(() => mean.assign(tf.scalar(10)));
      assert.deepEqual([...step.run({ x: Float32Array.of(1) }).terms.before], [10]);
      assert.throws(() => step.restore({ ...saved, state: {} }), /the state has no state of variable 'mean'/);
      step.dispose();
    });

    it(`are refused where they are not declared (${execution})`, () => {
      const refuses = (options: Options, message: RegExp) =>
        assert.throws(
          () => graph(fn, { x }, { w }, sgd, { execution, notice: assert.fail, ...options }),
          message,
        );
      refuses(
        { data: { mean, count } },
        /the function assigns the variable '\S+' \[\]; declare it in options\.state/,
      );
      refuses({ state: { mean }, data: { count } }, /the function assigns the variable/);
      assert.deepEqual([numbers(mean), numbers(count)], [[0], [0]]);
    });
  }
});
