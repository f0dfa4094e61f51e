import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-node';
import { compile } from 'tfjs-compiled';
import { normalQuantile } from '../../packages/graph/layers-noise';
import { seeded } from './models';

/** A model and data, made the same each time. */
interface Case {
  model: tf.LayersModel;
  x: tf.Tensor;
  y: tf.Tensor;
  loss: string;
  metrics?: string[];
}

const init = (seed: number) => tf.initializers.glorotUniform({ seed });
const rows = 50;
const labels = () => tf.oneHot(tf.range(0, rows, 1, 'int32').mod(tf.scalar(3, 'int32')), 3).cast('float32');

const cases: Record<string, () => Case> = {
  'a classifier with regularisers': () => ({
    model: tf.sequential({
      layers: [
        tf.layers.dense({
          inputShape: [4],
          units: 8,
          activation: 'relu',
          kernelInitializer: init(1),
          kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }),
        }),
        tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: init(2) }),
      ],
    }),
    x: seeded('x', [rows, 4]),
    y: labels(),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  }),
  'batch normalisation': () => ({
    model: tf.sequential({
      layers: [
        tf.layers.dense({ inputShape: [4], units: 6, kernelInitializer: init(1) }),
        tf.layers.batchNormalization({ momentum: 0.8 }),
        tf.layers.activation({ activation: 'tanh' }),
        tf.layers.dense({ units: 1, kernelInitializer: init(2) }),
      ],
    }),
    x: seeded('x', [rows, 4], 3),
    y: seeded('y', [rows, 1]),
    loss: 'meanSquaredError',
    metrics: ['mae'],
  }),
  'a convolution': () => ({
    model: tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [6, 6, 1], filters: 3, kernelSize: 3, kernelInitializer: init(1) }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: init(2) }),
      ],
    }),
    x: seeded('x', [rows, 6, 6, 1]),
    y: labels(),
    loss: 'categoricalCrossentropy',
  }),
  'an embedding': () => ({
    model: tf.sequential({
      layers: [
        tf.layers.embedding({
          inputDim: 7,
          outputDim: 3,
          inputLength: 2,
          embeddingsInitializer: tf.initializers.randomUniform({ seed: 1, minval: -1, maxval: 1 }),
        }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: init(2) }),
      ],
    }),
    x: tf
      .range(0, 2 * rows)
      .mod(7)
      .reshape([rows, 2]) as tf.Tensor,
    y: tf.range(0, rows).mod(2).reshape([rows, 1]) as tf.Tensor,
    loss: 'binaryCrossentropy',
  }),
};

const weightsOf = (model: tf.LayersModel) => model.getWeights().flatMap((w) => [...w.dataSync()]);
const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, label: string) => {
  assert.equal(actual.length, expected.length, label);
  for (let i = 0; i < expected.length; i++)
    assert.ok(
      Math.abs(actual[i] - expected[i]) <= tolerance,
      `${label}, ${i}: ${actual[i]}, expected ${expected[i]}`,
    );
};

describe('a compiled LayersModel', () => {
  for (const [title, make] of Object.entries(cases)) {
    it(`trains as model.fit does: ${title}`, async () => {
      const options = { epochs: 3, batchSize: 16, shuffle: false };
      const theirs = make();
      theirs.model.compile({
        optimizer: tf.train.momentum(0.05, 0.9),
        loss: theirs.loss,
        metrics: theirs.metrics,
      });
      const valid = { validationData: [theirs.x, theirs.y] as [tf.Tensor, tf.Tensor] };
      const expected = await theirs.model.fit(theirs.x, theirs.y, { ...options, ...valid, verbose: 0 });
      for (const execution of ['graph', 'xla'] as const) {
        const { model, x, y, loss, metrics } = make();
        const compiled = compile(model as never, { optimizer: tf.train.momentum(0.05, 0.9), loss, metrics });
        const told: number[] = [];
        const callbacks = { onEpochEnd: (epoch: number) => void told.push(epoch) };
        const validationData = valid.validationData;
        if (execution === 'xla' && title === 'batch normalisation') {
          await assert.rejects(
            compiled.fit(x, y, { execution }),
            /execution 'xla' is not possible: FusedBatchNorm\w* cannot be compiled by XLA/,
          );
          continue;
        }
        // two calls: what the optimiser keeps goes on
        const first = await compiled.fit(x, y, {
          ...options,
          epochs: 1,
          validationData,
          execution,
          callbacks,
        });
        const second = await compiled.fit(x, y, {
          ...options,
          epochs: 2,
          validationData,
          execution,
          callbacks,
        });
        assert.deepEqual(told, [0, 0, 1]);
        assert.equal(first.execution, execution);
        for (const [name, values] of Object.entries(expected.history))
          close(
            [...first.history[name], ...second.history[name]],
            values as number[],
            2e-5,
            `${execution}, ${name}`,
          );
        close(weightsOf(model), weightsOf(theirs.model), 2e-5, `${execution}, weights`);
        const [mine, other] = [compiled.evaluate(x, y), theirs.model.evaluate(x, y)].map(
          (value) => [value].flat()[0],
        );
        close((mine as tf.Scalar).dataSync(), (other as tf.Scalar).dataSync(), 2e-5, 'evaluate');
        tf.dispose([x, y]);
      }
    });
  }

  it('trains as model.fit does: two inputs, two outputs, a frozen layer, an optimiser of this package', async () => {
    const make = () => {
      const [a, b] = [tf.input({ shape: [3] }), tf.input({ shape: [2] })];
      const both = tf.layers.concatenate().apply([a, b]) as tf.SymbolicTensor;
      const hidden = tf.layers
        .dense({ units: 5, activation: 'tanh', kernelInitializer: init(1), trainable: false })
        .apply(both) as tf.SymbolicTensor;
      const outputs = ['first', 'second'].map(
        (name, i) =>
          tf.layers
            .dense({ name, units: i + 1, kernelInitializer: init(i + 2) })
            .apply(hidden) as tf.SymbolicTensor,
      );
      return tf.model({ inputs: [a, b], outputs });
    };
    const x = [seeded('a', [rows, 3]), seeded('b', [rows, 2])];
    const y = [seeded('c', [rows, 1]), seeded('d', [rows, 2])];
    const loss = ['meanSquaredError', 'meanAbsoluteError'];
    const options = { epochs: 3, batchSize: 16, shuffle: false };
    const theirs = make();
    theirs.compile({ optimizer: tf.train.rmsprop(0.01), loss });
    const expected = await theirs.fit(x, y, { ...options, verbose: 0 });
    const model = make();
    const frozen = model.layers.find(
      ({ trainable, weights }) => !trainable && weights.length,
    ) as tf.layers.Layer;
    const before = frozen.getWeights().flatMap((w) => [...w.dataSync()]);
    const compiled = compile(model as never, { optimizer: { name: 'rmsprop', learningRate: 0.01 }, loss });
    const { history } = await compiled.fit(x, y, { ...options, execution: 'graph' });
    assert.deepEqual(Object.keys(history), Object.keys(expected.history));
    for (const [name, values] of Object.entries(expected.history))
      close(history[name], values as number[], 2e-5, name);
    close(weightsOf(model), weightsOf(theirs), 2e-5, 'weights');
    assert.deepEqual(
      frozen.getWeights().flatMap((w) => [...w.dataSync()]),
      before,
    );
    tf.dispose([x, y]);
  });

  it('draws dropout from the seed: the share is right, the same again, other numbers with another seed', async () => {
    const train = async (seed: number) => {
      const model = tf.sequential({
        layers: [
          tf.layers.dropout({ inputShape: [1000], rate: 0.3 }),
          tf.layers.dense({ units: 1, useBias: false, kernelInitializer: 'ones', trainable: true }),
        ],
      });
      // the mean of what is left, scaled by 1/0.7, is near 1
      const compiled = compile(model as never, {
        optimizer: { name: 'sgd', learningRate: 0 },
        loss: (_: tf.Tensor, output: tf.Tensor) => tf.div(output, 1000),
      });
      const [x, y] = [tf.ones([8, 1000]), tf.zeros([8, 1])];
      const { history } = await compiled.fit(x, y, { seed, batchSize: 4, epochs: 2, execution: 'graph' });
      const test = tf.tidy(() => [...(model.predict(x) as tf.Tensor).dataSync()]);
      assert.deepEqual(test, new Array(8).fill(1000)); // none where it is not trained
      tf.dispose([x, y]);
      return history.loss;
    };
    const [one, again, other] = [await train(1), await train(1), await train(2)];
    assert.deepEqual(one, again);
    assert.notEqual(one[0], other[0]);
    assert.notEqual(one[0], one[1]);
    // standard deviation √(0.3/0.7/8000) = 0.0073
    for (const mean of [...one, ...other]) assert.ok(Math.abs(mean - 1) < 0.03, String(mean));
  });

  it('finds the quantiles of the normal distribution', () => {
    close([0.5, 0.975, 0.3, 0.01].map(normalQuantile), [0, 1.959964, -0.524401, -2.326348], 1e-6, 'quantile');
  });

  it('stops when the callback says so, and names what it cannot do', async () => {
    const { model, x, y, loss } = cases['a classifier with regularisers']();
    const compiled = compile(model as never, { optimizer: 'adam', loss });
    const callbacks = {
      onEpochEnd() {
        model.stopTraining = true;
      },
    };
    const { epoch } = await compiled.fit(x, y, { epochs: 5, callbacks, execution: 'eager' });
    assert.deepEqual(epoch, [0]);
    await assert.rejects(
      compiled.fit(x, y, { callbacks: { onBatchEnd() {} } as never }),
      /callback onBatchEnd is not called here/,
    );
    await assert.rejects(compiled.fit(x, y, { batchSize: 0 }), /batchSize is 0/);
    await assert.rejects(compiled.fit([x, x], y), /x: 2 given; expected 1 tensors/);
    const lstm = tf.sequential({
      layers: [tf.layers.lstm({ inputShape: [3, 2], units: 2, dropout: 0.5, name: 'memory' })],
    });
    const other = compile(lstm as never, { optimizer: 'sgd', loss: 'meanSquaredError' });
    await assert.rejects(
      other.fit(tf.zeros([4, 3, 2]), tf.zeros([4, 2])),
      /layer 'memory' \(LSTM\) draws random numbers/,
    );
  });
});
