// The closed forms against T4's numbers, against the evidence, and against brute force.
import assert from 'node:assert/strict';
import {
  type CirclePosterior,
  circleEvidence,
  circleOptimum,
  heatKernel,
  heatKernelKl,
} from '../../notebooks/thesis';

const near = (found: number, expected: number, within: number, what = '') =>
  assert.ok(Math.abs(found - expected) <= within, `${what}: ${found}, expected ${expected}`);

describe('the best negative ELBO on the circle', () => {
  it('has the numbers of erratum T4', () => {
    const t4: [CirclePosterior, number, number, number, number][] = [
      ['printed', 1, 24.089, 0.897, 23.192],
      ['printed', 0.1, -32.434, 1.922, -34.356],
      ['printed', 0.01, -88.895, 3.018, -91.912],
      ['right', 1, 25.145, 1.662, 23.483],
      ['right', 0.1, -30.107, 3.982, -34.089],
      ['right', 0.01, -85.369, 6.287, -91.656],
    ];
    for (const [posterior, sigmaX, total, kl, reconstruction] of t4) {
      const found = circleOptimum({ posterior, sigmaX });
      near(found.total, total, 6e-4, `${posterior}, σ_X = ${sigmaX}`);
      near(found.kl, kl, 2.5e-3, `${posterior}, σ_X = ${sigmaX}, divergence`); // flat about the minimum
      near(found.reconstruction, reconstruction, 2.5e-3, `${posterior}, σ_X = ${sigmaX}, reconstruction`);
    }
    for (const [sigmaX, total] of [
      [1, 23.537],
      [0.1, -32.503],
      [0.01, -85.287],
    ])
      near(circleOptimum({ posterior: 'literal', sigmaX }).total, total, 6e-4, `literal, σ_X = ${sigmaX}`);
  });

  it('is what its terms integrate to at its parameter', () => {
    const [sigmaX, energy] = [0.7, 12.5];
    const { parameter, kl, reconstruction } = circleOptimum({ posterior: 'right', sigmaX });
    const spread = Math.sqrt(2 * parameter);
    let [klSum, squareSum] = [0, 0];
    const points = 20_000;
    let mass = 0;
    for (let i = 0; i < points; i++) {
      const z = -8 + (16 * (i + 0.5)) / points;
      const weight = Math.exp((-z * z) / 2);
      mass += weight;
      klSum += weight * Math.log(2 * Math.PI * heatKernel(z * spread, parameter));
      squareSum += weight * energy * ((Math.cos(z * spread) - 1) ** 2 + Math.sin(z * spread) ** 2);
    }
    near(kl, klSum / mass, 1e-6, 'divergence');
    near(
      reconstruction,
      squareSum / mass / (2 * sigmaX ** 2) + 12.5 * Math.log(2 * Math.PI * sigmaX ** 2),
      1e-6,
      'rec',
    );
  });

  it('falls a little further with the circle shrunk to its best radius, most at σ_X = 1', () => {
    const gain = (sigmaX: number, posterior: CirclePosterior = 'right') =>
      circleOptimum({ sigmaX, posterior }).total -
      circleOptimum({ sigmaX, posterior, decoder: 'shrunk' }).total;
    near(gain(1), 0.0109, 1e-3);
    assert.ok(gain(1) > gain(0.1) && gain(0.1) >= 0 && gain(0.1) < 3e-4);
    // ‖F − rF‖² over a grid of radii finds no better one
    const { resultant } = circleOptimum({ sigmaX: 1, decoder: 'shrunk' });
    const square = (r: number) => 1 + r * r - 2 * r * resultant;
    for (let r = 0.5; r <= 1.2; r += 0.01) assert.ok(square(r) >= square(resultant) - 1e-12);
  });

  it('is never below the evidence for a true posterior, meets it for von Mises, and is below it as printed', () => {
    for (const sigmaX of [1, 0.3, 0.1, 0.01]) {
      const evidence = circleEvidence({ sigmaX });
      const best = (posterior: CirclePosterior) =>
        circleOptimum({ sigmaX, posterior, decoder: 'shrunk' }).total;
      assert.ok(best('right') >= evidence - 1e-9, `σ_X = ${sigmaX}`);
      near(best('von Mises'), evidence, 1e-6, `von Mises, σ_X = ${sigmaX}`);
      assert.ok(best('printed') < evidence - 0.5, `printed, σ_X = ${sigmaX}`);
    }
  });

  it('adds up over circles: two on the torus have twice the divergence of one with its energy', () => {
    const [length, sigmaX] = [5, 0.5];
    const inputs = length * length;
    const energy = inputs / 2;
    const both = circleOptimum({ sigmaX, inputs, energy, circles: 2 });
    const one = circleOptimum({ sigmaX, inputs, energy });
    const constant = (inputs / 2) * Math.log(2 * Math.PI * sigmaX ** 2);
    near(both.kl, 2 * one.kl, 1e-6);
    near(both.total - constant, 2 * (one.total - constant), 1e-6);
  });

  it('has a divergence of the heat kernel without a step where its formula changes', () => {
    for (const time of [0.05, 1]) {
      const [below, above] = [heatKernelKl(time * (1 - 1e-9)), heatKernelKl(time)];
      near(below, above, 1e-7, `t = ${time}`);
    }
    near(heatKernelKl(30), 0, 1e-12);
  });

  it('refuses a σ_X that cannot be', () => {
    assert.throws(() => circleOptimum({ sigmaX: 0 }), /sigmaX is 0; expected a standard deviation above 0/);
  });
});
