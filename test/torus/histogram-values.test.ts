import assert from 'node:assert/strict';
import { histogramValues, lossMode, lossSpread } from '@latent-torus/torus';

const range = (from: number, count: number, step: number) =>
  Array.from({ length: count }, (_, i) => from + i * step);

describe('the statistics of section 3.4', () => {
  it('take the middle of the fullest bin for the mode', () => {
    assert.equal(lossMode([1, 12, 13, 25]), 15);
    assert.equal(lossMode([1, 12, 13, 25], 20), 10);
  });

  it('take the range that holds the middle half for the spread', () => {
    assert.equal(lossSpread(range(0, 101, 1)), 50);
  });

  it('are those of the groups, with and without the letter I', () => {
    const [digits, withoutI] = [range(0, 101, 1), range(80, 101, 2)];
    const values = histogramValues({
      digits,
      similar: [...withoutI, ...range(10, 101, 0.1)],
      withoutI,
      dissimilar: range(300, 101, 1),
    });
    assert.equal(values.broaderWithoutI, 2);
    assert.equal(values.overlapWithoutI, 8 / 101); // 80, 82 … 94 lie below the 95th percentile, 95
    assert.equal(values.lowWithoutI, 0);
    assert.ok(values.deceptivelyLow > 0.3 && values.deceptivelyLow < 0.35);
    assert.ok(values.overlapTail > 0.5);
  });
});
