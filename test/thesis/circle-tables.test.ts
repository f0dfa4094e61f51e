import assert from 'node:assert/strict';
import { euclidean, gaussian, tf, vae } from 'latent-torus';
import {
  besselRatio,
  circleFigures,
  circlePosteriors,
  circleSettings,
  compared,
  evenCircle,
  inRatiosFrom,
  loopOf,
  placesOf,
  reportedAt,
  ringOptimum,
  table51,
  table71,
} from '../../notebooks/thesis';

const near = (found: number, expected: number, within: number) =>
  assert.ok(Math.abs(found - expected) <= within, `${found}, expected ${expected}`);

describe('the reported tables', () => {
  it('have nine settings each, whose terms add up to −ELBO as far as they are printed', () => {
    for (const table of [table51, table71]) {
      assert.equal(table.length, 9);
      for (const { noise, sigmaX } of table) {
        const { total, kl, reconstruction } = reportedAt(table, noise, sigmaX);
        near(total[0], kl[0] + reconstruction[0], 0.025);
      }
    }
    assert.throws(() => reportedAt(table51, 2, 1), /no setting σ = 2/);
  });

  it('are compared by the difference of means over its standard error', () => {
    const settings = circleSettings([0.01], [1], 2);
    const figures = [25.4, 25.6].map((total) => ({ total, kl: 1.74, reconstruction: 23.67, mse: 0.04 }));
    const [total] = compared(table51, settings, figures);
    near(total.z!, 0.09 / Math.sqrt(0.01 ** 2 / 5 + 0.02 / 2), 1e-6);
    assert.equal(compared(table51, settings, figures.slice(0, 1).concat(figures[0]))[1].figure, 'kl');
  });
});

describe('loopOf', () => {
  const phases = Array.from({ length: 100 }, (_, i) => (2 * Math.PI * i) / 100 - 3);
  it('sees an even loop, in either sense, on the circle and in the plane', () => {
    for (const sense of [1, -1]) {
      const angles = phases.map((phase) => sense * phase);
      for (const codes of [angles, angles.flatMap((a) => [3 + Math.cos(a), Math.sin(a) - 1])]) {
        const loop = loopOf(codes, 100);
        assert.equal(loop.winding, sense);
        near(loop.longestStep, 0.01, 1e-6);
        near(loop.sameWay, 1, 0);
        near(loop.covered, 0.99, 1e-6);
      }
    }
  });
  it('sees a severed loop, and one that goes back on itself', () => {
    const half = loopOf(
      phases.map((phase) => phase / 2),
      100,
    );
    assert.ok(half.covered < 0.51 && half.longestStep > 0.4);
    const back = loopOf(
      phases.map((phase) => Math.abs(phase)),
      100,
    );
    assert.equal(back.winding, 0);
    assert.ok(back.sameWay < 0.6);
    assert.throws(() => loopOf([1, 2, 3], 2), /3 numbers for 2 phases/);
  });
});

describe('the best ring of round Gaussians', () => {
  it('is what a simulation of its decoder gives', () => {
    const { parameter: q, kl, reconstruction } = ringOptimum({ sigmaX: 0.5 });
    const spread = Math.sqrt(2 / (q * q + 2));
    near(kl, 0.5 * ((q * spread) ** 2 + 2 * spread ** 2 - 2 * Math.log(spread ** 2) - 2), 1e-9);
    let [error, mass] = [0, 0]; // ‖F(0) − A F(ψ)‖² = ½D (1 + A² − 2A cos ψ), over the noise of z
    for (let a = -6; a <= 6; a += 0.1) {
      for (let b = -6; b <= 6; b += 0.1) {
        const weight = Math.exp(-(a * a + b * b) / 2);
        const length = besselRatio(q * Math.hypot(q + a, b));
        error += weight * 12.5 * (1 + length ** 2 - 2 * length * Math.cos(Math.atan2(b, q + a)));
        mass += weight;
      }
    }
    near(reconstruction, error / mass / (2 * 0.25) + 12.5 * Math.log(2 * Math.PI * 0.25), 2e-3);
  });
});

describe('the figures of a sweep', () => {
  it('are those of each replica by itself, on X_Vis', () => {
    const settings = circleSettings([0.01], [1, 0.1], 1);
    const sigmas = settings.map(({ sigmaX }) => sigmaX);
    const model = vae({
      inputs: 25,
      hidden: [8],
      latent: euclidean(2),
      likelihood: gaussian(sigmas),
      seed: [3, 4],
    });
    const figures = circleFigures(model);
    const single = vae({ inputs: 25, hidden: [8], latent: euclidean(2), likelihood: gaussian(0.1), seed: 4 });
    const [alone] = circleFigures(single);
    for (const key of ['total', 'kl', 'reconstruction', 'mse'] as const)
      near(figures[1][key], alone[key], 1e-3 * Math.abs(alone[key]));
    const x = tf.tensor2d(evenCircle().pixels, [100, 25]);
    const squares = tf.mean(
      tf.sum(tf.squaredDifference(x, single.decode(single.latent.mean(single.encode(x)))), -1),
    );
    near(alone.mse, squares.dataSync()[0], 1e-4);
    const posteriors = circlePosteriors(model);
    assert.deepEqual([posteriors.length, posteriors[0].means.length], [2, 200]);
    assert.deepEqual(Object.keys(posteriors[0].parameters).sort(), ['logVariance', 'mean']);
    near(posteriors[1].means[7], circlePosteriors(single)[0].means[7], 1e-5);
    assert.deepEqual(placesOf(settings, 0.01, 0.1), [1]);
  });

  it('come from weights that fall in equal ratios over the first half', () => {
    const weight = inRatiosFrom(100);
    near(weight(0, 40), 100, 1e-9);
    near(weight(10, 40), 10, 1e-9);
    assert.equal(weight(20, 40), 1);
    assert.equal(weight(39, 40), 1);
  });
});
