import assert from 'node:assert/strict';
import { normalNoise, tf } from 'latent-torus';
import { heatKernel, literalTorus, printedTorus } from '../../notebooks/thesis';

const posterior = (time: number) => ({
  direction: tf.tensor2d([[1, 0]]),
  logTime: tf.tensor2d([[Math.log(time)]]),
});

describe('the diffusion posterior as printed', () => {
  it('has the density (7.5), the sum over waves without their factor 2', () => {
    for (const time of [0.3, 0.6, 1, 3]) {
      for (const angle of [-3, -0.5, 0, 1.2]) {
        let sum = 0;
        for (let m = 0; m < 40; m++) sum += Math.cos(m * angle) * Math.exp(-m * m * time);
        const found = printedTorus(1)
          .logPosterior(posterior(time), tf.tensor2d([[angle]]))
          .dataSync()[0];
        assert.ok(Math.abs(found - Math.log(sum / (2 * Math.PI))) < 2e-6, `t = ${time}, θ = ${angle}`);
      }
    }
  });

  it('is half uniform, half heat kernel', () => {
    const found = printedTorus(1)
      .logPosterior(posterior(1e-3), tf.tensor2d([[0.02]]))
      .dataSync()[0];
    assert.ok(Math.abs(Math.exp(found) - (0.25 / Math.PI + 0.5 * heatKernel(0.02, 1e-3))) < 1e-5);
  });

  it('has samples of standard deviation t, (7.10)', () => {
    const samples = printedTorus(1).sample(posterior(0.2), normalNoise([50_000, 1], [1, 2]));
    const deviation = Math.sqrt(tf.moments(samples).variance.dataSync()[0]);
    assert.ok(Math.abs(deviation - 0.2) < 0.003, `${deviation}`);
  });

  it('has the divergence log(P/P_Θ) at a sample, and with (7.9) taken literally P times that', () => {
    const point = tf.tensor2d([[0.1]]);
    const log = printedTorus(1).logPosterior(posterior(0.2), point).dataSync()[0];
    const ratio = log + Math.log(2 * Math.PI);
    const printed = printedTorus(1).kl(posterior(0.2), point).dataSync()[0];
    const literal = literalTorus(1).kl(posterior(0.2), point).dataSync()[0];
    assert.ok(Math.abs(printed - ratio) < 1e-6 && Math.abs(literal - Math.exp(log) * ratio) < 1e-6);
    assert.throws(() => literalTorus(1).kl(posterior(0.2)), /pass a point/);
  });

  it('has gradients that are finite for tiny and large t, and for a direction of length 0', () => {
    const space = printedTorus(1);
    for (const logTime of [-20, -8, 0, 4]) {
      const total = (direction: tf.Tensor, time: tf.Tensor) => {
        const own = { direction, logTime: time };
        const point = space.sample(own, tf.tensor2d([[1.3]]));
        return tf.sum(tf.add(space.kl(own, point), tf.sum(space.embed(point)))) as tf.Scalar;
      };
      for (const gradient of tf.grads(total)([tf.zeros([1, 2]), tf.tensor2d([[logTime]])]))
        assert.ok(gradient.dataSync().every(Number.isFinite), `log t = ${logTime}`);
    }
  });
});
