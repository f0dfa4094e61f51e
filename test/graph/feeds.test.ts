import assert from 'node:assert/strict';
import { type Feeds, graph, noiseInput, type Step } from '../../packages/graph';
import { tf } from '../../packages/node';

describe('feeds', () => {
  let step: Step;
  const w = tf.variable(tf.ones([2]));
  const data = tf.ones([5, 2]);
  const [index, x] = [tf.zeros([3], 'int32'), tf.zeros([3, 2])];
  const good: Feeds = { index: Int32Array.of(0, 1, 4), x: new Float32Array(6), noise: Int32Array.of(1, 1) };

  before(() => {
    step = graph(
      (inputs) => ({
        total: tf.sum(
          tf.square(tf.sub(tf.add(tf.mul(tf.gather(data, inputs.index), w), inputs.noise), inputs.x)),
        ),
      }),
      { index, x, noise: noiseInput([3, 2]) },
      { w },
      { name: 'adam', learningRate: 0.1 },
      { data: { data }, execution: 'graph' },
    );
  });
  after(() => {
    step.dispose();
    tf.dispose([w, data, index, x]);
  });

  const refuses = (title: string, feeds: Feeds, message: RegExp, count?: number) =>
    it(`refuses ${title}`, () => {
      const before = step.state();
      assert.throws(() => step.run({ ...good, ...feeds }, count), message);
      assert.deepEqual(step.state(), before);
    });

  it('may be arrays or tensors, stacked by step', () => {
    assert.equal(step.run(good).completed, 1);
    const two = tf.zeros([2, 3, 2]);
    const feeds = {
      index: new Int32Array(6),
      x: two,
      noise: Int32Array.of(1, 2, 1, 3),
      learningRate: new Float32Array(2),
    };
    assert.equal(step.run(feeds).completed, 2);
    assert.equal(step.run(feeds, 2).completed, 2);
    two.dispose();
  });

  refuses(
    'an unknown name',
    { y: new Float32Array(1) },
    /feed 'y' is not an input; inputs are: index, x, noise, learningRate/,
  );
  refuses(
    'a wrong type',
    { x: new Int32Array(6) },
    /feed 'x' is of type Int32Array; expected float32 \[1, 3, 2\] as Float32Array/,
  );
  refuses(
    'plain arrays',
    { x: [1, 2] as unknown as Float32Array },
    /feed 'x' is of type Array; expected float32/,
  );
  refuses(
    'a wrong length',
    { x: new Float32Array(7) },
    /feed 'x' has 7 values; expected float32 \[1, 3, 2\], which is 6/,
  );
  refuses(
    'feeds of different lengths',
    { noise: Int32Array.of(1, 1, 1, 2) },
    /feed 'noise' has 4 values; expected int32 \[1, 2\]/,
  );
  refuses(
    'another number of steps than it was told',
    {},
    /feed 'index' has 3 values; expected int32 \[2, 3\]/,
    2,
  );
  refuses('a count that is none', {}, /count is 1.5/, 1.5);
  refuses(
    'a tensor of a wrong shape',
    { x: tf.zeros([1, 2, 3]) },
    /feed 'x' is a tensor of float32 \[1, 2, 3\]; expected float32 \[1, 3, 2\]/,
  );
  refuses('a tensor of a wrong type', { x: tf.zeros([1, 3, 2], 'int32') }, /feed 'x' is a tensor of int32/);
  refuses(
    'an index outside',
    { index: Int32Array.of(0, 5, 1) },
    /feed 'index' holds index 5; expected 0 to 4/,
  );
  refuses(
    'a negative index',
    { index: Int32Array.of(0, -1, 1) },
    /feed 'index' holds index -1; expected 0 to 4/,
  );
  refuses(
    'a learning rate per run',
    { learningRate: new Float32Array(3) },
    /feed 'learningRate' has 3 values; expected float32 \[1\]/,
  );

  refuses(
    'a learning rate that is none',
    { learningRate: Float32Array.of(NaN) },
    /feed 'learningRate' holds NaN; expected finite/,
  );

  it('refuses a missing input', () => {
    assert.throws(
      () => step.run({ index: Int32Array.of(0, 1, 2), x: new Float32Array(6) }),
      /feed 'noise' is missing/,
    );
  });
});
