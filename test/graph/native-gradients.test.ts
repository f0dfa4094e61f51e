import assert from 'node:assert/strict';
import { withNativeGradients } from '../../packages/graph/native-gradients';
import { tf } from '../../packages/node';
import { seeded } from './models';

const functions = { relu: tf.relu, softplus: tf.softplus, tanh: tf.tanh, sigmoid: tf.sigmoid } as const;

describe('native gradients', () => {
  for (const [name, f] of Object.entries(functions)) {
    const first = (x: tf.Tensor) => tf.grad((at) => tf.sum(tf.mul(f(at), [1, 2, 3, 4, 5])))(x);
    // the gradient of a gradient that passes through f twice
    const second = (x: tf.Tensor) =>
      tf.grad((at) => tf.sum(tf.square(tf.grad((inner) => tf.sum(f(tf.square(inner))))(at))))(x);

    it(`equal TensorFlow.js's own for ${name}, also in second derivatives`, () =>
      tf.tidy(() => {
        const x = tf.concat([seeded('x', [4], 3), [0]]);
        for (const [title, of] of Object.entries({ first, second })) {
          const expected = of(x).dataSync();
          const found = withNativeGradients(() => of(x)).dataSync();
          found.forEach((value, i) =>
            assert.ok(
              Math.abs(value - expected[i]) <= 1e-5 * Math.max(1, Math.abs(expected[i])),
              `${title} ${i}: ${value}, ${expected[i]}`,
            ),
          );
          assert.ok(expected.some((value) => value !== 0));
        }
      }));
  }

  it('are in force only meanwhile', () => {
    const before = tf.getGradient('Relu');
    assert.throws(
      () =>
        withNativeGradients(() => {
          assert.notEqual(tf.getGradient('Relu'), before);
          throw new Error('stop');
        }),
      /stop/,
    );
    assert.equal(tf.getGradient('Relu'), before);
  });
});
