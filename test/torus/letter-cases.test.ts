import assert from 'node:assert/strict';
import { glyphs, positions } from '@latent-torus/datasets';
import { letterCases } from '@latent-torus/torus';

describe('letters by case', () => {
  const letters = { ...glyphs('BDP', 6, 'letters'), labels: Uint8Array.from([0, 1, 2, 0, 1, 2]) };

  it('have a class each, and stay where they are', () => {
    const cases = letterCases({
      ...letters,
      factors: { case: { values: Float32Array.from([0, 1, 0, 1, 1, 0]) } },
    });
    assert.deepEqual(cases.classes, ['B', 'b', 'D', 'd', 'P', 'p']);
    assert.deepEqual(positions(cases, 'B'), [0]);
    assert.deepEqual(positions(cases, 'b'), [3]);
    assert.deepEqual(positions(cases, 'd'), [1, 4]);
    assert.deepEqual(positions(cases, 'P'), [2, 5]);
    assert.equal(cases.pixels, letters.pixels);
  });

  it('are one class where the set does not know', () => {
    assert.equal(letterCases(letters), letters);
  });
});
