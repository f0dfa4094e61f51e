import assert from 'node:assert/strict';
import { torusPaths } from '@latent-torus/notebook';

type Row = Record<string, number | string>;
/** The rows of the layer that draws paths. */
const rows = (chart: Record<string, unknown>) =>
  (chart.layer as { data: { values: Row[] } }[]).find(({ data }) => 'piece' in data.values[0])!.data.values;
const points = { points: [0, 0], labels: [3] };

describe('torusPaths', () => {
  it('cuts a path at the seam and goes on at the opposite side', () => {
    const values = rows(torusPaths(points, [{ name: 'p', points: [3, 0, 4, 1] }]));
    assert.deepEqual(
      values.map(({ piece }) => piece),
      ['p 0', 'p 0', 'p 1', 'p 1'],
    );
    const share = Math.PI - 3; // of the step of length 1 in θ₁
    const expected = [
      [3, 0],
      [Math.PI, share],
      [-Math.PI, share],
      [4 - 2 * Math.PI, 1],
    ];
    assert.deepEqual(
      values.map(({ x, y }) => [x, y]),
      expected.map((point) => point.map((v) => Number(v.toFixed(3)))),
    );
  });

  it('keeps a path inside the square in one piece and every point inside it', () => {
    const inside = rows(torusPaths(points, [{ name: 'p', points: [0, 0, 1, 1, 2, -1] }]));
    assert.deepEqual(new Set(inside.map(({ piece }) => piece)).size, 1);
    const winding = rows(torusPaths(points, [{ name: 'p', points: [0, 0, 9, -17, -3, 5] }]));
    assert.ok(
      winding.every(
        ({ x, y }) => Math.abs(x as number) <= Math.PI + 1e-3 && Math.abs(y as number) <= Math.PI + 1e-3,
      ),
    );
  });

  it('refuses a path of one point', () => {
    assert.throws(() => torusPaths(points, [{ name: 'p', points: [0, 0] }]), /two points or more/);
  });
});
