import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../../packages/notebook/frame'; // before Danfo
import * as danfo from 'danfojs-node';

import { type Row, table, toCsv, toGrid } from '../../packages/notebook/table';
import { scale } from '../../packages/settings';
import { inFakeKernel } from './fake-kernel';
import { withFiguresFolder } from './figures-folder';

// An independent reader of CSV, which Danfo brings along; it has no types.
const papa = require('papaparse') as {
  parse(csv: string, options: object): { data: unknown[]; errors: unknown[] };
};

const rows = [
  { model: 'torus <b>"&', loss: 147.123456, KL: -9, note: null },
  { model: 'plane, ℝ²\nflat', loss: 0.5, KL: 12, note: true },
];
const about = { id: 'torus-4-scores', caption: 'Losses < 200 & more', reading: 'Torus 147.1 nats' };

describe('table', () => {
  const folder = withFiguresFolder();
  const read = (name: string) => readFileSync(join(folder.path, name), 'utf8');
  const shown = async (...args: Parameters<typeof table>) => {
    const [{ data }, below] = await inFakeKernel(() => table(...args));
    return { ...data, below: below.data } as {
      'text/html': string;
      'text/plain': string;
      below: Record<string, string>;
    };
  };

  it('saves every digit as CSV, with a record', async () => {
    await table(rows, about);
    assert.deepEqual(readdirSync(folder.path).sort(), ['torus-4-scores.csv', 'torus-4-scores.json']);
    const { data, errors } = papa.parse(read('torus-4-scores.csv'), { header: true, skipEmptyLines: true });
    assert.deepEqual(errors, []);
    assert.deepEqual(data, [
      { model: 'torus <b>"&', loss: '147.123456', KL: '-9', note: '' },
      { model: 'plane, ℝ²\nflat', loss: '0.5', KL: '12', note: 'true' },
    ]);
    assert.equal(JSON.parse(read('torus-4-scores.json')).kind, 'table');
  });

  it('shows the rows and columns asked for, and saves all', async () => {
    const only = { rows: ({ KL }: Row) => Number(KL) < 0, columns: ['KL', 'loss'] };
    const { 'text/plain': text } = await shown(rows, { ...about, ...only });
    assert.deepEqual(text.split('\n'), [
      'KL     loss',
      '──  ───────',
      '−9  147.123',
      '1 of 2 rows, 2 of 4 columns; all are in torus-4-scores.csv.',
    ]);
    assert.equal(read('torus-4-scores.csv'), toCsv(toGrid(rows)));
    await assert.rejects(
      table(rows, { ...about, columns: ['KL', 'bce'] }),
      /columns are \[KL, bce\]; expected some of model, loss, KL, note/,
    );
    await assert.rejects(table(rows, { ...about, rows: () => false }), /no row is to be shown/);
  });

  it('escapes what a cell, a column or the caption says', async () => {
    const { 'text/html': html, below } = await shown([{ '<script>': '<img src=x onerror="f()">' }], about);
    assert.doesNotMatch(html, /<script|<img|onerror="/);
    assert.match(html, /&#60;img src=x onerror=&#34;f\(\)&#34;&#62;/);
    assert.equal(
      below['text/markdown'],
      `**Table torus-4-scores.** Losses &#60; 200 &#38; more. *Scale ${scale()}.*\n\n**Reading.** Torus 147.1 nats.`,
    );
  });

  it('sets numbers to the right, with the decimals asked for, and whole columns without', async () => {
    const html = (await shown(rows, { ...about, digits: { loss: 1 } }))['text/html'];
    assert.match(
      html,
      /right">147\.1<\/td><td style="text-align:right">−9<\/td><td style="text-align:left">–<\/td>/,
    );
    assert.match(html, /<td style="text-align:left">torus/);
  });

  it('lines columns up as text', async () => {
    const text = (
      await shown(
        [
          { a: 1, name: 'x' },
          { a: 200, name: 'long' },
        ],
        about,
      )
    )['text/plain'];
    assert.deepEqual(text.split('\n').slice(0, 4), ['  a  name', '───  ────', '  1  x', '200  long']);
  });

  it('gives all rows the columns of all', () => {
    assert.deepEqual(toGrid([{ a: 1 }, { b: 2 }]), {
      columns: ['a', 'b'],
      rows: [
        [1, null],
        [null, 2],
      ],
    });
  });

  it('takes Danfo data frames', async () => {
    const frame = new danfo.DataFrame(
      [
        [1, 'x'],
        [2.5, 'y'],
      ],
      { columns: ['a', 'b'] },
    );
    await table(frame, about);
    assert.equal(read('torus-4-scores.csv'), 'a,b\n1,x\n2.5,y\n');
  });

  it('says below the table that data are generated', async () => {
    const { below } = await shown(rows, { ...about, sources: [{ name: 'glyphs', synthetic: true }] });
    assert.match(below['text/markdown'], /\*Scale [a-z]+\. Drawn from generated stand-ins[^*]*glyphs\.\*/);
    assert.match(below['text/plain'], /Drawn from generated stand-ins/);
  });

  it('refuses an empty table and what is neither rows nor a frame, with its name', async () => {
    await assert.rejects(table([], about), /'torus-4-scores' is empty/);
    await assert.rejects(
      table([{ a: [1] as unknown as number }], about),
      /row 0, column 'a' holds a value of type object/,
    );
    for (const [data, what] of [
      [{}, 'object'],
      [null, 'null'],
      [undefined, 'undefined'],
      ['rows', 'string'],
    ] as const) {
      await assert.rejects(
        table(data as never, about),
        new RegExp(`'torus-4-scores': the data are ${what}; expected rows .* or a Danfo data frame`),
      );
    }
    await assert.rejects(table([{ a: 1 }, [2]] as never, about), /row 1 is \[2\]; expected an object/);
    for (const digits of [200, -1, 1.5, NaN, '2', null]) {
      await assert.rejects(
        table([{ a: 1.5 }], { ...about, digits: digits as number }),
        /'torus-4-scores': digits is .*; expected a whole number of decimals from 0 to 100/,
      );
    }
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it('keeps NaN and infinities in the CSV', () => {
    assert.equal(toCsv(toGrid([{ a: NaN, b: -Infinity }])), 'a,b\nNaN,-Infinity\n');
  });
});

describe('a Danfo data frame as the last line of a cell', () => {
  it('shows as a table, a long one by its first rows', () => {
    const frame = new danfo.DataFrame(
      Array.from({ length: 60 }, (_, i) => [i, i / 3]),
      { columns: ['n', 'third'] },
    );
    const bundle = (frame as never as Record<symbol, () => Record<string, string>>)[
      Symbol.for('Jupyter.display')
    ]();
    assert.equal(bundle['text/html'].match(/<tr>/g)?.length, 51);
    assert.match(bundle['text/html'], /The first 50 of 60 rows/);
    assert.match(bundle['text/plain'], /49 {2}16\.333/);
  });
});
