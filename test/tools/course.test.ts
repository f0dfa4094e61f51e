import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { notebooksInOrder } from '../../tools/course/chapters.mjs';
import { madeCells } from '../../tools/course/links.mjs';
import { root } from './checkout';

interface Meta {
  chapter?: number;
  section?: string;
  question?: string;
}

const cell = (source: string, id: string, metadata = {}) => ({
  cell_type: 'markdown',
  id,
  metadata,
  source: [source],
});

/** A notebook as nbformat writes it. */
const notebook = (meta: Meta | undefined, ...cells: object[]) =>
  `${JSON.stringify(
    { cells, metadata: meta ? { latentTorus: meta } : {}, nbformat: 4, nbformat_minor: 5 },
    null,
    1,
  )}\n`;

describe('the course', () => {
  let folder: string;
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  const lastCell = (path: string) => JSON.parse(read(path)).cells.at(-1).source.join('');
  const update = async () => {
    const changed = madeCells(folder).filter(({ is, should }) => is !== should);
    for (const { file, should } of changed) writeFileSync(file, should);
    return changed.map(({ file }) => file.slice(folder.length + 1));
  };
  const namesFor = async (...wanted: string[]) => notebooksInOrder(folder, wanted).map(({ path }) => path);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'course-'));
    for (const part of ['shapes', 'animals', 'empty']) mkdirSync(join(folder, part));
    const parts = [
      { folder: 'shapes', title: 'Shapes', text: 'Round ones.' },
      { folder: 'empty', title: 'Empty', text: 'Nothing yet.' },
      { folder: 'animals', title: 'Animals', text: 'Wild ones.' },
    ];
    write('parts.json', JSON.stringify(parts));
    write('index.ipynb', notebook(undefined, cell('old', 'list', { latentTorus: { made: 'chapters' } })));
    write(
      'shapes/torus.ipynb',
      notebook({ chapter: 2, question: 'How many holes?', section: '2' }, cell('T', 'a')),
    );
    write('shapes/circle.ipynb', notebook({ chapter: 1, question: 'How long?' }, cell('C', 'a')));
    write('animals/ant.ipynb', notebook({ chapter: 1, question: 'How many legs?' }, cell('A', 'a')));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('goes through the parts as listed and through their chapters by number, the index first', async () => {
    assert.deepEqual(await namesFor(), [
      'index.ipynb',
      'shapes/circle.ipynb',
      'shapes/torus.ipynb',
      'animals/ant.ipynb',
    ]);
  });

  it('takes a name, a path or a whole part', async () => {
    assert.deepEqual(await namesFor('ant', 'circle.ipynb'), ['shapes/circle.ipynb', 'animals/ant.ipynb']);
    assert.deepEqual(await namesFor('shapes/torus', join(folder, 'animals/ant.ipynb')), [
      'shapes/torus.ipynb',
      'animals/ant.ipynb',
    ]);
    assert.deepEqual(await namesFor('shapes'), ['shapes/circle.ipynb', 'shapes/torus.ipynb']);
    await assert.rejects(
      namesFor('cube'),
      /There is no notebook cube\. There are: index, circle, torus, ant/,
    );
  });

  it('puts a notebook without a number after the others, and the links ask for one', async () => {
    write('shapes/cone.ipynb', notebook(undefined, cell('C', 'a')));
    assert.deepEqual(await namesFor('shapes'), [
      'shapes/circle.ipynb',
      'shapes/torus.ipynb',
      'shapes/cone.ipynb',
    ]);
    await assert.rejects(update(), /shapes\/cone\.ipynb: the notebook's metadata need "latentTorus"/);
  });

  it('refuses two notebooks of one name or number, and a folder that is not listed', async () => {
    write('animals/torus.ipynb', notebook({ chapter: 2, question: '?' }, cell('T', 'a')));
    await assert.rejects(namesFor(), /shapes\/torus\.ipynb and animals\/torus\.ipynb share a name/);
    rmSync(join(folder, 'animals/torus.ipynb'));
    write('animals/bee.ipynb', notebook({ chapter: 1, question: '?' }, cell('B', 'a')));
    await assert.rejects(namesFor(), /are both chapter 1/);
    rmSync(join(folder, 'animals/bee.ipynb'));
    mkdirSync(join(folder, 'plants'));
    write('plants/oak.ipynb', notebook({ chapter: 1, question: '?' }, cell('O', 'a')));
    await assert.rejects(
      namesFor(),
      /notebooks\/plants holds notebooks, but notebooks\/parts\.json does not/,
    );
  });

  it('links each chapter to the one before, the one after and the index', async () => {
    await update();
    assert.match(
      lastCell('shapes/circle.ipynb'),
      /\*\*Next:\*\* \[torus\]\(torus\.ipynb\): How many holes\?/,
    );
    assert.match(lastCell('shapes/circle.ipynb'), /\n\[All chapters\]\(\.\.\/index\.ipynb\)$/);
    assert.match(lastCell('shapes/torus.ipynb'), /\[ant\]\(\.\.\/animals\/ant\.ipynb\)(.*\n)*← \[circle\]/);
    assert.match(
      lastCell('animals/ant.ipynb'),
      /last chapter(.*\n)*← \[torus\]\(\.\.\/shapes\/torus\.ipynb\)/,
    );
    const index = lastCell('index.ipynb');
    assert.match(index, /^## Shapes\n\nRound ones\.\n\n\| notebook \| section \| question \|\n/);
    assert.match(index, /\| \[torus\]\(shapes\/torus\.ipynb\) \| 2 \| How many holes\? \|\n\n## Animals/);
    assert.doesNotMatch(index, /Empty|old/);
  });

  it('changes nothing a second time, and what a new chapter touches when there is one', async () => {
    assert.equal((await update()).length, 4);
    assert.deepEqual(await update(), []);
    write('animals/bee.ipynb', notebook({ chapter: 2, question: 'Why six?' }, cell('B', 'a')));
    assert.deepEqual(await update(), ['index.ipynb', 'animals/ant.ipynb', 'animals/bee.ipynb']);
    assert.match(lastCell('animals/ant.ipynb'), /\[bee\]\(bee\.ipynb\): Why six\?/);
  });

  it('leaves every other byte of a notebook as it was', async () => {
    const text = notebook({ chapter: 1, question: 'How long?' }, cell('x', 'a'), cell('y', 'b')).replace(
      '"x"',
      '"x",\n    7.5e-05,\n    1.0', // as Python writes numbers, which JavaScript would not
    );
    write('shapes/circle.ipynb', text);
    await update();
    const added = read('shapes/circle.ipynb');
    const at = text.indexOf('\n ],\n "metadata"');
    assert.ok(added.startsWith(text.slice(0, at)) && added.endsWith(text.slice(at)));
  });

  it('refuses links that are not at the end', async () => {
    const moved = notebook(
      { chapter: 1, question: '?' },
      cell('l', 'l', { latentTorus: { made: 'links' } }),
      cell('x', 'a'),
    );
    write('shapes/circle.ipynb', moved);
    await assert.rejects(update(), /circle\.ipynb: the cell of links is not the last one/);
  });

  it('is current in its index and links as committed', async () => {
    cpSync(join(root, 'notebooks'), folder, { recursive: true, filter: (path) => !/\/\.\w/.test(path) });
    for (const part of ['shapes', 'animals', 'empty']) rmSync(join(folder, part), { recursive: true });
    assert.deepEqual(await update(), [], 'run: npm run index');
  });
});
