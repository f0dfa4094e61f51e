import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite } from '../../packages/site';
import { type Heading, rendered } from '../../packages/site/pages/markdown';
import { notebookPage } from '../../packages/site/pages/notebook';

const markdown = (source: string, more: object = {}) => ({ cell_type: 'markdown', id: 'm', source, ...more });
const code = (id: string, source: string, ...outputs: object[]) => ({
  cell_type: 'code',
  id,
  source,
  outputs,
});
const shown = (data: object, metadata = {}) => ({ output_type: 'display_data', data, metadata });
const png = Buffer.from('picture').toString('base64');

const options = {
  path: 'part/one',
  root: '../',
  link: (target: string) => (target.endsWith('.ipynb') ? target.replace('.ipynb', '.html') : target),
  chapters: new Map([['two', 'part/two.html']]),
};
const page = (...cells: object[]) => notebookPage(JSON.stringify({ cells }), options);

describe('a page of a notebook', () => {
  it('has the notebook’s title, prose with formulas, and links to pages in place of notebooks', () => {
    const { title, body, hasMath } = page(markdown('# Title\n\nWith $x^2$ and [two](two.ipynb).'));
    assert.equal(title, 'Title');
    assert.ok(hasMath);
    assert.match(body, /class="katex"/);
    assert.match(body, /<a href="two.html">two<\/a>/);
  });

  it('puts a figure’s caption and reading below it and names the cell that made it', () => {
    const { body, figures, files } = page(
      code(
        'made',
        "await show(chart, { id: 'a-figure' });",
        shown(
          {
            'image/png': png,
            'text/plain': '[Figure a-figure]',
            'application/vnd.vega.v5+json': { marks: [] },
          },
          { 'image/png': { width: 400, height: 300, alt: 'What is "drawn".' } },
        ),
        shown({ 'text/markdown': '**Figure a-figure.** Drawn. *Scale lesson.*\n\n**Reading.** Seen: 3.' }),
      ),
    );
    assert.match(body, /<figure id="a-figure"[\s\S]*alt="What is &#34;drawn&#34;\."[\s\S]*<figcaption>/);
    assert.match(body, /<div class="reading"><p><strong>Reading\.<\/strong> Seen: 3\.<\/p>/);
    assert.match(body, /href="#cell-made"/);
    assert.match(body, /<details class="code" id="cell-made">/, 'folded, as it makes a figure');
    assert.deepEqual([figures[0].id, figures[0].kind], ['a-figure', 'figure']);
    assert.equal(String(files['figures/part/one/a-figure.png']), 'picture');
    assert.match(String(files['figures/part/one/a-figure.js']), /^latentTorusChart\(/);
  });

  it('gives every figure an anchor of its own, whatever its cell says', () => {
    const picture = shown({ 'image/png': png, 'text/plain': '' });
    const { figures } = page(
      code('a', 'draw()', picture, picture),
      code('b', "id: 'x'; id: 'y'", picture, picture),
    );
    assert.equal(new Set(figures.map(({ id }) => id)).size, 4);
    assert.deepEqual(
      figures.slice(2).map(({ id }) => id),
      ['x', 'y'],
    );
  });

  it('lets tables scroll by keyboard and leads from a chapter’s name to the chapter', () => {
    const { body } = page(
      code('t', 'table()', shown({ 'text/html': '<table><tr><td>two</td><td>2</td></tr></table>' })),
    );
    assert.match(body, /<div class="scroll" role="region" tabindex="0" aria-label="Table[^"]*">/);
    assert.match(body, /<td><a href="\.\.\/part\/two\.html">two<\/a><\/td>/);
  });

  it('shows printed text and errors as they are, and folds the progress of trainings', () => {
    const progress = shown({ 'text/html': '<div style="font-size:13px">Torus: 40 epochs</div>' });
    const { body } = page(
      code(
        'c',
        'run()',
        progress,
        { output_type: 'stream', name: 'stdout', text: ['a < b\n'] },
        { output_type: 'error', ename: 'TypeError', evalue: 'x is 1' },
      ),
    );
    assert.match(body, /<pre class="output"[^>]*>a &#60; b<\/pre>/);
    assert.match(body, /<pre class="output error"[^>]*>TypeError: x is 1<\/pre>/);
    assert.match(body, /<details class="log"><summary>Torus: 40 epochs<\/summary>/);
  });

  it('leaves out the links between notebooks, as it has its own', () => {
    const made = { metadata: { latentTorus: { made: 'links' } } };
    assert.doesNotMatch(page(markdown('**Next:** [two](two.ipynb)', made)).body, /Next/);
  });

  it('tells headings of one name apart', () => {
    const headings: Heading[] = [];
    rendered('## What holds\n\n## What holds', { headings, link: (target) => target });
    assert.deepEqual(
      headings.map(({ anchor }) => anchor),
      ['What-holds', 'What-holds-2'],
    );
  });

  it('keeps the words of a link that leads nowhere, and says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latent-torus-pages-'));
    try {
      const notebooks = join(folder, 'notebooks');
      mkdirSync(join(notebooks, 'part'), { recursive: true });
      mkdirSync(join(folder, 'figures'));
      const file = join(notebooks, 'part', 'one.ipynb');
      writeFileSync(
        file,
        JSON.stringify({ cells: [markdown('# One\n\n[lost](gone.ipynb), [code](../../code.ts)')] }),
      );
      writeFileSync(join(folder, 'code.ts'), 'const x = 1;\n');
      const notices: string[] = [];
      const { pages } = await buildSite({
        root: folder,
        notebooks,
        figures: join(folder, 'figures'),
        parts: [
          {
            folder: 'part',
            title: 'Part',
            text: '',
            chapters: [{ name: 'one', file, path: 'part/one.ipynb' }],
          },
        ],
        out: join(folder, 'site'),
        notice: (text) => notices.push(text),
      });
      assert.deepEqual(notices, ['notebooks/part/one.ipynb leads to gone.ipynb, which is not there']);
      assert.ok(pages.includes('source/code.ts.html'));
      const html = readFileSync(join(folder, 'site', 'part', 'one.html'), 'utf8');
      assert.match(html, /<span>lost<\/span>, <a href="\.\.\/source\/code\.ts\.html">code<\/a>/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
