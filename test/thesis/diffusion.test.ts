import assert from 'node:assert/strict';
import { logWrappedNormal, tf } from '../../lib';
import { diffuse, printedSeries, randomWalk } from '../../notebooks/thesis';
import { near } from '../near';

/** The normal density of variance 2t wrapped round the circle, term by term. */
const wrapped = (angle: number, time: number) => {
  let sum = 0;
  for (let n = -30; n <= 30; n++) sum += Math.exp(-((angle + 2 * Math.PI * n) ** 2) / (4 * time));
  return sum / Math.sqrt(4 * Math.PI * time);
};

describe('diffuse', () => {
  for (const time of [0.02, 0.1, 0.5, 2]) {
    it(`solves the diffusion equation from a unit mass: a wrapped normal of variance 2t, t = ${time}`, () => {
      const { angles, density } = diffuse(time);
      near(
        density,
        Array.from(angles, (angle) => wrapped(angle, time)),
        2e-5,
      );
    });

    it(`is what the library's heat kernel is at t = ${time}`, () => {
      const { angles, density } = diffuse(time);
      const kernel = tf.tidy(() =>
        tf.exp(logWrappedNormal(tf.tensor1d(Array.from(angles)), tf.scalar(Math.log(2 * time)))).dataSync(),
      );
      near(density, kernel, 2e-5);
    });
  }

  it('keeps the mass and comes nearer to the solution with more places', () => {
    const error = (places: number) => {
      const { angles, density } = diffuse(0.05, places);
      const mass = density.reduce((sum, value) => sum + value, 0) * ((2 * Math.PI) / places);
      near([mass], [1], 1e-10);
      return Math.max(...angles.map((angle, i) => Math.abs(density[i] - wrapped(angle, 0.05))));
    };
    assert.ok(error(120) < error(60) / 8, `${error(60)}, ${error(120)}`);
  });

  it('refuses times and grids that it cannot use', () => {
    assert.throws(() => diffuse(0), /diffuse\(0\): expected a time above 0/);
    assert.throws(() => diffuse(1, 7), /even number of places/);
  });
});

describe('printedSeries', () => {
  it('is half uniform, half heat kernel', () => {
    for (const time of [0.01, 0.3, 1.5])
      for (const angle of [0, 0.2, -2, 3])
        near([printedSeries(angle, time)], [0.25 / Math.PI + 0.5 * wrapped(angle, time)], 1e-12);
  });

  it('integrates to 1, and half of that stays spread evenly however small t is', () => {
    const places = 20000;
    const share = (reach: number) => {
      let sum = 0;
      for (let k = 0; k < places; k++) {
        const angle = -Math.PI + (2 * Math.PI * (k + 0.5)) / places;
        if (Math.abs(angle) < reach) sum += printedSeries(angle, 0.001) * ((2 * Math.PI) / places);
      }
      return sum;
    };
    near([share(4)], [1], 1e-9);
    near([share(0.5)], [0.5 + 0.5 * (0.5 / Math.PI)], 1e-4);
  });

  it('refuses a time so small that the series would be endless', () => {
    assert.throws(() => printedSeries(0, 0), /expected a time from 1e-4 on/);
  });
});

describe('randomWalk', () => {
  it('spreads by √(2t), whatever the steps are', () => {
    for (const time of [0.1, 1]) {
      const walkers = 20000;
      const places = randomWalk({ walkers, time, seed: 1 });
      const variance = places.reduce((sum, place) => sum + place ** 2, 0) / walkers;
      // five standard errors of the variance of a normal sample
      assert.ok(Math.abs(variance / (2 * time) - 1) < 5 * Math.sqrt(2 / walkers), `${variance}`);
    }
  });

  it('is the same for the same seed, another for another', () => {
    const walk = (seed: number) => randomWalk({ walkers: 10, time: 1, seed });
    assert.deepEqual(walk(3), walk(3));
    assert.notDeepEqual(walk(3), walk(4));
  });

  it('names the option that does not fit', () => {
    assert.throws(() => randomWalk({ walkers: 0, time: 1, seed: 1 }), /0 walkers/);
    assert.throws(() => randomWalk({ walkers: 1, time: 1, stepTime: 2, seed: 1 }), /steps of 2/);
  });
});
