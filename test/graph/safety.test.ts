import assert from 'node:assert/strict';
import {
  type Adam,
  type Example,
  type ExecutionMode,
  graph,
  noiseInput,
  type Options,
  type Terms,
} from '../../packages/graph';
import { backend } from '../../packages/graph/backend';
import { tf } from '../../packages/node';

const adam: Adam = { name: 'adam', learningRate: 0.1 };
const modes: ExecutionMode[] = ['eager', 'graph', 'xla'];

describe('a function that cannot be traced faithfully is refused in every mode', () => {
  const w = tf.variable(tf.tensor1d([1, 2]));
  const unused = tf.variable(tf.scalar(1));
  const outside = tf.tensor1d([3, 4]);
  const used = tf.tensor1d([3, 4]);
  const x = tf.tensor1d([1, 1]);
  used.add(1).dispose();
  after(() => tf.dispose([w, unused, outside, used, x]));

  type Inputs = Record<string, tf.Tensor>;
  const refuses = (
    title: string,
    fn: (inputs: Inputs) => unknown,
    message: RegExp,
    example: Example = { x },
  ) =>
    it(title, () => {
      for (const execution of modes) {
        assert.throws(
          () =>
            graph(fn as (inputs: Inputs) => Terms, example, { w }, adam, { execution, notice: assert.fail }),
          message,
        );
      }
    });
  const total = (extra: tf.Tensor) => ({ total: tf.sum(tf.mul(tf.square(w), extra)) });

  refuses(
    'a constant that JavaScript draws anew',
    () => total(tf.scalar(Math.random())),
    /a constant changes from call to call: \[\] used by Mul, made at safety\.test\.ts:\d+/,
  );
  refuses('randomUniform', () => total(tf.randomUniform([2])), /a constant changes from call to call: \[2\]/);
  let calls = 0;
  refuses(
    'different operations from call to call',
    () => total(calls++ % 2 ? tf.exp(x) : tf.log(x)),
    /does not always do the same: operation \d+ was (Exp|Log), then (Exp|Log)/,
  );
  refuses(
    'dataSync',
    (inputs) => total(tf.scalar(tf.sum(inputs.x).dataSync()[0])),
    /reads the result of Sum back into JavaScript \(safety\.test\.ts:\d+\)/,
  );
  refuses(
    'arraySync of an input',
    ({ x }) => total(tf.tensor1d(x.arraySync() as number[])),
    /reads input 'x' back into JavaScript/,
  );
  refuses('reading a variable', () => total(tf.scalar(w.dataSync()[0])), /reads variable 'w' back/);
  refuses(
    'data(), without waiting for it',
    ({ x }) => {
      void tf.exp(x).data();
      return total(x);
    },
    /reads the result of Exp back/,
  );
  refuses(
    'print',
    ({ x }) => {
      tf.neg(x).print();
      return total(x);
    },
    /reads the result of Neg back/,
  );
  refuses(
    'control flow on values',
    ({ x }) => (tf.sum(x).dataSync()[0] > 0 ? total(x) : total(tf.neg(x))),
    /reads the result of Sum back/,
  );
  refuses(
    'a tensor from outside',
    () => total(outside),
    /uses a tensor of float32 \[2\] that was made outside \(safety\.test\.ts:\d+\); declare it in options\.data/,
  );
  refuses(
    'a tensor from outside that TensorFlow has seen',
    () => total(used),
    /uses a tensor of float32 \[2\] that was made outside/,
  );
  refuses(
    'a variable that is not declared',
    () => total(unused),
    /uses a tensor of float32 \[\] that was made outside/,
  );
  refuses(
    'multinomial',
    () => total(tf.cast(tf.multinomial(tf.tensor1d([1, 1]), 2), 'float32')),
    /Multinomial draws random numbers from hidden state/,
  );
  refuses('an asynchronous function', async () => total(x), /the function is asynchronous/);
  refuses('no total', () => ({ loss: tf.sum(w) }), /returned no tensor 'total'/);
  refuses(
    'terms of different shapes',
    () => ({ total: tf.sum(w), parts: w }),
    /term 'parts' has shape \[2\]; expected \[\] like total/,
  );
  refuses(
    'a total that is a matrix',
    () => ({ total: tf.outerProduct(tf.mul(w, 1) as tf.Tensor1D, tf.mul(w, 1) as tf.Tensor1D) }),
    /term 'total' has shape \[2,2\]; expected \[replicas\] or a scalar/,
  );
  refuses('a variable without influence', ({ x }) => ({ total: tf.sum(x) }), /./);
  refuses("an input called 'learningRate'", ({ x }) => total(x), /must not be called 'learningRate'/, {
    x,
    learningRate: x,
  });

  it('a variable without influence is named', () => {
    assert.throws(
      () => graph(() => ({ total: tf.sum(w) }), {}, { w, unused }, adam, { execution: 'graph' }),
      /variable 'unused' does not influence total/,
    );
  });

  it('but constants made inside and values that JavaScript knows anyway are fine', () => {
    for (const execution of modes) {
      const fn = () => {
        const known = tf.tensor1d([1, 2, 3]);
        return total(tf.add(tf.tensor1d([known.dataSync()[2], 1]), tf.range(0, 2)));
      };
      const step = graph(fn, {}, { w }, adam, { execution, notice: assert.fail });
      assert.equal(step.run({}, 2).completed, 2);
      step.dispose();
    }
  });

  it('and after an error TensorFlow.js works as before', () => {
    assert.throws(() => graph(() => total(outside), {}, { w }, adam));
    tf.tidy(() => assert.deepEqual([...tf.add(outside, used).dataSync()], [6, 8]));
  });
});

describe('the choice of a mode', () => {
  const vector = tf.variable(tf.tensor1d([1, 2]));
  const image = tf.zeros([1, 4, 4, 1]);
  const filter = tf.variable(tf.ones([2, 2, 1, 1]) as tf.Tensor4D);
  const large = tf.variable(tf.zeros([1500, 1500]));
  after(() => tf.dispose([vector, image, filter, large, repeated, words]));
  const square = () => ({ total: tf.sum(tf.square(vector)) });

  const chooses = (
    title: string,
    execution: ExecutionMode,
    reason: RegExp,
    make: (options: Options) => { execution: ExecutionMode; reason: string; dispose(): void },
  ) =>
    it(title, () => {
      const step = make({ notice: assert.fail });
      assert.equal(step.execution, execution);
      assert.match(step.reason, reason);
      step.dispose();
    });

  chooses('compiles dense models', 'xla', /dense/, (options) => graph(square, {}, { vector }, adam, options));
  chooses('does not compile for few steps', 'graph', /100 steps/, (options) =>
    graph(square, {}, { vector }, adam, { ...options, steps: 100 }),
  );
  chooses('makes no session for very few', 'eager', /3 steps/, (options) =>
    graph(square, {}, { vector }, adam, { ...options, steps: 3 }),
  );
  chooses('does not compile convolutions', 'graph', /Conv2D is slower/, (options) =>
    graph(
      ({ image }) => ({
        total: tf.sum(tf.conv2d(image as tf.Tensor4D, filter as unknown as tf.Tensor4D, 1, 'same')),
      }),
      { image },
      { filter },
      adam,
      options,
    ),
  );
  chooses('does not compile large matrices', 'graph', /matrices of 2250000 numbers/, (options) =>
    graph(() => ({ total: tf.sum(tf.matMul(tf.ones([1, 1500]), large)) }), {}, { large }, adam, options),
  );
  chooses(
    'does not compile a function for evaluation unless it is called often',
    'graph',
    /not worth a compilation/,
    (options) => graph(() => ({ y: tf.square(vector) }), {}, { vector }, undefined, options),
  );
  chooses('can be named', 'graph', /named by the caller/, (options) =>
    graph(square, {}, { vector }, adam, { ...options, execution: 'graph' }),
  );

  // TensorFlow.js gives tf.unique several outputs of which XLA knows none
  const repeated = tf.tensor1d([3, 1, 3, 2, 1]);
  const withUnique = () => ({ total: tf.sum(tf.mul(vector, tf.sum(tf.unique(repeated).values))) });
  const words = tf.tensor1d(['a', 'b']);
  const withWords = () => ({ total: tf.sum(tf.mul(vector, tf.cast(tf.equal(words, words), 'float32'))) });

  it('falls back with a notice that names the operation, and gives the same numbers', () => {
    const results = [{ execution: 'eager' }, { execution: 'graph' }, {}].map((options) => {
      const notices: string[] = [];
      const step = graph(withUnique, {}, { vector }, adam, {
        ...(options as Options),
        data: { repeated },
        notice: (text) => notices.push(text),
      });
      const { total } = step.run({}, 3).terms;
      const found = { total, execution: step.execution, notices };
      step.dispose();
      vector.assign(tf.tensor1d([1, 2]));
      return found;
    });
    const chosen = results[2];
    assert.equal(chosen.execution, 'graph');
    assert.deepEqual(chosen.notices, ['Running without XLA, as UniqueV2 cannot be compiled by XLA']);
    assert.deepEqual(results[1].total, chosen.total);
    results[0].total.forEach((value, i) =>
      assert.ok(Math.abs(value - chosen.total[i]) <= 1e-5 * Math.abs(value)),
    );
  });

  it('never leaves a mode that was named: the error names the operation', () => {
    const options: Options = { data: { words }, notice: assert.fail };
    assert.throws(
      () => graph(withUnique, {}, { vector }, adam, { ...options, data: { repeated }, execution: 'xla' }),
      /execution 'xla' is not possible: UniqueV2 cannot be compiled by XLA/,
    );
    for (const execution of ['xla', 'graph'] as const) {
      assert.throws(
        () => graph(withWords, {}, { vector }, adam, { ...options, execution }),
        /execution '(xla|graph)' is not possible: it cannot be traced: 'words': tensors of type string/,
      );
    }
    assert.throws(
      () => graph(square, {}, { vector }, adam, { ...options, execution: 'gpu' as 'xla' }),
      /execution is 'gpu'; expected one of auto, xla, graph, eager/,
    );
  });

  it('does not fall back on errors of any other kind', () => {
    const native = backend();
    const { runSavedModel } = native;
    native.runSavedModel = () => {
      throw new Error('out of memory');
    };
    try {
      assert.throws(
        () => graph(square, {}, { vector }, adam, { notice: assert.fail }),
        /^Error: out of memory$/,
      );
    } finally {
      native.runSavedModel = runSavedModel;
    }
  });

  it('what cannot be traced runs eagerly, with a fingerprint of what it does', () => {
    const of = (factor: number) => {
      const notices: string[] = [];
      const made = (inner: () => tf.Tensor) =>
        graph(() => ({ total: tf.mul(inner(), withWords().total) }), {}, { vector }, adam, {
          data: { words },
          notice: (text) => notices.push(text),
        });
      const step = made(() => tf.scalar(factor));
      assert.equal(step.execution, 'eager');
      assert.deepEqual(step.terms, ['total']);
      assert.match(notices.join(), /^Running step by step through TensorFlow\.js, as it cannot be traced/);
      step.dispose();
      return step.fingerprint;
    };
    assert.match(String(of(2)), /^[0-9a-f]{32}$/);
    assert.equal(of(2), of(2));
    assert.notEqual(of(2), of(3)); // the source of the function is the same
  });

  it('and with none, which is said, where not even that can be told', () => {
    const notices: string[] = [];
    const fn = () => ({
      total: tf.sum(tf.mul(vector, tf.cast(tf.equal(tf.tensor1d(['a']), 'a'), 'float32'))),
    });
    const step = graph(fn, {}, { vector }, adam, { notice: (text) => notices.push(text) });
    assert.equal(step.fingerprint, undefined);
    assert.deepEqual(step.terms, ['total']);
    assert.match(notices[1], /has no fingerprint.*: it holds a constant of type string/);
    assert.equal(step.run({}, 2).completed, 2);
    step.dispose();
    vector.assign(tf.tensor1d([1, 2]));
  });
});

describe('the fingerprint', () => {
  const w = tf.variable(tf.tensor1d([1, 2]));
  after(() => w.dispose());
  const of = (factor: number, execution: ExecutionMode = 'graph', optimiser: Adam = adam, shape = [3]) => {
    const step = graph(
      ({ noise }) => ({ total: tf.sum(tf.mul(factor, tf.square(w))).add(tf.sum(noise)) }),
      { noise: noiseInput(shape) },
      { w },
      optimiser,
      { execution },
    );
    step.dispose();
    return step.fingerprint;
  };

  it('is the same for the same program and differs with constants, shapes, optimiser and mode', () => {
    assert.equal(of(2), of(2));
    const others = [
      of(3),
      of(2, 'eager'),
      of(2, 'xla'),
      of(2, 'graph', { ...adam, beta1: 0.8 }),
      of(2, 'graph', adam, [4]),
    ];
    assert.equal(new Set([of(2), ...others]).size, 6);
  });

  it('holds the flags of XLA where it is used', () => {
    const flags = process.env.XLA_FLAGS;
    const [xla, plain] = [of(2, 'xla'), of(2)];
    try {
      process.env.XLA_FLAGS = `${flags ?? ''} `; // read by TensorFlow at its start only
      assert.notEqual(of(2, 'xla'), xla);
      assert.equal(of(2), plain);
    } finally {
      if (flags === undefined) delete process.env.XLA_FLAGS;
      else process.env.XLA_FLAGS = flags;
    }
  });
});
