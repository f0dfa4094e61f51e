import assert from 'node:assert/strict';
import { type ExecutionMode, graph, noiseInput } from '../../packages/graph';
import { drawNoise } from '../../packages/graph/philox';
import { tf } from '../../packages/node';

const draw = (shape: number[], ...seed: number[]) =>
  tf.tidy(() => drawNoise(noiseInput(shape), Int32Array.from(seed)).dataSync() as Float32Array);

/** Noise as the function sees it at each step. */
function seen(execution: ExecutionMode, example: ReturnType<typeof noiseInput>, seeds: Int32Array) {
  const width = (example.replicas ?? 1) * example.shape.reduce((a, b) => a * b, 1);
  const w = tf.variable(tf.ones([width]));
  const step = graph(
    ({ noise }) => ({ total: tf.add(tf.square(w), noise.reshape([width])), noise: noise.reshape([width]) }),
    { noise: example },
    { w },
    { name: 'adam', learningRate: 0.1 },
    { execution },
  );
  const { noise } = step.run({ noise: seeds }).terms;
  step.dispose();
  w.dispose();
  return noise;
}

describe('noise', () => {
  it('has the same bits in every mode, for consecutive and other indices', () => {
    const pairs = [
      [1, 0],
      [1, 1],
      [1, 2],
      [1, 7],
      [2, 8],
      [2, 9],
      [-5, -1],
      [-5, 0],
    ];
    for (const shape of [[3, 2], [8]]) {
      // a draw with and without a rest of a block of four
      const expected = Float32Array.from(pairs.flatMap(([stream, index]) => [...draw(shape, stream, index)]));
      for (const execution of ['eager', 'graph', 'xla'] as const) {
        assert.deepEqual(
          seen(execution, noiseInput(shape), Int32Array.from(pairs.flat())),
          expected,
          execution,
        );
      }
    }
  });

  it('of a replica is drawn from its pair alone', () => {
    const seeds = Int32Array.of(1, 0, 2, 0, 9, 5, /* step 2 */ 1, 1, 2, 1, 9, 6);
    const expected = Float32Array.from(
      [
        [1, 0],
        [2, 0],
        [9, 5],
        [1, 1],
        [2, 1],
        [9, 6],
      ].flatMap(([s, i]) => [...draw([5], s, i)]),
    );
    for (const execution of ['eager', 'graph', 'xla'] as const) {
      assert.deepEqual(seen(execution, noiseInput([5], { replicas: 3 }), seeds), expected, execution);
    }
  });

  it('is standard normal: moments and the Kolmogorov–Smirnov distance', () => {
    const n = 200_000;
    const values = draw([n], 3, 1);
    const moment = (power: number) => values.reduce((sum, x) => sum + x ** power, 0) / n;
    // five standard errors of each moment
    const expected = [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ];
    for (const [power, mean, variance] of expected) {
      assert.ok(
        Math.abs(moment(power) - mean) < 5 * Math.sqrt(variance / n),
        `moment ${power} is ${moment(power)}`,
      );
    }
    const sorted = values.slice().sort();
    const cdf = tf.tidy(
      () => tf.mul(0.5, tf.add(1, tf.erf(tf.div(sorted, Math.SQRT2)))).dataSync() as Float32Array,
    );
    const distance = cdf.reduce((most, p, i) => Math.max(most, p - i / n, (i + 1) / n - p), 0);
    assert.ok(distance < 1.95 / Math.sqrt(n), `distance ${distance}`); // p = 0.001
  });

  it('does not correlate between elements, indices, streams and sizes', () => {
    const n = 50_000;
    const a = draw([n], 7, 10);
    const others = {
      'the next element': Float32Array.from(a, (_, i) => a[(i + 1) % n]),
      'the next index': draw([n], 7, 11),
      'the next stream': draw([n], 8, 10),
      'stream and index exchanged': draw([n], 10, 7),
      'another size': draw([n + 4], 7, 10),
    };
    for (const [name, b] of Object.entries(others)) {
      const correlation = a.reduce((sum, x, i) => sum + x * b[i], 0) / n;
      const ofSquares = a.reduce((sum, x, i) => sum + (x * x - 1) * (b[i] * b[i] - 1), 0) / (2 * n);
      assert.ok(Math.abs(correlation) < 5 / Math.sqrt(n), `${name}: ${correlation}`);
      assert.ok(Math.abs(ofSquares) < 5 / Math.sqrt(n), `${name}, squares: ${ofSquares}`);
    }
  });

  it('never repeats from step to step', () => {
    const all = Array.from({ length: 50 }, (_, i) => [...draw([8], 1, i)]).flat();
    assert.equal(new Set(all).size, all.length);
  });
});
