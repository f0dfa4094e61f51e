import assert from 'node:assert/strict';
import { Random } from '@latent-torus/random';
import { shiftedImages } from '../../notebooks/thesis/image-data';
import { fromWide } from '../../notebooks/thesis/image-runs';
import { closedShare, type ModelLoop } from '../../notebooks/thesis/loops';
import { cholesky, normalsKl } from '../../notebooks/thesis/normals-kl';
import { multiply2, svd2 } from '../../notebooks/thesis/svd2';
import { distanceToTable92, table92 } from '../../notebooks/thesis/table-9-2';
import { near } from '../near';

const loopOf = (state: ModelLoop['state'], bound: number): ModelLoop => ({
  state,
  bound,
  winding: 1,
  correlation: 1,
  jump: 0,
  excess: 1,
  means: new Float32Array(),
});

describe('the share of closed loops among the best of several starts', () => {
  const random = new Random('starts');
  const loops = Array.from({ length: 9 }, (_, i) =>
    loopOf(random.uniform() < 0.5 ? 'closed' : 'severed', (i * 7) % 9),
  );

  it('is the share itself for one start, and the best model for all', () => {
    near([closedShare(loops, 1)], [loops.filter(({ state }) => state === 'closed').length / 9], 1e-12);
    const best = loops.reduce((a, b) => (a.bound > b.bound ? a : b));
    assert.equal(closedShare(loops, 9), Number(best.state === 'closed'));
  });

  it('is what drawing starts at random gives', () => {
    const times = 20_000;
    let closed = 0;
    for (let t = 0; t < times; t++) {
      const left = [...loops];
      const drawn = [0, 1, 2].map(() => left.splice(Math.floor(random.uniform() * left.length), 1)[0]);
      closed += Number(drawn.reduce((a, b) => (a.bound > b.bound ? a : b)).state === 'closed');
    }
    near([closedShare(loops, 3)], [closed / times], 0.015);
  });

  it('refuses more starts than there are models', () =>
    assert.throws(() => closedShare(loops, 10), /10 starts of 9 models/));
});

describe('the matrices and tables of chapters 8 and 9', () => {
  it('svd2 takes any 2 × 2 matrix apart into orthogonal parts and stretches', () => {
    const random = new Random('svd');
    for (let i = 0; i < 50; i++) {
      const c = [0, 1].map(() => [random.normal(), random.normal()]);
      const { u, s, vt } = svd2(c);
      const basis = [1, 0, 0, 1];
      const scaled = multiply2(vt, basis).map((value, k) => value * s[k % 2]);
      near(multiply2(u, scaled), multiply2(c, basis), 1e-9);
      near(
        [u, vt].flatMap(([[a, b], [e, f]]) => [a * a + b * b, e * e + f * f, a * e + b * f]),
        [1, 1, 0, 1, 1, 0],
        1e-9,
      );
      assert.ok(s[0] >= s[1] && s[1] >= 0);
    }
  });

  it('normalsKl is 0 for one distribution, and (8.11) for round ones', () => {
    const round = (sd: number, at: number) => ({
      mean: [at, 0],
      covariance: [
        [sd * sd, 0],
        [0, sd * sd],
      ],
    });
    near([normalsKl(round(0.7, 1), round(0.7, 1))], [0], 1e-12);
    const exact = 4 / (2 * 1.3 ** 2) + 2 * Math.log(1.3 / 0.7) + (0.7 / 1.3) ** 2 - 1;
    near([normalsKl(round(0.7, 1), round(1.3, 3))], [exact], 1e-12);
    assert.throws(
      () =>
        cholesky([
          [1, 2],
          [2, 1],
        ]),
      { name: 'RangeError', message: /positive definite/ },
    );
  });

  it('a table that is twice the printed one everywhere is log 2 from it', () => {
    const twice = Object.fromEntries(Object.entries(table92).map(([name, value]) => [name, 2 * value]));
    near([distanceToTable92(twice), distanceToTable92(table92)], [Math.LN2, 0], 1e-12);
    assert.throws(() => distanceToTable92({}), /'R² → S¹' is undefined/);
  });
});

describe('the shifted landscape', () => {
  it('of 32 pixels is the one of 64 averaged, and comes round', () => {
    const [whole, half] = [shiftedImages(64), shiftedImages(32)];
    assert.deepEqual([half.count, half.shape, half.synthetic], [32, [32, 32], false]);
    for (const at of [0, 33, 1000])
      near(
        [half.pixels[at]],
        [
          [0, 1, 64, 65]
            .map((k) => whole.pixels[128 * Math.floor(at / 32) + 2 * (at % 32) + k])
            .reduce((a, b) => a + b) / 4,
        ],
        1e-6,
      );
    const row = (image: number) => Array.from(half.pixels.subarray(1024 * image, 1024 * image + 32));
    assert.deepEqual(row(1), [row(0)[31], ...row(0).slice(0, 31)]);
  });

  it('has σ_X from 1 to its own value over the first half of a training', () => {
    const weights = [0, 25, 50, 100].map((epoch) => fromWide(0.1)(epoch, 100));
    near(
      weights.map((w) => 0.1 * Math.sqrt(w)),
      [1, Math.sqrt(0.1), 0.1, 0.1],
      1e-9,
    );
  });
});
