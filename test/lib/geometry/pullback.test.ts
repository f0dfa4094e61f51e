import assert from 'node:assert/strict';
import { Random } from '@latent-torus/random';
import { torusVae } from '@latent-torus/torus';
import {
  bernoulli,
  type Decoder,
  decodeFeatures,
  decodeMean,
  gaussianTorus,
  jacobian,
  meanImage,
  pullback,
  tf,
  vae,
} from 'latent-torus';
import { decoderOf } from '../../decoder';
import { near } from '../../near';

/** Longitude and latitude → the unit sphere: its metric is diag(cos² latitude, 1). */
const sphere: Decoder = decoderOf((points) =>
  tf.tidy(() => {
    const [longitude, latitude] = tf.unstack(points, -1);
    return tf.stack(
      [
        tf.mul(tf.cos(latitude), tf.cos(longitude)),
        tf.mul(tf.cos(latitude), tf.sin(longitude)),
        tf.sin(latitude),
      ],
      -1,
    );
  }),
);
const random = new Random(3);
const somewhere = (count: number) =>
  Array.from({ length: count }, () => [6 * random.uniform() - 3, 2.8 * random.uniform() - 1.4]);

describe('jacobian', () => {
  it('is the derivative that is known in closed form', () => {
    const points = somewhere(5);
    const found = jacobian(meanImage(sphere), tf.tensor2d(points));
    assert.deepEqual(found.shape, [5, 3, 2]);
    const [cos, sin] = [Math.cos, Math.sin];
    near(
      found.dataSync(),
      points.flatMap(([l, b]) => [
        -cos(b) * sin(l),
        -sin(b) * cos(l),
        cos(b) * cos(l),
        -sin(b) * sin(l),
        0,
        cos(b),
      ]),
      1e-6,
    );
  });

  it('agrees with central differences, computed in double precision, on a ReLU decoder', () => {
    const model = vae({
      inputs: 7,
      hidden: [9, 5],
      latent: gaussianTorus(2),
      likelihood: bernoulli,
      seed: 4,
    });
    const image = inJavaScript(model.variables);
    const points = somewhere(6);
    const found = jacobian(meanImage(model), tf.tensor2d(points)).arraySync();
    points.forEach((point, n) =>
      [0, 1].forEach((k) => {
        const [up, down] = [1e-6, -1e-6].map((step) =>
          image(point.map((angle, j) => angle + (j === k ? step : 0))),
        );
        near(
          found[n].map((row) => row[k]),
          up.map((value, i) => (value - down[i]) / 2e-6),
          1e-6,
        );
      }),
    );
    model.dispose();
  });

  it('leaves nothing in memory but its result', () => {
    const points = tf.tensor2d(somewhere(4));
    const before = tf.memory().numTensors;
    jacobian(meanImage(sphere), points).dispose();
    assert.equal(tf.memory().numTensors, before);
    points.dispose();
  });
});

/** The decoder of angles → (cos, sin) → ReLU layers → sigmoid, in plain JavaScript. */
function inJavaScript(variables: Readonly<Record<string, tf.Variable>>) {
  const layer = (name: string) => {
    const weight = variables[`${name}.weight`].arraySync() as number[][];
    const bias = variables[`${name}.bias`].arraySync() as number[];
    return (x: number[]) => bias.map((b, j) => x.reduce((sum, value, i) => sum + value * weight[i][j], b));
  };
  const [first, second, last] = ['decoder1', 'decoder2', 'output'].map(layer);
  const relu = (x: number[]) => x.map((value) => Math.max(0, value));
  return (angles: number[]) => {
    const features = angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]);
    return last(relu(second(relu(first(features))))).map((logit) => 1 / (1 + Math.exp(-logit)));
  };
}

describe('pullback', () => {
  const points = somewhere(600); // more than two calls of the graph

  it('gives a sphere the metric diag(cos² latitude, 1)', async () => {
    const { metric, magnification, anisotropy } = await pullback(sphere, tf.tensor2d(points));
    const cosines = points.map(([, latitude]) => Math.cos(latitude));
    near(
      metric,
      cosines.flatMap((c) => [c * c, 0, 0, 1]),
      1e-5,
    );
    near(magnification, cosines, 1e-5);
    near(
      anisotropy.map((ratio, i) => ratio * cosines[i]),
      cosines.map(() => 1),
      1e-4,
    );
  });

  it('in graph mode gives what the eager Jacobian gives, for the paper’s model', async () => {
    const model = torusVae(1);
    const some = tf.tensor2d(points.slice(0, 40));
    const { metric } = await pullback(model, some);
    const j = jacobian(meanImage(model), some);
    near(metric, tf.matMul(j, j, true).dataSync(), 1e-4 * Math.max(...metric));
    model.dispose();
  });

  it('refuses points of one coordinate', async () => {
    await assert.rejects(pullback(sphere, tf.tensor2d([[1], [2]])), /1 coordinates; expected two/);
  });
});

describe('decodeFeatures', () => {
  const model = vae({ inputs: 7, hidden: [9, 5], latent: gaussianTorus(2), likelihood: bernoulli, seed: 4 });

  it('agrees with the model’s own decoder at features of points', () => {
    const points = tf.tensor2d(somewhere(6));
    const features = model.latent.embed(points) as tf.Tensor2D;
    near(decodeFeatures(model, features).dataSync(), meanImage(model)(points).dataSync(), 1e-6);
  });

  it('has the axis of replicas of the model, where a single mean image is refused', async () => {
    const two = vae({ inputs: 7, hidden: [9], latent: gaussianTorus(2), seed: [1, 2] });
    const points = tf.tensor2d(somewhere(3));
    const features = two.latent.embed(points);
    assert.deepEqual(decodeFeatures(two, features).shape, [2, 3, 7]);
    near(decodeFeatures(two, features).dataSync(), decodeMean(two, points).dataSync(), 1e-6);
    assert.throws(() => meanImage(two), /has 2 replicas; take one: replica\(model, 0\)/);
    await assert.rejects(pullback(two, points), /has 2 replicas/);
  });
});
