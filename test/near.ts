import assert from 'node:assert/strict';

/** Asserts that numbers agree one by one to within an absolute tolerance. */
export function near(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    assert.ok(
      Math.abs(actual[i] - expected[i]) <= tolerance,
      `${actual[i]} is not within ${tolerance} of ${expected[i]} (number ${i})`,
    );
  }
}
