import assert from 'node:assert/strict';
import { pca, tsne } from '../../packages/statistics';

const [COUNT, COORDINATES] = [400, 10];

/** Six clusters, by Park and Miller's generator, so that scikit-learn could be given the same points. */
function clusters(): Float64Array {
  let state = 1;
  const uniform = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  return Float64Array.from({ length: COUNT * COORDINATES }, (_, k) => {
    const [row, axis] = [Math.floor(k / COORDINATES), k % COORDINATES];
    return uniform() + uniform() + uniform() + (row % 6 === axis ? 2 : 0);
  });
}

const squared = (points: ArrayLike<number>, d: number, i: number, j: number) => {
  let sum = 0;
  for (let k = 0; k < d; k++) sum += (points[i * d + k] - points[j * d + k]) ** 2;
  return sum;
};

/** The neighbours of a point, nearest first. */
const neighbours = (points: ArrayLike<number>, d: number, i: number) =>
  [...Array(COUNT).keys()]
    .filter((j) => j !== i)
    .sort((a, b) => squared(points, d, i, a) - squared(points, d, i, b));

/** Trustworthiness by its definition (Venna and Kaski 2001): 1 if the k nearest in the picture are the k nearest in space. */
function trustworthiness(points: ArrayLike<number>, picture: ArrayLike<number>, k: number): number {
  let penalty = 0;
  for (let i = 0; i < COUNT; i++) {
    const ranks = new Map(neighbours(points, COORDINATES, i).map((j, rank) => [j, rank + 1]));
    for (const j of neighbours(picture, 2, i).slice(0, k)) penalty += Math.max(0, ranks.get(j)! - k);
  }
  return 1 - (2 / (COUNT * k * (2 * COUNT - 3 * k - 1))) * penalty;
}

/** KL(P ‖ Q) straight from (1) to (4) of van der Maaten and Hinton, with widths σ found by bisection on a logarithmic scale. */
function objective(points: ArrayLike<number>, picture: ArrayLike<number>, perplexity: number): number {
  const conditional = [...Array(COUNT).keys()].map((i) => {
    const at = (sigma: number) => {
      const raw = [...Array(COUNT).keys()].map((j) =>
        j === i ? 0 : Math.exp(-squared(points, COORDINATES, i, j) / (2 * sigma * sigma)),
      );
      const all = raw.reduce((a, b) => a + b, 0);
      return raw.map((value) => value / all);
    };
    const own = (p: number[]) => 2 ** -p.reduce((sum, v) => sum + (v > 0 ? v * Math.log2(v) : 0), 0);
    let [low, high] = [0.05, 20];
    for (let turn = 0; turn < 40; turn++) {
      const middle = Math.sqrt(low * high);
      if (own(at(middle)) > perplexity) high = middle;
      else low = middle;
    }
    return at(low);
  });
  const q = (i: number, j: number) => 1 / (1 + squared(picture, 2, i, j));
  let all = 0;
  for (let i = 0; i < COUNT; i++) for (let j = 0; j < COUNT; j++) if (i !== j) all += q(i, j);
  let kl = 0;
  for (let i = 0; i < COUNT; i++) {
    for (let j = 0; j < COUNT; j++) {
      const p = (conditional[i][j] + conditional[j][i]) / (2 * COUNT);
      if (i !== j && p > 0) kl += p * Math.log(p / (q(i, j) / all));
    }
  }
  return kl;
}

describe('t-SNE', function () {
  this.timeout(60_000);
  const points = clusters();
  const { points: picture, kl } = tsne(points, COORDINATES, { seed: 1 });

  it('reports the KL divergence that a direct computation finds', () => {
    assert.ok(
      Math.abs(objective(points, picture, 30) - kl) < 1e-3,
      `${objective(points, picture, 30)}, said ${kl}`,
    );
  });

  it('goes as low as scikit-learn’s exact t-SNE on the same points: 0.653, 0.646 and 0.640 from three seeds', () => {
    assert.ok(kl < 0.665, String(kl));
  });

  it('keeps neighbours as scikit-learn’s does, whose trustworthiness is 0.974 to 0.976', () => {
    const value = trustworthiness(points, picture, 10);
    assert.ok(value > 0.965, String(value));
  });

  it('gives the same picture for the same seed, and another for another', () => {
    const short = (seed: number) => tsne(points, COORDINATES, { seed, steps: 20 }).points;
    assert.deepEqual(short(1), short(1));
    assert.notDeepEqual(short(1), short(2));
  });

  it('refuses what it cannot draw, and names it', () => {
    assert.throws(() => tsne(points, 3, { seed: 1 }), /4000 numbers are not rows of 3/);
    assert.throws(() => tsne(points, COORDINATES, { seed: 1, perplexity: 200 }), /perplexity is 200/);
    assert.throws(() => tsne([Number.NaN, ...points.slice(1)], COORDINATES, { seed: 1 }), /number 0 is NaN/);
    assert.throws(() => tsne(points, COORDINATES, { seed: 1, steps: 0 }), /0 steps/);
  });
});

describe('PCA', () => {
  const points = clusters();
  const found = pca(points, COORDINATES);

  it('finds the shares and directions that scikit-learn finds', () => {
    const theirs = [-0.52339978, -0.18583478, 0.51319372, -0.14108804, 0.5710504, -0.28341493];
    [0.17695289, 0.16482305].forEach((share, i) => assert.ok(Math.abs(found.shares[i] - share) < 1e-7));
    theirs.forEach((value, k) => assert.ok(Math.abs(found.directions[0][k] - value) < 1e-6));
  });

  it('puts points where scikit-learn puts them, up to the sign of a direction', () => {
    const [x, y] = found.project(points.subarray(0, COORDINATES));
    assert.ok(Math.abs(Math.abs(x) - 1.06831242) < 1e-6 && Math.abs(Math.abs(y) - 0.67199343) < 1e-6);
  });

  it('keeps all distances if it keeps all directions', () => {
    const all = pca(points, COORDINATES, COORDINATES).project(points);
    for (const [i, j] of [
      [0, 1],
      [5, 300],
    ])
      assert.ok(Math.abs(squared(all, COORDINATES, i, j) - squared(points, COORDINATES, i, j)) < 1e-9);
  });

  it('refuses what is not a table of points', () => {
    assert.throws(() => pca(points, 3), /4000 numbers/);
    assert.throws(() => pca(points, COORDINATES, 11), /11 components/);
  });
});
