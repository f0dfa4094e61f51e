import assert from 'node:assert/strict';
import { graph, noiseInput } from '../../packages/graph';
import { backend } from '../../packages/graph/backend';
import { drawNoise } from '../../packages/graph/philox';
import { tf } from '../../packages/node';
import { seeded } from './models';

describe('a function without training', () => {
  for (const execution of ['eager', 'graph', 'xla'] as const) {
    it(`gives tensors of any shape and type, for each example (${execution})`, () => {
      const sessions = backend().binding.getNumOfSavedModels();
      const w = tf.variable(seeded('w', [3, 2]));
      const data = seeded('data', [6, 3]);
      const [three, two] = [tf.zeros([3], 'int32'), tf.zeros([2], 'int32')];
      const before = tf.memory().numTensors;
      const plain = (inputs: Record<string, tf.Tensor>) => {
        const y = tf.matMul(tf.gather(data, inputs.index), w);
        return {
          y: tf.add(y, inputs.noise),
          class: tf.argMax(y, 1),
          positive: tf.greater(y, 0),
          mean: tf.mean(y),
          w,
        };
      };
      const noise = noiseInput([1, 2]);
      const f = graph(
        plain,
        [
          { index: three, noise },
          { index: two, noise },
        ],
        { w },
        undefined,
        { execution, data: { data } },
      );
      assert.equal(f.execution, execution);
      const check = (indices: number[]) =>
        tf.tidy(() => {
          const feeds = { index: Int32Array.from(indices), noise: Int32Array.of(1, 2) };
          const found = f.call(feeds);
          const expected = plain({
            index: tf.tensor1d(feeds.index, 'int32'),
            noise: drawNoise(noise, feeds.noise),
          });
          for (const [name, tensor] of Object.entries(expected)) {
            assert.deepEqual(found[name].shape, tensor.shape, name);
            assert.equal(found[name].dtype, tensor.dtype, name);
            const values = tensor.dataSync();
            found[name]
              .dataSync()
              .forEach((value, i) =>
                assert.ok(Math.abs(value - values[i]) < 1e-6, `${name}: ${value}, ${values[i]}`),
              );
          }
        });
      check([0, 2, 5]);
      check([4, 1]);
      tf.tidy(() => w.assign(seeded('other', [3, 2])));
      check([0, 1, 2]); // new weights are seen without further ado
      assert.throws(
        () => f.call({ index: Int32Array.of(0, 6), noise: Int32Array.of(1, 2) }),
        /feed 'index' holds index 6/,
      );
      assert.throws(
        () => f.call({ index: Int32Array.of(0), noise: Int32Array.of(1, 2) }),
        /feed 'index' has 1 values; expected int32 \[3\]/,
      );
      f.dispose();
      assert.throws(() => f.call({}), /this function was disposed/);
      assert.equal(backend().binding.getNumOfSavedModels(), sessions);
      assert.equal(tf.memory().numTensors, before);
      tf.dispose([w, data, three, two]);
    });
  }

  it('may use any of the common operations', () => {
    const x = tf.tensor2d([
      [0.3, -1.2, 2],
      [0.1, 0.7, -0.4],
    ]);
    const fn = ({ x }: Record<string, tf.Tensor>) => ({
      expanded: tf.expandDims(x, 1),
      stacked: tf.stack(tf.unstack(x), 1),
      parts: tf.add(...(tf.split(x, [1, 1, 1], 1).slice(1) as [tf.Tensor, tf.Tensor])),
      chosen: tf.where(tf.logicalAnd(tf.greater(x, 0), tf.logicalNot(tf.greater(x, 1))), x, tf.zerosLike(x)),
      some: tf.any(tf.less(x, -1), 1),
      remainder: tf.mod(x, 0.5),
      rounded: tf.round(tf.mul(x, 3)),
      angle: tf.atan2(x, 0.5),
      steps: tf.step(x),
      sums: tf.cumsum(x, 1),
      normal: tf.erf(x),
      classes: tf.oneHot(tf.argMax(x, 1), 3),
      all: tf.logSumExp(x, 1),
      soft: tf.softmax(x),
      log: tf.logSoftmax(x),
      most: tf.topk(x, 2).values,
      tiled: tf.tile(x, [1, 2]),
      turned: tf.transpose(x),
      padded: tf.pad(x, [
        [1, 0],
        [0, 2],
      ]),
      reversed: tf.reverse(x, 1),
      clipped: tf.clipByValue(x, -1, 1),
      part: tf.slice(x, [0, 1], [2, 2]),
      product: tf.einsum('ij,kj->ik', x, x),
      power: tf.pow(tf.abs(x), 1.5),
      length: tf.norm(x),
      spread: tf.moments(x, 1).variance,
    });
    const [expected, ...others] = (['eager', 'graph', 'xla'] as const).map((execution) => {
      const f = graph(fn, { x }, {}, undefined, { execution, notice: assert.fail });
      assert.equal(f.execution, execution);
      const results = f.call({ x });
      const values = Object.entries(results).map(([name, tensor]) => ({
        name,
        shape: tensor.shape,
        values: [...tensor.dataSync()],
      }));
      tf.dispose(results);
      f.dispose();
      return values;
    });
    for (const other of others) {
      other.forEach(({ name, shape, values }, i) => {
        assert.deepEqual(shape, expected[i].shape, name);
        values.forEach((value, k) => {
          const wanted = expected[i].values[k];
          assert.ok(Math.abs(value - wanted) < 1e-6, `${name}: ${value} instead of ${wanted}`);
        });
      });
    }
    x.dispose();
  });

  it('may hold gradients, such as a Jacobian’s column', () => {
    const w = tf.variable(seeded('w', [2, 3]));
    const example = tf.zeros([4, 2]);
    const fn = ({ z }: Record<string, tf.Tensor>) => ({
      column: tf.grad((at) => tf.sum(tf.slice(tf.tanh(tf.matMul(at, w)), [0, 1], [-1, 1])))(z),
    });
    const z = seeded('z', [4, 2]);
    const results = (['eager', 'graph', 'xla'] as const).map((execution) => {
      const f = graph(fn, { z: example }, { w }, undefined, { execution });
      const values = tf.tidy(() => f.call({ z }).column.dataSync().slice());
      f.dispose();
      return values;
    });
    for (const other of results.slice(1))
      other.forEach((value, i) => assert.ok(Math.abs(value - results[0][i]) < 1e-6));
    tf.dispose([w, z, example]);
  });
});
