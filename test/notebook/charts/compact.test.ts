import assert from 'node:assert/strict';
import * as vega from 'vega';
import { compile } from 'vega-lite';
import { column, compact } from '../../../packages/notebook/charts';

/** What Vega makes of a compact table. */
async function expand(
  table: Parameters<typeof compact>[0],
  digits?: number,
): Promise<Record<string, unknown>[]> {
  const encoding = Object.fromEntries(
    Object.keys(table).map((field, i) => [['x', 'y', 'color'][i], { field, type: 'nominal' }]),
  );
  const { spec } = compile({ ...compact(table, digits), mark: 'point', encoding } as never);
  const view = new vega.View(vega.parse(spec), { renderer: 'none' });
  await view.runAsync();
  const name = spec.data!.at(-1)!.name;
  const rows = view
    .data(name)
    .map((row) => Object.fromEntries(Object.keys(table).map((field) => [field, row[field]])));
  view.finalize();
  return rows;
}

describe('compact', () => {
  it('gives Vega the rounded numbers and the texts back', async () => {
    const rows = await expand({
      x: Float32Array.from([0.123, -0.001, 12.5]),
      label: ['it\'s "a"', 'b c', 'it\'s "a"'],
      y: [1e6, -0.456, 3],
    });
    assert.deepEqual(rows, [
      { x: 0.12, label: 'it\'s "a"', y: 1e6 },
      { x: 0, label: 'b c', y: -0.46 },
      { x: 12.5, label: 'it\'s "a"', y: 3 },
    ]);
  });

  it('keeps as many decimals as asked', async () => {
    assert.deepEqual(await expand({ x: [1.23456, 2] }, 4), [{ x: 1.2346 }, { x: 2 }]);
  });

  it('takes under 14 bytes for a point with a class', () => {
    const angles = Float64Array.from({ length: 5000 }, (_, i) => Math.PI * Math.sin(i));
    const label = Array.from(angles, (_, i) => String(i % 10));
    const bytes = JSON.stringify(compact({ x: angles, y: angles, label })).length;
    assert.ok(bytes < 14 * 5000, `${bytes / 5000} bytes`);
  });

  it('refuses numbers that are not finite, and columns that do not fit', () => {
    assert.throws(() => compact({ x: [0, NaN] }), /x\[1\] is NaN/);
    assert.throws(() => compact({ x: [0], y: [] }), /column 'y' has 0 values, but 'x' has 1/);
    assert.throws(() => compact({ 'a b': [0] }), /'a b' is no field name/);
  });
});

describe('column', () => {
  it('takes one column of rows', () => assert.deepEqual([...column([1, 2, 3, 4, 5, 6], 3, 1)], [2, 5]));
  it('refuses what does not make rows', () =>
    assert.throws(() => column([1, 2, 3], 2, 0), /3 values do not make rows of 2/));
});
