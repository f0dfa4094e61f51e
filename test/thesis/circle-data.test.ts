import assert from 'node:assert/strict';
import { circleData, evenCircle, signalLength, signals } from '../../notebooks/thesis';

describe('the data of the thesis on a circle', () => {
  it('are sine waves of one period, as (5.1) has them', () => {
    const [wave] = [signals([0.3])];
    assert.equal(wave.length, 25);
    for (const j of [1, 7, 25])
      assert.ok(Math.abs(wave[j - 1] - Math.sin((2 * Math.PI * j) / 25 + 0.3)) < 1e-6);
  });

  it('lie on a circle of radius √(D/2) whose chords depend on the difference of phases alone', () => {
    const at = (phase: number) => signals([phase]);
    const square = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0);
    for (const phase of [-3, 0.2, 2])
      assert.ok(
        Math.abs(square(at(phase), at(phase + 0.7)) - signalLength * (1 - Math.cos(0.7))) < 1e-4,
        `${phase}`,
      );
  });

  it('carry their phase, have the noise that is asked for, and are the same again for the same seed', () => {
    const data = circleData(0.1, { count: 4000 });
    const { values, period } = data.factors!.phase;
    assert.equal(period, 2 * Math.PI);
    const clean = signals(values);
    const residuals = data.pixels.map((value, i) => value - clean[i]);
    const sd = Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / residuals.length);
    assert.ok(Math.abs(sd - 0.1) < 0.001, `${sd}`);
    const resultant = Math.hypot(
      values.reduce((sum, v) => sum + Math.cos(v), 0),
      values.reduce((sum, v) => sum + Math.sin(v), 0),
    );
    assert.ok(resultant / 4000 < 0.05 && Math.min(...values) >= -Math.fround(Math.PI));
    assert.deepEqual(circleData(0.1, { count: 4000 }), data);
    assert.notDeepEqual(circleData(0.1, { count: 4000, seed: 2 }).pixels, data.pixels);
    assert.deepEqual(circleData(1, { count: 4000 }).factors, data.factors);
  });

  it('come without noise at even phases to look at', () => {
    const { count, factors, pixels } = evenCircle();
    assert.equal(count, 100);
    assert.ok(Math.abs(factors!.phase.values[25] + Math.PI / 2) < 1e-6);
    assert.deepEqual(pixels, signals(factors!.phase.values));
  });

  it('are refused with a message for values that cannot be', () => {
    assert.throws(() => circleData(-1), /noise is -1; expected a standard deviation from 0/);
    assert.throws(() => circleData(1, { count: 0 }), /count is 0/);
    assert.throws(() => signals([0], 2), /length is 2; expected a whole number, 3 or more/);
  });
});
