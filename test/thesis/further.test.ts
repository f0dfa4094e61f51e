import assert from 'node:assert/strict';
import { normalNoise, tf, vae } from 'latent-torus';
import { spaceByName } from '../../notebooks/thesis/space-by-name';
import { vonMisesFisherSphere } from '../../notebooks/thesis/von-mises-fisher';
import { near } from '../near';

const space = vonMisesFisherSphere();
const posteriorOf = (kappa: number, rows = 1) => ({
  direction: tf.tile(tf.tensor2d([[1, 2, -2]]), [rows, 1]),
  logConcentration: tf.fill([rows, 1], Math.log(kappa)),
});
/** The mean of a function of the height µ·z over the sphere, by the midpoint rule. */
const overHeights = (f: (w: number) => number, steps = 100_000) => {
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += f(-1 + (2 * i + 1) / steps);
  return sum / steps;
};

describe('the von Mises–Fisher posterior on a sphere', () => {
  for (const kappa of [0.1, 1, 8, 200]) {
    const weight = (w: number) => Math.exp(kappa * (w - 1));
    const total = overHeights(weight);
    it(`of concentration ${kappa} has the divergence and density of quadrature`, () => {
      const exact = overHeights((w) => (weight(w) / total) * Math.log(weight(w) / total));
      near(space.kl(posteriorOf(kappa)).dataSync(), [exact], 1e-4);
      const pole = space.mean(posteriorOf(kappa));
      near(
        space.logPosterior(posteriorOf(kappa), pole).dataSync(),
        [Math.log(1 / total / (4 * Math.PI))],
        1e-4,
      );
    });

    it(`of concentration ${kappa} has samples on the sphere, of the right mean and round its axis`, () => {
      const count = 40_000;
      const points = space.sample(posteriorOf(kappa, count), normalNoise([count, 4], [3, 1]));
      near([tf.max(tf.abs(tf.sub(tf.sum(tf.square(points), -1), 1))).dataSync()[0]], [0], 1e-5);
      const mean = tf.mean(points, 0).dataSync();
      const length = overHeights((w) => (w * weight(w)) / total);
      near(
        mean,
        [1 / 3, 2 / 3, -2 / 3].map((axis) => axis * length),
        0.012,
      );
    });
  }

  it('has gradients that agree with finite differences', () => {
    const noise = normalNoise([5, 4], [2, 2]);
    const at = (log: number) =>
      tf.tidy(() => {
        const posterior = { ...posteriorOf(1, 5), logConcentration: tf.fill([5, 1], log) };
        const points = space.sample(posterior, noise);
        return tf
          .add(tf.sum(tf.mul(points, tf.tensor1d([1, -0.5, 2]))), tf.sum(space.kl(posterior)))
          .dataSync()[0];
      });
    const gradient = tf.grad((log: tf.Tensor) => {
      const posterior = { ...posteriorOf(1, 5), logConcentration: tf.mul(tf.ones([5, 1]), log) };
      const points = space.sample(posterior, noise);
      return tf.add(tf.sum(tf.mul(points, tf.tensor1d([1, -0.5, 2]))), tf.sum(space.kl(posterior)));
    });
    for (const log of [-1, 1, 3]) {
      const [h] = [0.02];
      near(gradient(tf.scalar(log)).dataSync(), [(at(log + h) - at(log - h)) / (2 * h)], 0.02);
    }
  });
});

describe('a product of spaces by its name', () => {
  it('is the circle, plane or sphere that it says, one after another', () => {
    const { dimensions, features, heads } = spaceByName('s1, r2,s2');
    assert.deepEqual([dimensions, features], [1 + 2 + 2, 2 + 2 + 3]);
    assert.deepEqual(Object.keys(heads), [
      '0.direction',
      '0.logVariance',
      '1.mean',
      '1.logVariance',
      '2.direction',
      '2.logConcentration',
    ]);
    assert.equal(spaceByName('t3').coordinates, 3);
  });

  it('has terms that are finite for a model on it', () => {
    const model = vae({ inputs: 4, hidden: [3], latent: spaceByName('s2,s1,r1'), seed: 1 });
    const x = tf.sigmoid(normalNoise([6, 4], [1, 1]));
    const noise = normalNoise(model.noiseShape(6), [1, 2]);
    const { total } = model.loss({ x }, noise, { klWeight: tf.scalar(1) });
    assert.ok(Number.isFinite(total.dataSync()[0]));
    model.dispose();
  });

  for (const name of ['', 'r0', 's3', 'q2', 's1;r2'])
    it(`is refused: '${name}'`, () =>
      assert.throws(() => spaceByName(name), { name: 'RangeError', message: /is not a space; expected r1/ }));
});
