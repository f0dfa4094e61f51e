import assert from 'node:assert/strict';
import {
  arcCheck,
  arcDegreesCheck,
  collapseCheck,
  gapCheck,
  honestCheck,
  posteriorVarianceCheck,
  radiusCheck,
  remainderCheck,
  sameWidthCheck,
} from '../../notebooks/thesis';

describe('the checks of the exercises', () => {
  it('take answers found by hand, and have a word for usual mistakes', async () => {
    for (const [check, right, mistake] of [
      [posteriorVarianceCheck, 0.5, Math.sqrt(0.5)],
      [sameWidthCheck, 0.005, 0.1],
      [collapseCheck, Math.SQRT1_2, 0.5],
      [remainderCheck, 1935, 3870],
      [arcDegreesCheck, 1.62, 0.0283],
    ] as const) {
      assert.equal(await check(right), true, `${right}`);
      assert.match(String(await check(mistake)), /\?|\.$/);
      assert.doesNotMatch(String(await check(mistake)), /too (large|small)/);
    }
  });

  it('take functions that are right and no others', async () => {
    const gap = (mu: number, s: number, m: number, v: number) =>
      Math.log(v / s) + (s ** 2 + (mu - m) ** 2) / (2 * v ** 2) - 0.5;
    assert.equal(await gapCheck(gap), true);
    assert.notEqual(await gapCheck((mu: number, s: number, m: number, v: number) => gap(m, v, mu, s)), true);
    const arc = (t: number) => Math.min(1, (2 * Math.sqrt(2 * t)) / (2 * Math.PI));
    assert.equal(await arcCheck(arc), true);
    assert.match(String(await arcCheck((t: number) => Math.sqrt(2 * t) / Math.PI)), /meets itself/);
    const radius = (D: number, sigma: number, sigmaX: number, sigmaZ: number) => {
      const g = D / 4 + sigma ** 2;
      return (D / 2) * Math.max(0, (sigmaZ * Math.sqrt(g) - sigmaX * sigmaZ ** 2) / (g * sigmaX));
    };
    assert.equal(await radiusCheck(radius), true);
    assert.notEqual(await radiusCheck((...given: number[]) => radius(2, given[1], given[2], given[3])), true);
    const honest = (t: number, s: number) =>
      Math.log(Math.sqrt(2 * Math.PI)) -
      0.5 -
      Math.log(t) +
      (12.5 * (1 - Math.exp((-t * t) / 2))) / s ** 2 +
      12.5 * Math.log(2 * Math.PI * s * s);
    assert.equal(await honestCheck(honest), true);
    assert.notEqual(await honestCheck((t: number, s: number) => honest(Math.sqrt(2 * t), s)), true);
  });
});
