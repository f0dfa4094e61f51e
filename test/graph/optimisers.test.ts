import assert from 'node:assert/strict';
import { graph, type Optimiser, type TfjsOptimiser } from 'tfjs-compiled';
import { tf } from '../../packages/node';
import { seeded } from './models';

const modes = ['eager', 'graph', 'xla'] as const;
const STEPS = 20;

/** A smooth loss of two variables, of about 1. */
const lossOf = (a: tf.Tensor, b: tf.Tensor) =>
  tf.add(
    tf.mean(tf.square(tf.sub(tf.tanh(a), 0.3))),
    tf.mean(tf.exp(tf.mul(0.5, tf.square(b)))),
  ) as tf.Scalar;

/** The weights after training in a mode. */
function trained(optimiser: Optimiser | TfjsOptimiser, execution: 'eager' | 'graph' | 'xla'): number[] {
  return tf.tidy(() => {
    const a = tf.variable(seeded('a', [3, 2]));
    const b = tf.variable(seeded('b', [4]));
    const step = graph(() => ({ total: lossOf(a, b) }), {}, { a, b }, optimiser, {
      execution,
      notice: assert.fail,
    });
    step.run({}, 7);
    const saved = step.state();
    step.run({}, 3);
    step.restore(saved);
    step.run({}, STEPS - 7);
    step.pull();
    const values = [...a.dataSync(), ...b.dataSync()];
    step.dispose();
    tf.dispose([a, b]);
    return values;
  });
}

/** The same by TensorFlow.js alone. */
function byTfjs(optimiser: tf.Optimizer): number[] {
  return tf.tidy(() => {
    const a = tf.variable(seeded('a', [3, 2]));
    const b = tf.variable(seeded('b', [4]));
    for (let i = 0; i < STEPS; i++) optimiser.minimize(() => lossOf(a, b), false, [a, b]);
    const values = [...a.dataSync(), ...b.dataSync()];
    tf.dispose([a, b]);
    optimiser.dispose();
    return values;
  });
}

const close = (actual: number[], expected: number[], tolerance: number, label: string) =>
  expected.forEach((value, i) =>
    assert.ok(Math.abs(actual[i] - value) <= tolerance, `${label}, ${i}: ${actual[i]}, expected ${value}`),
  );

describe('optimisers', () => {
  const known: [string, () => tf.Optimizer, Optimiser][] = [
    ['sgd', () => tf.train.sgd(0.05), { name: 'sgd', learningRate: 0.05 }],
    ['momentum', () => tf.train.momentum(0.02, 0.8), { name: 'momentum', learningRate: 0.02, momentum: 0.8 }],
    [
      'nesterov',
      () => tf.train.momentum(0.02, 0.8, true),
      { name: 'momentum', learningRate: 0.02, momentum: 0.8, nesterov: true },
    ],
    ['rmsprop', () => tf.train.rmsprop(0.01), { name: 'rmsprop', learningRate: 0.01 }],
    [
      'rmsprop with momentum',
      () => tf.train.rmsprop(0.01, 0.8, 0.5, 1e-5),
      { name: 'rmsprop', learningRate: 0.01, decay: 0.8, momentum: 0.5, epsilon: 1e-5 },
    ],
    [
      'adagrad',
      () => tf.train.adagrad(0.1, 0.2),
      { name: 'adagrad', learningRate: 0.1, initialAccumulator: 0.2 },
    ],
    [
      'adamax',
      () => tf.train.adamax(0.02, 0.8, 0.9, 1e-6, 0.1),
      { name: 'adamax', learningRate: 0.02, beta1: 0.8, beta2: 0.9, epsilon: 1e-6, decay: 0.1 },
    ],
    ['adam', () => tf.train.adam(0.02, 0.8), { name: 'adam', learningRate: 0.02, beta1: 0.8, epsilon: 1e-7 }],
  ];

  for (const [title, make, described] of known) {
    it(`${title} equals that of TensorFlow.js in every mode, described or given as its instance`, () => {
      const expected = byTfjs(make());
      for (const execution of modes) {
        const tolerance = title === 'adam' ? 1e-5 : 3e-6; // its powers of β are float32 there
        close(trained(described, execution), expected, tolerance, `${title}, ${execution}, described`);
        const instance = make();
        close(trained(instance, execution), expected, tolerance, `${title}, ${execution}, instance`);
        instance.dispose();
      }
    });
  }

  /** Weights after `STEPS` updates of w ← update(w, gradient) in float64, for ½·scale·w². */
  const scale = [1, 10, 0.1];
  const quadratic = (optimiser: Optimiser, execution: 'eager' | 'graph' | 'xla') =>
    tf.tidy(() => {
      const w = tf.variable(tf.tensor1d([1, -2, 3]));
      const fn = () => ({ total: tf.mul(0.5, tf.sum(tf.mul(scale, tf.square(w)))) as tf.Scalar });
      const step = graph(fn, {}, { w }, optimiser, { execution, notice: assert.fail });
      step.run({}, STEPS);
      step.pull();
      const values = [...w.dataSync()];
      step.dispose();
      w.dispose();
      return values;
    });

  it('AdamW is algorithm 2 of Loshchilov and Hutter, against float64 arithmetic', () => {
    const [w, m, v] = [
      [1, -2, 3],
      [0, 0, 0],
      [0, 0, 0],
    ];
    for (let t = 1; t <= STEPS; t++) {
      w.forEach((value, i) => {
        const gradient = scale[i] * value;
        m[i] = 0.9 * m[i] + 0.1 * gradient;
        v[i] = 0.999 * v[i] + 0.001 * gradient ** 2;
        const adam = m[i] / (1 - 0.9 ** t) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8);
        w[i] = value - 0.05 * (adam + 0.1 * value);
      });
    }
    for (const execution of modes)
      close(
        quadratic({ name: 'adamW', learningRate: 0.05, weightDecay: 0.1 }, execution),
        w,
        5e-6,
        execution,
      );
  });

  it('clip by value and by the norm of all gradients, against float64 arithmetic', () => {
    const clipped = (norm: number, value: number) => {
      const w = [1, -2, 3];
      for (let t = 0; t < STEPS; t++) {
        const cut = w.map((x, i) => Math.max(-value, Math.min(value, scale[i] * x)));
        const factor = Math.min(1, norm / Math.hypot(...cut));
        cut.forEach((gradient, i) => {
          w[i] -= 0.05 * factor * gradient;
        });
      }
      return w;
    };
    for (const execution of modes) {
      const of = (clip: { clipNorm?: number; clipValue?: number }) =>
        quadratic({ name: 'sgd', learningRate: 0.05, ...clip }, execution);
      close(of({}), clipped(Infinity, Infinity), 5e-6, execution);
      close(of({ clipNorm: 1.5 }), clipped(1.5, Infinity), 5e-6, execution);
      close(of({ clipValue: 0.7 }), clipped(Infinity, 0.7), 5e-6, execution);
      close(of({ clipNorm: 0.5, clipValue: 0.7 }), clipped(0.5, 0.7), 5e-6, execution);
    }
  });

  it('clip the gradient of Adam too, and the fingerprint tells', () => {
    const of = (clip: object) => ({ name: 'adam', learningRate: 0.05, epsilon: 0.1, ...clip }) as const;
    for (const execution of modes) {
      const [plain, clipped] = [quadratic(of({}), execution), quadratic(of({ clipNorm: 0.1 }), execution)];
      assert.ok(plain.some((value, i) => Math.abs(value - clipped[i]) > 1e-3));
      close(clipped, quadratic(of({ clipNorm: 0.1 }), 'eager'), 1e-5, execution);
    }
  });

  it('take a learning rate and a clipping norm for each replica', () => {
    const rates = [0.01, 0.02, 0.05];
    for (const execution of modes) {
      for (const name of ['adam', 'sgd'] as const) {
        const start = [
          [1, 2],
          [3, -4],
          [5, 6],
        ];
        const train = (w0: number[] | number[][], learningRate: number | number[]) =>
          tf.tidy(() => {
            const w = tf.variable(tf.tensor(w0));
            const step = graph(
              ({ factor }) => ({ total: tf.mul(factor, tf.sum(tf.square(w), -1)) }),
              { factor: tf.ones(Array.isArray(learningRate) ? [3] : []) },
              { w },
              { name, learningRate, clipNorm: 3 },
              { execution, notice: assert.fail },
            );
            const each = Array.isArray(learningRate) ? 3 : 1;
            step.run({ factor: new Float32Array(4 * each).fill(1.5) });
            step.run({
              factor: new Float32Array(2 * each).fill(1.5),
              learningRate: Float32Array.from([learningRate, learningRate].flat(), (rate) => rate / 2),
            });
            step.pull();
            const values = [...w.dataSync()];
            step.dispose();
            w.dispose();
            return values;
          });
        const alone = start.flatMap((row, r) => train(row, rates[r]));
        close(train(start, rates), alone, 1e-6, `${name}, ${execution}`);
      }
    }
  });

  it('refuse what they do not know, and constants out of range', () => {
    const make = (optimiser: unknown) => trained(optimiser as Optimiser, 'eager');
    assert.throws(
      () => make({ name: 'adadelta', learningRate: 1 }),
      /optimiser 'adadelta' is not known; expected adam/,
    );
    assert.throws(() => make({ name: 'toString', learningRate: 1 }), /optimiser 'toString' is not known/);
    assert.throws(
      () => make(tf.train.adadelta(1)),
      /the optimiser Adadelta of TensorFlow\.js is not known here/,
    );
    assert.throws(() => make(tf.train.rmsprop(1, 0.9, 0, 1e-7, true)), /RMSProp, centred, of TensorFlow\.js/);
    assert.throws(
      () => make({ name: 'sgd', learningRate: '3' }),
      /learningRate is 3; expected a finite number/,
    );
    assert.throws(
      () => make({ name: 'sgd', learningRate: 1, clipNorm: 0 }),
      /clipNorm is 0; expected a number > 0/,
    );
    assert.throws(
      () => make({ name: 'momentum', learningRate: 1, momentum: 1 }),
      /momentum is 1; expected 0 ≤/,
    );
    assert.throws(() => make({ name: 'adamW', learningRate: 1, weightDecay: -1 }), /weightDecay is -1/);
  });
});
