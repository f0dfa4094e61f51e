import assert from 'node:assert/strict';
import {
  circleOptimum,
  countedDivergence,
  heatKernelKl,
  reportedRemainder,
  suspectOptimum,
} from '../../notebooks/thesis';
import { near } from '../near';

describe('suspectOptimum', () => {
  const readings = {
    right: {},
    printed: { density: true, sampler: true },
    literal: { density: true, sampler: true, weight: true },
  } as const;
  for (const [posterior, mistakes] of Object.entries(readings)) {
    it(`is the exact optimum of the reading '${posterior}', computed by other integrals`, () => {
      for (const sigmaX of [1, 0.1, 0.01]) {
        const best = suspectOptimum(sigmaX, mistakes);
        const other = circleOptimum({ sigmaX, posterior: posterior as keyof typeof readings });
        near([best.total, best.counted], [other.total, other.kl], 2e-3);
      }
    });
  }

  it('has the numbers of the errata: T1 and T2 24.089, −32.434, −88.895', () => {
    const totals = [1, 0.1, 0.01].map((sigmaX) => suspectOptimum(sigmaX, readings.printed).total);
    near(totals, [24.089, -32.434, -88.895], 1.5e-3);
  });

  it('credits the density alone with log 2 at most', () => {
    for (const time of [0.001, 0.05, 0.5]) {
      const right = countedDivergence(time, {});
      near([right], [heatKernelKl(time)], 1e-3);
      const half = countedDivergence(time, { density: true });
      assert.ok(half < right && right - half < Math.LN2 + 1e-3, `${half}, ${right}`);
    }
  });

  it('refuses a σ_X that is not above 0', () => {
    assert.throws(() => suspectOptimum(0, {}), /σ_X above 0/);
  });
});

describe('reportedRemainder', () => {
  it('leaves ½ for the one direction of a circle at the right optimum of a narrow posterior', () => {
    for (const sigmaX of [0.1, 0.01]) {
      const { reconstruction } = circleOptimum({ sigmaX });
      near([reportedRemainder({ sigmaX, reconstruction, mse: 0 }).remainder], [0.5], 1e-3);
    }
  });

  it('adds up to the reconstruction error', () => {
    const row = { sigmaX: 0.1, reconstruction: -34.3, mse: 8.4e-4 };
    const { constant, miss, remainder } = reportedRemainder(row);
    near([constant + miss + remainder, miss], [row.reconstruction, 0.042], 1e-9);
  });
});
