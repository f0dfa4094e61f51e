import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { normalNoise, tf } from 'latent-torus';
import { graph, noiseInput, type Options, prepareStep, type Terms } from 'tfjs-compiled';
import { eagerExecution } from 'tfjs-compiled/eager';
import { seeded } from './models';

type Inputs = Record<string, tf.Tensor>;

const adam = { name: 'adam', learningRate: 0.01 } as const;
const eager = eagerExecution({ draw: (shape, seed) => normalNoise(shape, seed) });

describe('execution without a session', () => {
  it('imports TensorFlow.js and nothing else, so that it runs in a browser', () => {
    const [seen, outside] = [new Set<string>(), new Set<string>()];
    const visit = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, type, from] of readFileSync(file, 'utf8').matchAll(
        /(?:import|export)( type)? [^;]*?from '([^']+)'/g,
      )) {
        if (type) continue;
        if (from.startsWith('.')) visit(join(dirname(file), `${from}.ts`));
        else outside.add(from);
      }
    };
    visit(require.resolve('../../packages/graph/eager.ts'));
    assert.deepEqual([...outside], ['@tensorflow/tfjs-core']);
    assert.ok(seen.size > 8);
    for (const file of seen)
      assert.doesNotMatch(readFileSync(file, 'utf8'), /\brequire\(|\bprocess\.|\bBuffer\b/);
  });

  for (const backend of ['tensorflow', 'cpu']) {
    it(`trains as graph mode does (${backend})`, async () => {
      const [start, target, x] = [
        seeded('start', [3, 2]).arraySync(),
        seeded('target', [4, 2]).arraySync(),
        seeded('x', [4, 3]).arraySync(),
      ];
      const train = (execution: typeof eager, options: Options) =>
        tf.tidy(() => {
          const w = tf.variable(tf.tensor(start));
          const data = { x: tf.tensor(x), target: tf.tensor(target) };
          const loss = ({ weight }: Inputs): Terms => {
            const error = tf.sub(tf.relu(tf.matMul(data.x, w)), data.target);
            return { total: tf.add(tf.sum(tf.square(error)), tf.mul(weight, tf.sum(tf.abs(w)))) };
          };
          const step = execution.graph(loss, { weight: tf.scalar(1) }, { w }, adam, { data, ...options });
          const { total } = step.run({ weight: Float32Array.of(1, 0.5, 0.25) }).terms;
          const { weights, m, v } = step.state();
          step.dispose();
          w.dispose();
          return [total, weights.w.values, m.w.values, v.w.values].flatMap((values) => [...values]);
        });
      const expected = train({ graph, prepareStep }, { execution: 'graph' });
      const found = await on(backend, () => train(eager, {}));
      found.forEach((value, i) =>
        assert.ok(Math.abs(value - expected[i]) < 1e-6, `${i}: ${value}, ${expected[i]}`),
      );
    });
  }

  it('calls a function without training', () => {
    const x = tf.tensor1d([1, 2]);
    const f = eager.graph(({ x }) => ({ y: tf.square(x) }), { x }, {});
    assert.equal(f.execution, 'eager');
    tf.tidy(() => assert.deepEqual([...f.call({ x: Float32Array.of(3, 4) }).y.dataSync()], [9, 16]));
    x.dispose();
  });

  it('draws one noise for each seed pair', () => {
    const seen: [number[], [number, number]][] = [];
    const counting = eagerExecution({
      draw(shape, seed) {
        seen.push([shape, seed]);
        return tf.fill(shape, seed[0] + seed[1] / 10);
      },
    });
    tf.tidy(() => {
      const one = counting.graph(({ noise }) => ({ noise }), { noise: noiseInput([2]) }, {});
      assert.deepEqual(one.call({ noise: Int32Array.of(3, 1) }).noise.arraySync(), [
        ...Float32Array.of(3.1, 3.1),
      ]);
      assert.deepEqual(seen.at(-1), [[2], [3, 1]]);
      const two = counting.graph(({ noise }) => ({ noise }), { noise: noiseInput([1], { replicas: 2 }) }, {});
      const found = two.call({ noise: Int32Array.of(3, 1, 4, 2) }).noise.arraySync();
      assert.deepEqual(found, [[...Float32Array.of(3.1)], [...Float32Array.of(4.2)]]);
    });
  });

  it('refuses modes that need a session', () => {
    for (const execution of ['xla', 'graph'] as const)
      assert.throws(
        () => eager.graph(() => ({}), {}, {}, undefined, { execution }),
        /execution is '\w+'; expected 'eager'/,
      );
  });

  const w = tf.variable(tf.tensor1d([1, 2]));
  const outside = tf.tensor1d([3, 4]);
  const x = tf.tensor1d([1, 1]);
  after(() => tf.dispose([w, outside, x]));
  const refuses = (title: string, total: (x: tf.Tensor) => tf.Tensor, message: RegExp) =>
    it(`refuses ${title}`, () => {
      assert.throws(
        () => eager.prepareStep(({ x }) => ({ total: tf.sum(tf.mul(w, total(x))) }), { x }, { w }, adam),
        message,
      );
      tf.tidy(() => assert.deepEqual([...tf.add(outside, x).dataSync()], [4, 5])); // TensorFlow.js is as before
    });
  refuses(
    'a constant drawn anew',
    () => tf.randomUniform([2]),
    /does not always do the same: .*constant float32 \[2\]/,
  );
  refuses(
    'hidden random state',
    () => tf.cast(tf.multinomial(tf.tensor1d([1, 1]), 2), 'float32'),
    /does not always do the same/,
  );
  refuses(
    'a value read back',
    (x) => tf.scalar(tf.exp(x).dataSync()[0]),
    /reads a tensor back into JavaScript \(eager\.test\.ts:\d+\)/,
  );
  refuses(
    'a tensor from outside',
    () => outside,
    /uses a tensor of float32 \[2\] that was made outside \(eager\.test\.ts:\d+\)/,
  );

  describe('has a fingerprint of what the function does', () => {
    const of = (total: (x: tf.Tensor) => tf.Tensor, beta1 = 0.9, like = x) =>
      eager.prepareStep(
        ({ x }) => ({ total: tf.sum(tf.mul(w, total(x))) }),
        { x: like },
        { w },
        { ...adam, beta1 },
      ).fingerprint;
    const wrapped = (inner: (x: tf.Tensor) => tf.Tensor) => of((x) => inner(x));

    it('the same for the same operations, however they are written', () => {
      assert.equal(
        of((x) => tf.exp(x)),
        of(tf.exp),
      );
      assert.equal(
        of((x) => tf.mul(x, 2)),
        wrapped((y) => y.mul(tf.scalar(2))),
      );
      assert.match(String(of(tf.exp)), /^[0-9a-f]{32}$/);
    });

    it('another one for other operations, constants, attributes, inputs, optimisers and backends', async () => {
      // the wrapper's source is the same throughout: what it calls is not
      const all = [
        wrapped(tf.exp),
        wrapped(tf.log),
        wrapped((x) => tf.mul(x, 2)),
        wrapped((x) => tf.mul(x, 2.0000002)),
        wrapped((x) => tf.leakyRelu(x, 0.1)),
        wrapped((x) => tf.leakyRelu(x, 0.2)),
        of(tf.exp, 0.8),
        tf.tidy(() => of(tf.exp, 0.9, tf.ones([1]))),
        await on('cpu', () => wrapped(tf.exp)),
      ];
      assert.equal(new Set(all).size, all.length);
    });
  });
});

/** Calls a function on another backend of TensorFlow.js. */
async function on<T>(backend: string, run: () => T): Promise<T> {
  const before = tf.getBackend();
  await tf.setBackend(backend);
  try {
    return run();
  } finally {
    await tf.setBackend(before);
  }
}
