import assert from 'node:assert/strict';
import { Random } from '@latent-torus/random';
import {
  bernoulli,
  dense,
  euclidean,
  gaussian,
  gaussianTorus,
  heatKernelTorus,
  normalNoise,
  tf,
  type Vae,
  vae,
} from 'latent-torus';
import { near } from '../../near';

describe('likelihoods', () => {
  it('bernoulli is the binary cross-entropy, also for grey pixels and large logits', () => {
    const x = [0, 1, 0.3, 0.9];
    const logits = [-2, 3, 0.5, -1];
    const expected = x.reduce((sum, value, i) => {
      const p = 1 / (1 + Math.exp(-logits[i]));
      return sum - value * Math.log(p) - (1 - value) * Math.log(1 - p);
    }, 0);
    near(bernoulli.loss(tf.tensor2d([x]), tf.tensor2d([logits])).dataSync(), [expected], 1e-5);
    near(bernoulli.loss(tf.tensor2d([[1, 0]]), tf.tensor2d([[200, -200]])).dataSync(), [0], 1e-6);
    near(bernoulli.loss(tf.tensor2d([[1, 0]]), tf.tensor2d([[-200, 200]])).dataSync(), [400], 1e-3);
  });

  it('gaussian is minus the log of the normal density', () => {
    const [x, m, s] = [[1, -2, 0.5], [0.7, -2.1, 0], 0.3];
    const expected = x.reduce(
      (sum, value, i) => sum + 0.5 * ((value - m[i]) / s) ** 2 + Math.log(s * Math.sqrt(2 * Math.PI)),
      0,
    );
    near(
      gaussian(s)
        .loss(tf.tensor2d([x]), tf.tensor2d([m]))
        .dataSync(),
      [expected],
      1e-5,
    );
  });

  it('gaussian takes a standard deviation for each replica', () => {
    const x = tf.ones([2, 4, 3]);
    const both = gaussian([0.5, 2])
      .loss(x, tf.zeros([2, 4, 3]))
      .arraySync() as number[][];
    for (const [r, s] of [0.5, 2].entries()) {
      near(
        both[r],
        Array.from(
          gaussian(s)
            .loss(tf.ones([4, 3]), tf.zeros([4, 3]))
            .dataSync(),
        ),
        1e-5,
      );
    }
  });

  it('gaussian refuses a standard deviation that is not above zero', () => {
    assert.throws(() => gaussian(0), /gaussian\(0\): expected a standard deviation above 0/);
    assert.throws(() => gaussian([1, NaN]), RangeError);
  });
});

describe('dense layers', () => {
  it('start uniform in ±1/√inputs, weights and biases, as in PyTorch', () => {
    const layer = dense('a', 400, 300, 1);
    for (const variable of [layer.weight, layer.bias]) {
      const { mean, variance } = tf.moments(variable);
      const most = tf.max(tf.abs(variable)).dataSync()[0];
      assert.ok(most <= 0.05 && most > 0.049, `largest ${most}`);
      near(mean.dataSync(), [0], 0.005);
      near(variance.dataSync(), [0.05 ** 2 / 3], 1e-4);
    }
  });

  it('depend on name and seed alone', () => {
    const start = (name: string, seed: number) => Array.from(dense(name, 3, 2, seed).weight.dataSync());
    assert.deepEqual(start('a', 1), start('a', 1));
    assert.notDeepEqual(start('a', 1), start('a', 2));
    assert.notDeepEqual(start('a', 1), start('b', 1));
  });

  it('name the shape that does not fit', () => {
    assert.throws(
      () => dense('a', 3, 2, 1).apply(tf.ones([5, 4])),
      /a layer of 3 inputs got a tensor of shape \[5,4\]/,
    );
    // two replicas must not share out four rows without a word
    assert.throws(
      () => dense('a', 3, 2, [1, 2]).apply(tf.ones([4, 3])),
      /a layer of 2 replicas got a tensor of shape \[4,3\]/,
    );
    assert.throws(() => dense('a', 3, 2, [1, 2]).apply(tf.ones([4, 2, 3])), /expected \[2, rows, 3\]/);
  });
});

const spaces = [euclidean(2), gaussianTorus(2), heatKernelTorus(2)];
const make = (latent = gaussianTorus(2), seed: number | number[] = 1): Vae =>
  vae({ inputs: 6, hidden: [5, 4], latent, likelihood: bernoulli, seed });
const images = (...shape: number[]) => {
  const random = new Random(3);
  return tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.uniform()),
    shape,
  );
};
const weight = { klWeight: tf.scalar(0.7) };

for (const latent of spaces) {
  describe(`a VAE on ${latent.name}`, () => {
    it('has total = reconstruction + klWeight · divergence, each the mean over the batch', () => {
      const model = make(latent);
      const x = images(8, 6);
      const noise = normalNoise(model.noiseShape(8), [1, 2]);
      const { total, reconstruction, kl } = model.loss({ x }, noise, weight);
      near(total.dataSync(), [reconstruction.dataSync()[0] + 0.7 * kl.dataSync()[0]], 1e-5);
      const single = Array.from({ length: 8 }, (_, i) => {
        const row = (tensor: tf.Tensor) => tensor.slice([i, 0], [1, -1]);
        return model.loss({ x: row(x) }, row(noise), weight).total.dataSync()[0];
      });
      near(total.dataSync(), [single.reduce((a, b) => a + b) / 8], 1e-5);
    });

    it('has gradients that agree with finite differences', () => {
      const model = make(latent);
      const x = images(8, 6);
      const noise = normalNoise(model.noiseShape(8), [1, 2]);
      const loss = () => model.loss({ x }, noise, weight).total as tf.Scalar;
      const { grads } = tf.variableGrads(loss, Object.values(model.variables));
      const random = new Random(5);
      for (const [name, variable] of Object.entries(model.variables)) {
        const start = variable.dataSync().slice();
        const at = random.integer(start.length);
        const side = (step: number) => {
          variable.assign(
            tf.tensor(
              start.map((v, i) => (i === at ? v + step : v)),
              variable.shape,
            ),
          );
          return loss().dataSync()[0];
        };
        const numeric = (side(1e-3) - side(-1e-3)) / 2e-3;
        variable.assign(tf.tensor(start, variable.shape));
        const exact = grads[variable.name].dataSync()[at];
        assert.ok(
          Math.abs(numeric - exact) < 2e-3 + 0.02 * Math.abs(exact),
          `${name}[${at}]: ${exact}, differences say ${numeric}`,
        );
      }
    });

    it('trains replicas that are each the single model of their seed', () => {
      const seeds = [4, 9, 2];
      const together = make(latent, seeds);
      const x = images(3, 7, 6);
      const noise = normalNoise([3, ...together.noiseShape(7)], [1, 2]);
      const terms = together.loss({ x }, noise, weight);
      seeds.forEach((seed, r) => {
        const part = (tensor: tf.Tensor) => tensor.slice([r, 0, 0], [1, -1, -1]).squeeze([0]);
        const alone = make(latent, seed).loss({ x: part(x) }, part(noise), weight);
        for (const term of Object.keys(terms))
          near([terms[term].dataSync()[r]], alone[term].dataSync(), 1e-5);
      });
    });

    it('encodes and decodes with leading axes', () => {
      const model = make(latent);
      const posterior = model.encode(images(2, 3, 6));
      for (const [name, size] of Object.entries(latent.heads))
        assert.deepEqual(posterior[name].shape, [2, 3, size]);
      assert.deepEqual(model.decode(normalNoise([4, 2, 3, 2], [1, 1])).shape, [4, 2, 3, 6]);
    });

    it('leaves no tensor behind when it is disposed of', () => {
      const before = tf.memory().numTensors;
      const model = make(latent, [1, 2]);
      tf.tidy(
        () =>
          void model.loss({ x: images(2, 3, 6) }, normalNoise([2, 3, 2], [1, 1]), {
            klWeight: tf.scalar(1),
          }),
      );
      model.dispose();
      assert.equal(tf.memory().numTensors, before);
    });
  });
}
