import assert from 'node:assert/strict';
import { type FeedArray, graph, type Options } from 'tfjs-compiled';
import { tf } from '../../packages/node';

const modes = ['eager', 'graph', 'xla'] as const;
type Inputs = Record<string, tf.Tensor>;

describe('NaN', () => {
  const x = tf.tensor1d([1, 2, 3]);
  after(() => x.dispose());
  for (const execution of modes) {
    it(`is kept by max, min, maximum, minimum, clipping and activations (${execution})`, () => {
      const f = graph(
        ({ x }) => ({
          max: tf.max(x),
          min: tf.min(x),
          maximum: tf.maximum(x, 0),
          minimum: tf.minimum(0, x),
          clip: tf.clipByValue(x, -1, 1),
          relu: tf.relu(x),
          relu6: tf.relu6(x),
          softmax: tf.softmax(x),
          logSumExp: tf.logSumExp(x),
        }),
        { x },
        {},
        undefined,
        { execution },
      );
      for (const values of [
        [NaN, -1, 2],
        [-1, NaN, 2],
        [2, -1, NaN],
      ]) {
        const found = tf.tidy(() =>
          Object.entries(f.call({ x: Float32Array.from(values) })).map(([name, t]) => [
            name,
            ...t.dataSync(),
          ]),
        );
        for (const [name, ...result] of found)
          assert.ok(result.some(Number.isNaN), `${name} of [${values}] is [${result}]`);
      }
      f.dispose();
    });
  }
});

describe('what TensorFlow refuses is refused in every mode', () => {
  const table = tf.tensor2d([[1], [2], [3], [4], [5]]);
  const int = (...values: number[]) => Int32Array.from(values);
  const float = (...values: number[]) => Float32Array.from(values);

  const cases: {
    title: string;
    good: FeedArray;
    bad: FeedArray;
    like: tf.Tensor;
    f: (x: tf.Tensor) => tf.Tensor;
    message: RegExp;
    onlyXla?: boolean;
  }[] = [
    {
      title: 'an index made by a cast',
      like: tf.zeros([2]),
      good: float(0, 4),
      bad: float(0, 5),
      f: (x) => tf.gather(table, tf.cast(x, 'int32') as tf.Tensor1D),
      message: /GatherV2.*index|indices\[\d\] = -?\d is not in/,
    },
    {
      title: 'a negative index made by arithmetic',
      like: tf.ones([2], 'int32'),
      good: int(1, 5),
      bad: int(0, 1),
      f: (x) => tf.gather(table, tf.sub(x, tf.scalar(1, 'int32')) as tf.Tensor1D),
      message: /GatherV2.*index|indices\[\d\] = -?\d is not in/,
    },
    {
      title: 'an index that has passed through reshape, transpose and tile',
      like: tf.zeros([1, 2], 'int32'),
      good: int(1, 4),
      bad: int(0, 5),
      f: (x) => tf.gather(table, tf.tile(tf.transpose(x), [2, 1]).reshape([4]) as tf.Tensor1D),
      message: /feed 'x' holds index 5; expected 0 to 4/,
    },
    {
      title: 'one column of an input as index',
      like: tf.zeros([1, 2], 'int32'),
      good: int(4, 99),
      bad: int(5, 0),
      f: (x) => tf.gather(table, tf.slice(x, [0, 0], [1, 1]).reshape([1]) as tf.Tensor1D),
      message: /GatherV2.*index|indices\[\d\] = -?\d is not in/,
    },
    {
      title: 'gatherND',
      like: tf.zeros([1, 2], 'int32'),
      good: int(4, 0),
      bad: int(4, 1),
      f: (x) => tf.gatherND(table, x),
      message: /GatherNd|index/,
    },
    {
      title: 'scatterND',
      like: tf.zeros([2, 1], 'int32'),
      good: int(3, 0),
      bad: int(4, 0),
      f: (x) => tf.scatterND(x, tf.tensor1d([1, 1]), [4]),
      message: /ScatterNd|index|indices/,
    },
    {
      title: 'tensorScatterUpdate',
      like: tf.zeros([1, 1], 'int32'),
      good: int(3),
      bad: int(-1),
      f: (x) => tf.tensorScatterUpdate(tf.tensor1d([1, 1, 1, 1]), x, tf.tensor1d([2])),
      message: /TensorScatterUpdate|index|indices/,
    },
    {
      title: 'unsortedSegmentSum',
      like: tf.zeros([3], 'int32'),
      good: int(0, -1, 1), // negative ones are dropped
      bad: int(0, 2, 1),
      f: (x) => tf.unsortedSegmentSum(tf.tensor1d([1, 2, 3]), x as tf.Tensor1D, 2),
      message: /segment_ids|UnsortedSegmentSum/,
    },
    {
      title: 'division of whole numbers by 0',
      like: tf.ones([2], 'int32'),
      good: int(2, -3),
      bad: int(2, 0),
      f: (x) => tf.cast(tf.floorDiv(tf.tensor1d([7, 7], 'int32'), x), 'float32'),
      message: /division by zero|by 0/,
    },
    {
      title: 'remainder of whole numbers by 0',
      like: tf.ones([2], 'int32'),
      good: int(2, 3),
      bad: int(0, 3),
      f: (x) => tf.cast(tf.mod(tf.tensor1d([7, 7], 'int32'), x), 'float32'),
      message: /division by zero|by 0/,
    },
    {
      title: 'a negative power of whole numbers',
      like: tf.ones([1], 'int32'),
      good: int(2),
      bad: int(-1),
      f: (x) => tf.cast(tf.pow(tf.tensor1d([3], 'int32'), x), 'float32'),
      message: /negative integer powers|negative power/,
    },
    {
      title: 'a float that int32 cannot hold',
      like: tf.zeros([2]),
      good: float(-1.5, 2e9),
      bad: float(0, 3e9),
      f: (x) => tf.cast(tf.cast(x, 'int32'), 'float32'),
      message: /Cast .*got a number that int32 cannot hold/,
      onlyXla: true, // the smallest number elsewhere, by the processor
    },
    {
      title: 'NaN as a whole number',
      like: tf.zeros([1]),
      good: float(1),
      bad: float(NaN),
      f: (x) => tf.cast(tf.cast(x, 'int32'), 'float32'),
      message: /Cast .*got a number that int32 cannot hold/,
      onlyXla: true,
    },
  ];
  after(() => tf.dispose([table, ...cases.map(({ like }) => like)]));

  for (const { title, good, bad, like, f, message, onlyXla } of cases) {
    it(title, () => {
      const results = (onlyXla ? (['xla'] as const) : modes).map((execution) => {
        const options: Options = { execution, data: { table }, notice: assert.fail };
        const evaluation = graph(({ x }: Inputs) => ({ y: f(x) }), { x: like }, {}, undefined, options);
        const values = tf.tidy(() => [...evaluation.call({ x: good }).y.dataSync()]);
        const before = tf.memory().numTensors;
        assert.throws(() => evaluation.call({ x: bad }), message, `${execution}, called`);
        if (execution !== 'eager') assert.equal(tf.memory().numTensors, before);
        assert.deepEqual(
          tf.tidy(() => [...evaluation.call({ x: good }).y.dataSync()]),
          values,
        );
        evaluation.dispose();

        // in training: the steps before are done, the failing one changes nothing, and it goes on after
        const w = tf.variable(tf.scalar(1));
        const sgd = { name: 'sgd', learningRate: 0.5 } as const;
        const loss = ({ x }: Inputs) => ({
          total: tf.add(tf.square(w), tf.mul(0, tf.sum(f(x)))) as tf.Scalar,
        });
        const step = graph(loss, { x: like }, { w }, sgd, options);
        const Type = good.constructor as Float32ArrayConstructor;
        const stacked = (...rows: FeedArray[]) => Type.from(rows.flatMap((row) => [...row]));
        assert.equal(step.run({ x: stacked(good) }).completed, 1);
        const checkedOutside = /feed /.test(String(message));
        assert.throws(() => step.run({ x: stacked(good, bad, good) }), message, `${execution}, trained`);
        assert.equal(step.state().step, checkedOutside ? 1 : 2);
        assert.equal(step.state().weights.w.values[0], 0);
        assert.equal(step.run({ x: stacked(good) }).completed, 1);
        step.dispose();
        w.dispose();
        return values;
      });
      for (const values of results) assert.deepEqual(values, results[0]);
    });
  }

  it('bounds of several examples: the least holds', () => {
    const small = tf.tensor2d([[1], [2]]);
    const [one, two] = [tf.zeros([1], 'int32'), tf.zeros([2], 'int32')];
    const f = graph(
      ({ x }) => ({ y: tf.gather(x.shape[0] === 1 ? small : table, x as tf.Tensor1D) }),
      [{ x: one }, { x: two }],
      {},
      undefined,
      { execution: 'xla', data: { table, small } },
    );
    assert.throws(() => f.call({ x: int(2) }), /holds index 2; expected 0 to 1/);
    f.dispose();
    tf.dispose([small, one, two]);
  });

  it('the mean of whole numbers is the same in every mode', () => {
    const x = tf.tensor1d([1, 2, 4], 'int32');
    for (const execution of modes) {
      const f = graph(({ x }) => ({ y: tf.mean(x) }), { x }, {}, undefined, {
        execution,
        notice: assert.fail,
      });
      tf.tidy(() =>
        assert.ok(Math.abs(f.call({ x: int(1, 2, 5) }).y.dataSync()[0] - 8 / 3) < 1e-6, execution),
      );
      f.dispose();
    }
    x.dispose();
  });
});
