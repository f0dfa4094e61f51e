import assert from 'node:assert/strict';
import { graph } from 'tfjs-compiled';
import { tf } from '../../packages/node';

describe('replicas', () => {
  for (const execution of ['eager', 'graph', 'xla'] as const) {
    it(`may have coefficients of their own beside shared ones (${execution})`, () => {
      const own = [0, 0.5, 2];
      const shared = [1, 0.5, 0.25, 2];
      const train = (weights: number[], penalties: number[], stacked: boolean) =>
        tf.tidy(() => {
          const w = tf.variable(tf.tensor(stacked ? weights : weights[0]));
          const step = graph(
            ({ penalty, scale }) => {
              const error = tf.square(tf.sub(w, 3));
              return { total: tf.add(tf.mul(scale, error), tf.mul(penalty, tf.square(w))), error };
            },
            { penalty: tf.zeros(stacked ? [weights.length] : []), scale: tf.scalar(1) },
            { w },
            { name: 'adam', learningRate: 0.1 },
            { execution, notice: assert.fail },
          );
          // [K, R] beside [K]
          const penalty = Float32Array.from(
            shared.flatMap((_, k) => penalties.map((value) => value * (k + 1))),
          );
          const { terms } = step.run({ penalty, scale: Float32Array.from(shared) });
          step.pull();
          const result = { weights: [...w.dataSync()], total: [...terms.total] };
          step.dispose();
          w.dispose();
          return result;
        });
      const together = train([1, -1, 5], own, true);
      [1, -1, 5].forEach((weight, r) => {
        const alone = train([weight], [own[r]], false);
        assert.ok(Math.abs(alone.weights[0] - together.weights[r]) < 1e-6);
        alone.total.forEach((value, k) =>
          assert.ok(Math.abs(value - together.total[k * 3 + r]) <= 1e-6 * Math.abs(value)),
        );
      });
    });
  }
});
