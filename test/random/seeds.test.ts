import assert from 'node:assert/strict';
import { checkSeed, Random, seedFor } from '../../packages/random';

describe('seeds', () => {
  const wrong = [0.5, NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 1e300, undefined, null, 1n, {}, [1]];

  it('that are no whole numbers, or too large to be told from their neighbours, are refused', () => {
    for (const seed of wrong as number[]) {
      const words = /^RangeError: seed .*: expected a whole number from −\(2⁵³ − 1\) to 2⁵³ − 1, or a text$/;
      assert.throws(() => checkSeed(seed), words);
      assert.throws(() => new Random(seed), words);
      assert.throws(() => seedFor(seed, 'noise'), words);
    }
  });

  it('that are whole numbers or texts give the streams that they always gave', () => {
    const streams = [
      [1, 2943771812, 1370591126],
      [-7, 4117356454, 1511342693],
      [2 ** 40, 1455875639, 1460013306],
      ['text', 2295642988, -1432873557],
    ] as const;
    for (const [seed, bits, noise] of streams) {
      assert.equal(checkSeed(seed), seed);
      assert.deepEqual([new Random(seed).bits(), seedFor(seed, 'noise')], [bits, noise]);
    }
    assert.deepEqual([...new Random(3).permutation(6)], [5, 2, 3, 0, 1, 4]);
  });

  it('far apart are not wrapped onto one another', () => {
    const seeds = [1, 1 + 2 ** 32, 1 - 2 ** 32, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1];
    assert.equal(new Set(seeds.map((seed) => new Random(seed).bits())).size, seeds.length);
    assert.equal(new Set(seeds.map((seed) => seedFor(seed, 'noise'))).size, seeds.length);
  });
});

describe('permutations', () => {
  it('of what is no number of things are refused', () => {
    for (const n of [-1, 0.5, NaN, 2 ** 31]) {
      assert.throws(() => new Random(1).permutation(n), /permutation\(.*\): expected a whole number from 0/);
    }
    assert.equal(new Random(1).permutation(0).length, 0);
  });
});
