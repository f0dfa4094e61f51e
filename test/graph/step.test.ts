import assert from 'node:assert/strict';
import { type Adam, type ExecutionMode, graph, noiseInput } from '../../packages/graph';
import { backend } from '../../packages/graph/backend';
import { tf } from '../../packages/node';
import { assertSameState, close, open } from './compare';
import { seeded, torusVae } from './models';

const modes: ExecutionMode[] = ['eager', 'graph', 'xla'];
const adam: Adam = { name: 'adam', learningRate: 0.05 };

/** ½ Σ scale·(w − target)², whose gradient is scale·(w − target). */
function quadratic(execution: ExecutionMode, optimiser = adam) {
  const w = tf.variable(tf.tensor1d([1, -2, 3]));
  const fn = () => {
    const off = tf.sub(w, [0.5, 0.5, 0.5]);
    return { total: tf.mul(0.5, tf.sum(tf.mul([1, 10, 0.1], tf.square(off)))) };
  };
  return { w, step: graph(fn, {}, { w }, optimiser, { execution }) };
}

describe('Adam', () => {
  for (const execution of modes) {
    it(`is algorithm 1 of Kingma and Ba, against float64 arithmetic (${execution})`, () => {
      for (const epsilon of [1e-8, 1e-2]) {
        // the larger tells where ε is added
        const { w, step } = quadratic(execution, { ...adam, epsilon });
        const [beta1, beta2] = [0.9, 0.999];
        const theta = [1, -2, 3];
        const m = [0, 0, 0];
        const v = [0, 0, 0];
        for (let t = 1; t <= 100; t++) {
          theta.forEach((value, i) => {
            const gradient = [1, 10, 0.1][i] * (value - 0.5);
            m[i] = beta1 * m[i] + (1 - beta1) * gradient;
            v[i] = beta2 * v[i] + (1 - beta2) * gradient ** 2;
            theta[i] -= (0.05 * (m[i] / (1 - beta1 ** t))) / (Math.sqrt(v[i] / (1 - beta2 ** t)) + epsilon);
          });
        }
        step.run({}, 100);
        step.pull();
        w.dataSync().forEach((value, i) =>
          assert.ok(Math.abs(value - theta[i]) < 2e-5, `${value}, float64 ${theta[i]}`),
        );
        step.dispose();
        w.dispose();
      }
    });

    it(`takes a learning rate per step (${execution})`, () => {
      const { w, step } = quadratic(execution);
      const before = step.state();
      step.run({ learningRate: new Float32Array(2) });
      assert.deepEqual(step.state().weights, before.weights); // rate 0: moments go on, weights stay
      assert.notDeepEqual(step.state().m, before.m);
      step.run({ learningRate: Float32Array.of(0.05) });
      assert.notDeepEqual(step.state().weights, before.weights);
      step.dispose();
      w.dispose();
    });
  }

  it('refuses constants out of range', () => {
    assert.throws(() => quadratic('eager', { ...adam, beta2: 1 }), /beta2 is 1; expected 0 ≤ beta2 < 1/);
    assert.throws(() => quadratic('eager', { ...adam, learningRate: NaN }), /learningRate is NaN/);
    assert.throws(() => quadratic('eager', { ...adam, epsilon: 0 }), /epsilon is 0/);
  });
});

describe('gradients', () => {
  for (const execution of modes) {
    it(`equal finite differences of the loss, weight by weight (${execution})`, () => {
      const variables = tf.tidy(() => ({
        a: tf.variable(seeded('a', [3, 4])),
        b: tf.variable(seeded('b', [4])),
        c: tf.variable(seeded('c', [4, 2])),
      }));
      const { a, b, c } = variables;
      const data = seeded('x', [10, 3]);
      const like = tf.zeros([5], 'int32');
      const fn = ({ index }: Record<string, tf.Tensor>) => {
        // smooth, and a loss of about 1, so that differences are exact
        const h = tf.tanh(tf.add(tf.matMul(tf.gather(data, index), a), b));
        const angle = tf.matMul(h, c);
        const z = tf.concat([tf.cos(angle), tf.sin(angle)], 1);
        return {
          total: tf.add(tf.mean(tf.softplus(tf.sum(z, 1))), tf.mean(tf.exp(tf.mul(-0.5, tf.square(angle))))),
        };
      };
      const step = graph(fn, { index: like }, variables, adam, { execution, data: { data } });
      const feeds = { index: Int32Array.of(9, 2, 2, 0, 5), learningRate: new Float32Array(1) };
      const start = step.state();
      const total = () => step.run(feeds).terms.total[0];
      total();
      const { m } = step.state(); // (1 − β₁) times the gradient
      const h = 1e-2;
      for (const [name, { shape, values }] of Object.entries(start.weights)) {
        values.forEach((_, i) => {
          const [high, low] = [h, -h].map((off) => {
            const moved = values.slice();
            moved[i] += off;
            step.restore({ ...start, weights: { ...start.weights, [name]: { shape, values: moved } } });
            return total();
          });
          const [found, gradient] = [(high - low) / (2 * h), m[name].values[i] / (1 - Math.fround(0.9))];
          assert.ok(
            Math.abs(found - gradient) < 2e-4,
            `${name}, weight ${i}: ${gradient}, differences ${found}`,
          );
        });
      }
      step.dispose();
      tf.dispose([variables, data, like]);
    });
  }
});

describe('a term that is not finite', () => {
  for (const execution of modes) {
    it(`ends the run before the update, and is named (${execution})`, () => {
      const w = tf.variable(tf.tensor1d([1, 2]));
      const like = tf.scalar(1);
      const fn = ({ x }: Record<string, tf.Tensor>) => {
        const fit = tf.sum(tf.square(tf.sub(w, x)));
        const size = tf.log(x);
        return { total: tf.add(fit, tf.mul(0, size)), fit, size };
      };
      const step = graph(fn, { x: like }, { w }, adam, { execution });
      const good = graph(fn, { x: like }, { w }, adam, { execution });
      const three = good.run({ x: Float32Array.of(1, 2, 3) });
      const expected = good.state();
      good.dispose();
      w.assign(tf.tensor1d([1, 2]));
      const result = step.run({ x: Float32Array.of(1, 2, 3, 0, 5, 6) });
      assert.equal(result.completed, 3);
      assert.deepEqual(result.failed, { step: 3, term: 'total', value: NaN });
      assert.deepEqual(result.terms, three.terms);
      assertSameState(step.state(), expected);
      assert.equal(step.run({ x: Float32Array.of(4) }).completed, 1); // and the run can go on
      step.dispose();
      tf.dispose([w, like]);
    });

    it(`is found in a single term, with its replica (${execution})`, () => {
      const w = tf.variable(tf.tensor1d([1, 2]));
      const like = tf.zeros([2]);
      const fn = ({ x }: Record<string, tf.Tensor>) => ({ total: tf.square(w), check: tf.div(1, x) });
      const step = graph(fn, { x: like }, { w }, adam, { execution });
      const { completed, failed } = step.run({ x: Float32Array.of(1, 1, 1, 0) });
      assert.equal(completed, 1);
      assert.deepEqual(failed, { step: 1, term: 'check', value: Infinity, replica: 1 });
      step.dispose();
      tf.dispose([w, like]);
    });
  }
});

describe('state', () => {
  for (const [from, to] of [
    ['eager', 'xla'],
    ['xla', 'graph'],
    ['graph', 'eager'],
  ] as const) {
    it(`written by ${from} continues in ${to}`, () => {
      const first = open(torusVae(), from);
      first.step.run(first.model.feeds(0, 10));
      const state = first.step.state();
      const expected = first.step.run(first.model.feeds(10, 1)).terms.total[0];
      const second = open(torusVae(), to);
      second.step.restore(state);
      assertSameState(second.step.state(), state);
      const total = second.step.run(second.model.feeds(10, 1)).terms.total[0];
      assert.ok(Math.abs(total - expected) <= 1e-6 * Math.abs(expected), `${total} instead of ${expected}`);
      [first, second].forEach(close);
    });
  }

  for (const execution of modes) {
    it(`passes between session and variables in both directions (${execution})`, () => {
      const { w, step } = quadratic(execution);
      step.run({}, 3);
      step.pull();
      const pulled = w.dataSync().slice();
      assert.deepEqual(step.state().weights.w.values, pulled);
      step.run({}, 3);
      assert.notDeepEqual(step.state().weights.w.values, pulled);
      w.assign(tf.tensor1d([7, 8, 9]));
      assert.deepEqual([...step.state().weights.w.values], [7, 8, 9]);
      step.dispose();
      w.dispose();
    });

    it(`pulled from the session is a copy (${execution})`, () => {
      const { w, step } = quadratic(execution);
      step.run({}, 3);
      step.pull();
      const pulled = w.dataSync().slice();
      const kept = w.clone();
      step.run({}, 5);
      assert.deepEqual(kept.dataSync(), pulled);
      step.dispose();
      tf.dispose([w, kept]);
    });
  }

  it('is refused where it does not fit', () => {
    const { w, step } = quadratic('eager');
    const state = step.state();
    const short = { w: { shape: [2], values: new Float32Array(2) } };
    assert.throws(
      () => step.restore({ ...state, m: short }),
      /m of variable 'w' has shape \[2\] with 2 values; expected \[3\]/,
    );
    assert.throws(() => step.restore({ ...state, v: {} }), /no v of variable 'w'/);
    assert.throws(
      () => step.restore({ ...state, weights: { ...state.weights, u: short.w } }),
      /weights of 'u', which is not/,
    );
    step.dispose();
    w.dispose();
  });
});

describe('several examples', () => {
  for (const execution of modes) {
    it(`share the weights: full batches and a smaller last one (${execution})`, () => {
      const w = tf.variable(tf.zeros([3, 1]));
      const data = seeded('rows', [10, 3]);
      const [four, two] = [tf.zeros([4], 'int32'), tf.zeros([2], 'int32')];
      const fn = ({ index, noise }: Record<string, tf.Tensor>) => ({
        total: tf.mean(tf.square(tf.sub(tf.add(tf.matMul(tf.gather(data, index), w), noise), 1))),
      });
      const step = graph(
        fn,
        [
          { index: four, noise: noiseInput([4, 1]) },
          { index: two, noise: noiseInput([2, 1]) },
        ],
        { w },
        adam,
        { execution, data: { data } },
      );
      const epoch = () => {
        const full = step.run({
          index: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
          noise: Int32Array.of(1, 0, 1, 1),
        });
        const last = step.run({ index: Int32Array.of(8, 9), noise: Int32Array.of(1, 2) });
        return [...full.terms.total, ...last.terms.total];
      };
      const losses = epoch();
      assert.equal(losses.length, 3);
      assert.ok(epoch().every((loss, i) => loss < losses[i]));
      assert.equal(step.state().step, 6);
      step.dispose();
      tf.dispose([w, data, four, two]);
    });
  }
});

describe('memory', () => {
  for (const execution of modes) {
    it(`stays flat over steps, and everything is freed (${execution})`, () => {
      const tensors = tf.memory().numTensors;
      const sessions = backend().binding.getNumOfSavedModels();
      const runner = open(torusVae(), execution);
      const chunk = execution === 'xla' ? 50 : 10;
      runner.step.run(runner.model.feeds(0, chunk));
      const running = tf.memory();
      for (let from = chunk; from < (execution === 'xla' ? 3000 : 300); from += chunk)
        runner.step.run(runner.model.feeds(from, chunk));
      runner.step.pull();
      runner.step.state();
      assert.equal(tf.memory().numTensors, running.numTensors);
      assert.equal(tf.memory().numBytes, running.numBytes);
      close(runner);
      assert.equal(tf.memory().numTensors, tensors);
      assert.equal(backend().binding.getNumOfSavedModels(), sessions);
      assert.throws(() => runner.step.run({}), /this step was disposed/);
    });
  }
});
