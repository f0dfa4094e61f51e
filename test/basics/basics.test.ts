import assert from 'node:assert/strict';
import { convolutional, mmd, transposedConvolutional } from '@latent-torus/basics';
import {
  bernoulli,
  code,
  euclidean,
  type FitOptions,
  fit,
  gaussianTorus,
  heatKernelTorus,
  type LatentSpace,
  normalNoise,
  tf,
  type Vae,
  vae,
} from 'latent-torus';
import { near } from '../near';

const options: FitOptions = {
  epochs: 12,
  batchSize: 16,
  seed: 1,
  learningRate: 0.01,
  cache: false,
  execution: 'eager',
  progress: () => {},
};
const allFinite = (model: Vae, x: tf.Tensor, coefficients: Record<string, tf.Tensor>) => {
  const rows = x.shape[0];
  const loss = () =>
    model.loss({ x }, normalNoise(model.noiseShape(rows), [4, 4]), coefficients).total as tf.Scalar;
  const { value, grads } = tf.variableGrads(loss, Object.values(model.variables));
  assert.ok(Number.isFinite(value.dataSync()[0]));
  for (const [name, variable] of Object.entries(model.variables)) {
    const gradient = grads[variable.name].dataSync();
    assert.ok(gradient.every(Number.isFinite), name);
    assert.ok(
      gradient.some((one) => one !== 0),
      `${name} has no gradient`,
    );
  }
};

describe('the MMD objective', () => {
  const x = tf.tidy(() => tf.sigmoid(tf.mul(normalNoise([16, 6], [3, 3]), 2)));
  const make = (latent: LatentSpace, seed: number | number[] = 1) =>
    vae({ inputs: 6, hidden: [8], latent, objective: mmd(), seed });
  const mmdWeight = tf.scalar(1000);

  it('is the unbiased estimate with the inverse multiquadratic kernel, counted pair by pair', () => {
    const model = make(euclidean(2));
    const noise = normalNoise(model.noiseShape(16), [5, 5]);
    const { total, reconstruction, mmd: found } = model.loss({ x }, noise, { mmdWeight });
    const own = tf.slice(noise, [0, 0], [16, 2]);
    const codes = model.latent.sample(model.encode(x), own).arraySync() as number[][];
    const prior = tf.slice(noise, [0, 2], [16, 2]).arraySync() as number[][];
    const kernel = (u: number[], v: number[]) => 1 / (1 + ((u[0] - v[0]) ** 2 + (u[1] - v[1]) ** 2) / 2);
    let sum = 0;
    for (let i = 0; i < 16; i++) {
      for (let j = 0; j < 16; j++) {
        if (i !== j) sum += (kernel(codes[i], codes[j]) + kernel(prior[i], prior[j])) / (16 * 15);
        sum -= (2 * kernel(codes[i], prior[j])) / 256;
      }
    }
    near(found.dataSync(), [sum], 1e-5);
    near(total.dataSync(), [reconstruction.dataSync()[0] + 1000 * sum], 1e-2);
  });

  it('is about 0 where codes have the prior’s distribution, and large where all are one point', () => {
    const sameAsPrior = make(code(2));
    const terms = (bias: number[]) => {
      sameAsPrior.variables['mean.bias'].assign(tf.tensor1d(bias));
      return sameAsPrior
        .loss({ x }, normalNoise(sameAsPrior.noiseShape(16), [5, 5]), { mmdWeight })
        .mmd.dataSync()[0];
    };
    sameAsPrior.variables['mean.weight'].assign(tf.zeros([8, 2]));
    assert.ok(terms([3, 3]) > terms([0, 0]) && terms([0, 0]) > 0.1);
  });

  for (const latent of [euclidean(2), gaussianTorus(2), heatKernelTorus(1), code(2)]) {
    it(`trains on ${latent.name} with finite gradients`, async () => {
      const model = make(latent);
      allFinite(model, x, { mmdWeight });
      assert.equal(model.coefficients.mmdWeight, 1000);
      // with so small a batch the discrepancy is mostly chance: let the reconstruction count
      const light = { ...options, epochs: 25, learningRate: 0.05, coefficients: { mmdWeight: 1 } };
      const { history } = await fit(model, { x }, light);
      const names = ['epoch', 'learningRate', 'mmd', 'mmdWeight', 'reconstruction', 'total'];
      assert.deepEqual(Object.keys(history[0]).sort(), names);
      const mean = (rows: typeof history) => rows.reduce((sum, { total }) => sum + total, 0) / rows.length;
      assert.ok(mean(history.slice(-5)) < mean(history.slice(0, 5)) - 0.1, JSON.stringify(history));
    });
  }

  it('is for replicas what it is for the single models', () => {
    const together = make(gaussianTorus(2), [1, 7]);
    const noise = normalNoise([2, ...together.noiseShape(16)], [5, 5]);
    const terms = together.loss({ x: tf.stack([x, x]) }, noise, { mmdWeight });
    [1, 7].forEach((seed, r) => {
      const alone = make(gaussianTorus(2), seed).loss({ x }, tf.gather(noise, r), { mmdWeight });
      for (const name of ['reconstruction', 'mmd'])
        near([terms[name].dataSync()[r]], alone[name].dataSync(), 1e-4);
    });
  });
});

describe('convolutional architectures', () => {
  const sizes = { shape: [8, 8] as const, filters: [3, 4], units: 5 };
  const make = (latent: LatentSpace = gaussianTorus(2)) =>
    vae({
      inputs: 64,
      encoder: convolutional(sizes),
      decoder: transposedConvolutional(sizes),
      latent,
      likelihood: bernoulli,
      seed: 1,
    });
  // squares in different places
  const x = tf.tensor2d(
    Array.from({ length: 16 }, (_, n) =>
      Array.from({ length: 64 }, (__, i) =>
        Number(Math.abs((i % 8) - (n % 4) - 2) < 2 && Math.abs(Math.floor(i / 8) - (n >> 2) - 2) < 2),
      ),
    ),
  );

  it('have the variables and shapes that they say', () => {
    const model = make();
    const shapes = Object.fromEntries(
      Object.entries(model.variables).map(([name, { shape }]) => [name, shape]),
    );
    assert.deepEqual(shapes, {
      'encoder1.weight': [3, 3, 1, 3],
      'encoder1.bias': [3],
      'encoder2.weight': [3, 3, 3, 4],
      'encoder2.bias': [4],
      'encoderDense.weight': [16, 5],
      'encoderDense.bias': [5],
      'mean.weight': [5, 2],
      'mean.bias': [2],
      'logVariance.weight': [5, 2],
      'logVariance.bias': [2],
      'decoderDense.weight': [4, 16],
      'decoderDense.bias': [16],
      'decoder1.weight': [3, 3, 4, 4],
      'decoder1.bias': [4],
      'decoder2.weight': [3, 3, 4, 3],
      'decoder2.bias': [3],
      'output.weight': [3, 3, 3, 1],
      'output.bias': [1],
    });
    assert.deepEqual(model.encode(x).mean.shape, [16, 2]);
    assert.deepEqual(model.decode(tf.zeros([2, 16, 2])).shape, [2, 16, 64]);
    assert.deepEqual(model.encode(tf.zeros([2, 3, 64])).mean.shape, [2, 3, 2]);
  });

  it('encode and decode rows independently of their batch and leading axes', () => {
    const model = make();
    const whole = model.encode(x).mean.arraySync() as number[][];
    near((model.encode(x.slice([5, 0], [1, -1])).mean.arraySync() as number[][])[0], whole[5], 1e-5);
    const stacked = model.encode(tf.reshape(x, [4, 4, 64])).mean;
    near(stacked.dataSync(), whole.flat(), 1e-5);
    const points = normalNoise([4, 4, 2], [1, 1]);
    near(model.decode(points).dataSync(), model.decode(tf.reshape(points, [16, 2])).dataSync(), 1e-5);
  });

  it('have the gradient of finite differences', () => {
    const model = make();
    allFinite(model, x, { klWeight: tf.scalar(1) });
    const noise = normalNoise(model.noiseShape(16), [1, 2]);
    const loss = () => tf.tidy(() => model.loss({ x }, noise, { klWeight: tf.scalar(1) }).total as tf.Scalar);
    const { grads } = tf.variableGrads(loss, Object.values(model.variables));
    for (const name of [
      'encoder1.weight',
      'encoder2.bias',
      'decoder1.weight',
      'decoder2.weight',
      'output.bias',
    ]) {
      const variable = model.variables[name];
      const direction = normalNoise(variable.shape, [3, name.length]);
      const start = tf.clone(variable);
      const at = (step: number) => {
        tf.tidy(() => variable.assign(tf.add(start, tf.mul(direction, step))));
        return loss().dataSync()[0];
      };
      const numeric = (at(2e-3) - at(-2e-3)) / 4e-3;
      variable.assign(start);
      const exact = tf.tidy(() => tf.sum(tf.mul(grads[variable.name], direction)).dataSync()[0]);
      assert.ok(Math.abs(numeric - exact) < 0.05 + 0.03 * Math.abs(exact), `${name}: ${exact}, ${numeric}`);
    }
  });

  for (const execution of ['eager', 'graph'] as const) {
    it(`train (${execution})`, async () => {
      const { history } = await fit(make(), { x }, { ...options, execution });
      assert.ok(history[11].total < history[0].total - 1, `${history[0].total} to ${history[11].total}`);
    });
  }

  it('train on an autoencoder, and with the MMD objective', async () => {
    const model = vae({ ...make().options, latent: code(2), objective: mmd() });
    allFinite(model, x, { mmdWeight: tf.scalar(10) });
    assert.equal((await fit(model, { x }, { ...options, epochs: 2 })).steps, 2);
  });

  it('refuse sizes that do not fit, and replicas', () => {
    const model = { ...make().options };
    assert.throws(
      () => convolutional({ shape: [28, 30] }),
      /shape is \[28, 30\]; expected sides that 4 divides/,
    );
    assert.throws(() => convolutional({ filters: [] }), /filters is \[\]; expected a list of whole numbers/);
    assert.throws(() => convolutional({ kernel: 0 }), /kernel is 0/);
    assert.throws(() => transposedConvolutional({ units: NaN }), /units is NaN/);
    assert.throws(
      () => vae({ ...model, inputs: 784 }),
      /the number of pixels of 'encoder' is 784; expected 8 × 8/,
    );
    assert.throws(
      () => vae({ ...model, seed: [1, 2] }),
      /seed is \[1, 2\]; expected one seed, as convolutions have no axis/,
    );
  });
});
