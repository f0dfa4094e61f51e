import assert from 'node:assert/strict';
import { fit, tf } from '../../lib';
import {
  collapses,
  dataVariance,
  frequencyCircle,
  frequencyData,
  linearVaes,
  printedSquaredRadius,
  squaredRadius,
} from '../../notebooks/thesis';
import { near } from '../near';

const at = (sigma: number, sigmaX: number, sigmaZ: number) => ({ sigma, sigmaX, sigmaZ });

describe('frequencyData', () => {
  it('has mean 0 and covariance (½ + σ²) I, as the distribution of the data', () => {
    for (const sigma of [0, 0.1, 1]) {
      const x = frequencyData(sigma);
      const covariance = tf.div(tf.matMul(x, x, true), x.shape[0]);
      near(tf.mean(x, 0).dataSync(), [0, 0], 1e-6);
      const variance = dataVariance({ sigma });
      near(covariance.dataSync(), [variance, 0, 0, variance], 1e-5);
    }
  });
});

describe('Theorem 3', () => {
  it('has the numbers of the errata: 6.5112, printed 13.0224', () => {
    near([squaredRadius(at(0.1, 0.1, 0.5))], [6.5112], 5e-5);
    near([printedSquaredRadius(at(0.1, 0.1, 0.5))], [13.0224], 5e-5);
  });

  it('is where the loss with one free radius is least, found by search', () => {
    for (const setting of [at(0.1, 0.1, 0.5), at(1, 0.5, 0.3), at(0, 1, 0.2), at(0.3, 1, 2)]) {
      const { sigmaX, sigmaZ } = setting;
      const variance = dataVariance(setting);
      // For each λ the best H is h I with h = Γλ/(Γλ² + σ_Z²), which leaves the loss per coordinate:
      const loss = (lambda: number) => {
        const h = (variance * lambda) / (variance * lambda ** 2 + sigmaZ ** 2);
        return (
          variance * lambda ** 2 + (variance * (h * lambda - 1) ** 2 + sigmaZ ** 2 * h ** 2) / sigmaX ** 2
        );
      };
      let best = 0;
      for (let lambda = 0; lambda < 6; lambda += 1e-4) if (loss(lambda) < loss(best)) best = lambda;
      near([best ** 2], [squaredRadius(setting)], 1e-3);
    }
  });

  it('collapses where √Γ ≤ σ_X σ_Z, and only there', () => {
    for (const setting of [at(0, 1, 0.7), at(0, 1, 0.71), at(1, 1, 1.2), at(1, 2, 0.62)])
      assert.equal(squaredRadius(setting) === 0, collapses(setting));
  });
});

describe('linearVaes', () => {
  const settings = [at(0.1, 0.1, 0.5), at(1, 0.5, 0.5), at(0.1, 1, 2)];

  it('come by gradient descent to the radius of the theorem, not to the printed one', async function () {
    this.timeout(60_000);
    const models = linearVaes(settings, 1);
    const x = tf.stack(settings.map(({ sigma }) => frequencyData(sigma)));
    await fit(
      models,
      { x },
      {
        epochs: 800,
        batchSize: x.shape[1]!,
        seed: settings.map(() => 1),
        dataPerReplica: true,
        learningRate: (epoch, epochs) => 0.05 * (1 - epoch / epochs),
        cache: false,
        progress: () => undefined,
      },
    );
    const circle = tf.tile(tf.expandDims(frequencyCircle(12), 0), [settings.length, 1, 1]);
    const squares = tf.sum(tf.square(models.encode(circle)), -1).arraySync() as number[][];
    settings.forEach((setting, i) => {
      const scale = Math.max(1, squaredRadius(setting));
      near(squares[i], new Array(12).fill(squaredRadius(setting)), 2e-3 * scale); // a circle, all round
    });
    assert.ok(Math.abs(squares[0][0] - printedSquaredRadius(settings[0])) > 6);
  });

  it('have the loss that sampling z gives', () => {
    const [setting] = settings;
    const models = linearVaes([setting], 4);
    const x = tf.expandDims(frequencyData(setting.sigma), 0);
    const { total } = models.loss({ x }, tf.zeros([1, 1, 1]), {});
    const samples = 2000;
    const mean = models.encode(x); // [1, rows, 2]
    const noise = tf.randomNormal([samples, ...mean.shape.slice(1)], 0, setting.sigmaZ, 'float32', 5);
    const z = tf.add(mean, noise);
    const decoded = tf.reshape(
      tf.matMul(tf.reshape(z, [-1, 2]) as tf.Tensor2D, tf.squeeze(models.variables.decoder) as tf.Tensor2D),
      z.shape,
    );
    const error = tf.div(tf.mean(tf.sum(tf.squaredDifference(decoded, x), -1)), 2 * setting.sigmaX ** 2);
    const expected = tf.add(error, tf.mul(tf.mean(tf.sum(tf.square(mean), -1)), 0.5)).dataSync()[0];
    near([total.dataSync()[0] / expected], [1], 0.01);
  });
});
