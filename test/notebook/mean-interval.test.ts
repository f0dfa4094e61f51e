import assert from 'node:assert/strict';
import { meanInterval, tQuantile } from '../../packages/notebook/mean-interval';

describe('meanInterval', () => {
  it("uses the quantiles of Student's t that are printed in tables", () => {
    // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2
    for (const [freedom, at95, at975, at999] of [
      [1, 6.314, 12.706, 318.313],
      [2, 2.92, 4.303, 22.327],
      [3, 2.353, 3.182, 10.215],
      [4, 2.132, 2.776, 7.173],
      [9, 1.833, 2.262, 4.297],
      [10, 1.812, 2.228, 4.143],
      [29, 1.699, 2.045, 3.396],
      [30, 1.697, 2.042, 3.385],
      [100, 1.66, 1.984, 3.174],
    ]) {
      assert.ok(Math.abs(tQuantile(0.95, freedom) - at95) < 6e-4, `95 %, ${freedom}`);
      assert.ok(Math.abs(tQuantile(0.975, freedom) - at975) < 6e-4, `97.5 %, ${freedom}`);
      assert.ok(Math.abs(tQuantile(0.999, freedom) - at999) < 6e-3, `99.9 %, ${freedom}`);
    }
    assert.equal(tQuantile(0.5, 7).toFixed(12), '0.000000000000');
    assert.throws(() => tQuantile(1, 3), /the share is 1/);
    assert.throws(() => tQuantile(0.9, 0.5), /degrees of freedom are 0.5/);
  });

  it('agrees with an interval worked out by hand', () => {
    // 1 … 5: mean 3, s = √2.5, half = 2.7764451 · √(2.5 / 5)
    const { mean, low, high, n } = meanInterval([1, 2, 3, 4, 5]);
    assert.equal(mean, 3);
    assert.equal(n, 5);
    assert.ok(Math.abs(high! - 3 - 2.7764451 * Math.SQRT1_2) < 1e-6);
    assert.ok(Math.abs(3 - low! - 2.7764451 * Math.SQRT1_2) < 1e-6);
  });

  it('has no ends for one value', () => {
    assert.deepEqual(meanInterval([4]), { mean: 4, low: undefined, high: undefined, n: 1 });
  });

  it('refuses nothing, NaN and infinities', () => {
    for (const values of [[], [1, NaN], [Infinity]])
      assert.throws(() => meanInterval(values), /expected a finite number for each seed/);
  });
});
