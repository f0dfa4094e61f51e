import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '@latent-torus/random';
import {
  type Bar,
  bettiNumbers,
  distanceMatrix,
  landmarks,
  persistentHomology,
  signature,
} from '../../notebooks/thesis/homology';
import { circleLoop, circularCorrelation, planeLoop } from '../../notebooks/thesis/loop';
import { torusRecovery } from '../../notebooks/thesis/torus-recovery';
import { near } from '../near';

const TURN = 2 * Math.PI;
const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const even = (n: number) => range(n).map((i) => (TURN * i) / n);
const barcodeOf = (points: number[], dimensions: number, dimension: 0 | 1 | 2, threshold?: number) =>
  persistentHomology(distanceMatrix(points, dimensions), { dimension, threshold });

describe('persistent homology', () => {
  it('of a regular polygon is one loop, from the length of a side to that of a chord across a third', () => {
    const points = even(12).flatMap((t) => [Math.cos(t), Math.sin(t)]);
    const [components, loops] = barcodeOf(points, 2, 1);
    assert.equal(components.length, 12);
    assert.equal(components.filter(({ death }) => death === Infinity).length, 1);
    assert.equal(loops.length, 1);
    near([loops[0].birth, loops[0].death], [2 * Math.sin(Math.PI / 12), 2 * Math.sin(Math.PI / 3)], 1e-9);
  });

  const random = new Random('topology');
  const jitter = () => 0.1 * random.normal();
  const spaces: [string, number, number[], number[]][] = [
    ['a circle', 2, even(40).flatMap((t) => [Math.cos(t), Math.sin(t)]), [1, 1, 0]],
    ['an arc', 2, range(40).flatMap((i) => [Math.cos(i / 13), Math.sin(i / 13)]), [1, 0, 0]],
    [
      'a figure of eight',
      2,
      even(24).flatMap((t) => [Math.cos(t) - 1, Math.sin(t), 1 - Math.cos(t + 0.1), Math.sin(t + 0.1)]),
      [1, 2, 0],
    ],
    [
      'a sphere',
      3,
      range(90).flatMap((i) => {
        const [z, t] = [1 - (2 * i + 1) / 90, i * Math.PI * (3 - Math.sqrt(5))];
        return [Math.sqrt(1 - z * z) * Math.cos(t), Math.sqrt(1 - z * z) * Math.sin(t), z];
      }),
      [1, 0, 1],
    ],
    [
      'a flat torus',
      4,
      even(10).flatMap((t) =>
        even(10).flatMap((u) => {
          const [a, b] = [t + jitter(), u + jitter()];
          return [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
        }),
      ),
      [1, 2, 1],
    ],
  ];
  for (const [name, dimensions, points, betti] of spaces) {
    it(`finds the holes of ${name}: ${betti}`, () => {
      const found = signature(barcodeOf(points, dimensions, 2));
      assert.deepEqual(found?.betti ?? [1, 0, 0], betti);
    });
  }

  it('of two clusters has two components until they touch', () => {
    const [components] = barcodeOf([0, 0.1, 0.2, 5, 5.1], 1, 0, 10);
    near([components[1].death], [4.8], 1e-12);
    assert.deepEqual(bettiNumbers([components], 1), [2]);
  });

  type Fixture = {
    name: string;
    dimensions: number;
    points: number[];
    bars: [number, number | null][][];
  };
  const fixtures: Fixture[] = JSON.parse(readFileSync(join(__dirname, 'fixtures', 'ripser.json'), 'utf8'));
  for (const { name, dimensions, points, bars } of fixtures) {
    it(`has the bars that Ripser 0.6.15 has: ${name}`, () => {
      const found = barcodeOf(points, dimensions, 2, Infinity);
      bars.forEach((expected, d) => {
        const ordered = (rows: readonly (readonly [number, number])[]) =>
          rows.filter(([birth, death]) => death - birth > 1e-5).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        const theirs = ordered(expected.map(([birth, death]) => [birth, death ?? 1e9]));
        const ours = ordered(
          found[d].map(({ birth, death }: Bar) => [birth, death === Infinity ? 1e9 : death]),
        );
        assert.equal(ours.length, theirs.length, `dimension ${d}`);
        near(ours.flat(), theirs.flat(), 1e-4);
      });
    });
  }

  it('stops at the scale where one point has all others, beyond which there are no holes', () => {
    const { dimensions, points } = fixtures[1];
    const ends = (threshold?: number) =>
      barcodeOf(points, dimensions, 2, threshold).flatMap((bars) => bars.map(({ death }) => death));
    assert.deepEqual(
      ends().sort((a, b) => a - b),
      ends(Infinity).sort((a, b) => a - b),
    );
  });

  it('landmarks lie farther apart than any other point lies from them', () => {
    const points = range(400).map(() => random.normal());
    const chosen = landmarks(points, 2, 30);
    assert.equal(new Set(chosen).size, 30);
    const apart = (i: number, j: number) =>
      Math.hypot(points[2 * i] - points[2 * j], points[2 * i + 1] - points[2 * j + 1]);
    const between = Math.min(...chosen.flatMap((i) => chosen.filter((j) => j < i).map((j) => apart(i, j))));
    const cover = Math.max(...range(200).map((i) => Math.min(...chosen.map((j) => apart(i, j)))));
    assert.ok(cover <= between, `${cover} against ${between}`);
  });
});

describe('a loop in a latent space', () => {
  const phases = even(32);
  it('is closed where angles are the phases, shifted, reflected or a little uneven', () => {
    for (const angles of [phases, phases.map((p) => 2 - p), phases.map((p) => p + 0.4 * Math.sin(p))]) {
      const { state, winding, correlation } = circleLoop(angles);
      assert.equal(state, 'closed');
      assert.equal(Math.abs(winding), 1);
      assert.ok(correlation > 0.95);
    }
    near(
      [
        circularCorrelation(
          phases.map((p) => 2 - p),
          phases,
        ),
      ],
      [1],
      1e-12,
    );
  });

  it('is severed where a piece lies elsewhere', () => {
    const cut = circleLoop(phases.map((p) => p * 0.6));
    assert.equal(cut.state, 'severed');
    near([cut.jump], [1 - 0.6 * (31 / 32)], 0.02);
    assert.equal(planeLoop(phases.flatMap((p) => [Math.cos(p / 2), Math.sin(p / 2)])).state, 'severed');
  });

  it('is knotted where it winds twice or not at all, goes back, or crosses itself', () => {
    assert.deepEqual(
      [circleLoop(phases.map((p) => 2 * p)).state, circleLoop(phases.map((p) => 2 * p)).winding],
      ['knotted', 2],
    );
    assert.equal(circleLoop(phases.map((p) => Math.sin(p))).state, 'knotted');
    assert.equal(circleLoop(even(72).map((p) => p + 1.2 * Math.sin(3 * p))).state, 'knotted');
    const eight = planeLoop(phases.flatMap((p) => [Math.sin(p + 0.1), Math.sin(2 * p + 0.2)]));
    assert.deepEqual([eight.state, eight.excess], ['knotted', 1]);
    const circle = planeLoop(phases.flatMap((p) => [3 + Math.cos(p), 2 * Math.sin(p)]));
    assert.deepEqual([circle.state, circle.excess, circle.winding], ['closed', 0, 1]);
  });

  it('of fewer than 12 points is refused', () =>
    assert.throws(() => circleLoop([0, 1, 2]), { name: 'RangeError', message: /3 points; expected 12/ }));
});

describe('a torus in a latent space', () => {
  const grid = (map: (a: number, b: number) => number[]) =>
    even(16).flatMap((a) => even(16).flatMap((b) => map(a, b)));
  it('is recovered up to a unimodular change of basis, which plain correlation does not see', () => {
    const found = torusRecovery(
      grid((a, b) => [2 * a + b, 1 - a - b]),
      16,
    );
    assert.deepEqual(found.winding, [
      [2, 1],
      [-1, -1],
    ]);
    assert.ok(found.unimodular);
    near([...found.correlation, found.agreement], [1, 1, 1], 1e-9);
    near(found.plain.flat(), [0, 0, 0, 0], 1e-9);
  });

  it('is not where both angles follow one phase, or one winds twice', () => {
    assert.equal(
      torusRecovery(
        grid((a) => [a, a + 1]),
        16,
      ).unimodular,
      false,
    );
    assert.equal(
      torusRecovery(
        grid((a, b) => [a, 2 * b]),
        16,
      ).unimodular,
      false,
    );
  });

  it('tells how many loops agree where some are torn', () => {
    const torn = grid((a, b) => [a, b > 3 ? b : 0.3 * b]);
    const { agreement } = torusRecovery(torn, 16);
    assert.ok(agreement <= 1 && agreement > 0.5);
    assert.throws(() => torusRecovery([1, 2, 3], 16), /3 angles; expected 2 × 16 × 16/);
  });
});
