import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingHere, root } from './checkout';

const code = (source: string, id: string) => ({
  cell_type: 'code',
  id,
  metadata: {},
  source,
  outputs: [],
  execution_count: null,
});
const notebook = (...sources: string[]) =>
  JSON.stringify({
    cells: [
      { cell_type: 'markdown', id: 'text', metadata: {}, source: '# A page' },
      ...sources.map((s, i) => code(s, `c${i}`)),
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });

const live = `const show = require('tslab/dist/jupyter').lastWriteDisplayData;
const transient = { display_id: 'x' };
for (let i = 0; i < 9; i++) show({ data: { 'text/plain': 'step ' + i }, metadata: {}, transient }, i > 0);
for (let i = 0; i < 3; i++) { console.log('line ' + i); await new Promise((done) => setTimeout(done, 60)); }
process.env.LATENT_TORUS_SCALE`;

describe('figures', () => {
  mkdirSync(join(root, '.setup'), { recursive: true });
  const folder = mkdtempSync(join(root, '.setup', 'figures-test-'));
  const file = (name: string) => join(folder, `${name}.ipynb`);
  const outputs = (name: string, cell: number) =>
    JSON.parse(readFileSync(file(name), 'utf8')).cells[cell].outputs;
  const run = (...args: string[]) => {
    const { LATENT_TORUS_FIGURES, ...env } = process.env;
    const own = args.includes('paper') ? { LATENT_TORUS_FIGURES: join(folder, 'figures') } : {};
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, 'tools/figures.mjs'), ...args],
      { encoding: 'utf8', env: { ...env, ...own } },
    );
    return { status, stdout, stderr };
  };
  const gitStatus = () => {
    const { status, stdout } = spawnSync(
      'git',
      ['status', '--porcelain', '--', 'figures', 'notebooks', ':!notebooks/.*'],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );
    assert.equal(status, 0);
    const contents = stdout.split('\n').map((line) => {
      const path = join(root, line.slice(3));
      return line && statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : '';
    });
    return [stdout, ...contents];
  };
  before(function () {
    const missing = missingHere(); // else the scripts would install it, under other tests that run
    if (missing) {
      console.log(`      ${missing.trim()}: run the set-up first`);
      this.skip();
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('writes outputs back, names what failed, and goes on with the next notebook', () => {
    const failing = notebook('const x = 3;', '', "throw new RangeError('no ' + x);", 'x');
    writeFileSync(file('test-failing'), failing);
    writeFileSync(file('test-dying'), notebook("process.kill(process.pid, 'SIGKILL');"));
    writeFileSync(file('test-live'), notebook(live));
    const { status, stdout, stderr } = run(
      '--scale',
      'paper',
      file('test-failing'),
      file('test-dying'),
      file('test-live'),
    );
    assert.equal(status, 1);
    assert.match(
      stdout,
      /test-failing \(1 of 3\): 3 cells 1 FAILED(.*\n)+test-live \(3 of 3\): 1 cells 1 done in/,
    );
    assert.match(stderr, /test-failing\.ipynb, cell \[2\]: RangeError: no 3/);
    assert.match(stderr, /test-dying\.ipynb, cell \[1\]: the kernel died/);
    assert.equal(readFileSync(file('test-failing'), 'utf8'), failing);
    const kept = join(root, '.setup/failed/test-failing.ipynb');
    assert.match(stderr, new RegExp(`what this run gave is in ${kept}`));
    assert.equal(JSON.parse(readFileSync(kept, 'utf8')).cells[3].outputs[0].ename, 'RangeError');
    for (const name of ['failing', 'dying'])
      rmSync(join(root, `.setup/failed/test-${name}.ipynb`), { force: true });

    const [progress, printed, result] = outputs('test-live', 1);
    // An updated display keeps its last state; printed text is one output, in however many messages it came.
    assert.equal([progress.data['text/plain']].flat().join(''), 'step 8');
    assert.equal([printed.text].flat().join(''), 'line 0\nline 1\nline 2\n');
    assert.match([result.data['text/plain']].flat().join(''), /paper/);
  });

  it('gives the same file when nothing has changed', () => {
    writeFileSync(file('test-same'), notebook('1 + 1'));
    const results = [1, 2].map(() => {
      assert.equal(run('--scale', 'paper', file('test-same')).status, 0);
      return readFileSync(file('test-same'), 'utf8');
    });
    assert.equal(results[0], results[1]);
    assert.ok(!existsSync(join(root, '.setup/failed/test-same.ipynb')));
  });

  it('below scale paper leaves notebooks and figures as they are committed', function () {
    this.timeout(240_000);
    const before = gitStatus();
    const scale = 'lesson'; // what a reader's run has by default
    const notebook = join(root, '.notebooks', scale, 'index.ipynb');
    const figure = join(root, '.figures', scale, 'index-check.json');
    for (const made of [notebook, figure]) rmSync(made, { force: true });
    assert.equal(run('--scale', scale, 'index').status, 0);
    assert.match(JSON.stringify(JSON.parse(readFileSync(notebook, 'utf8')).cells), /all of them finite/);
    assert.equal(JSON.parse(readFileSync(figure, 'utf8')).scale, scale);
    assert.match(
      readFileSync(join(root, '.figures', scale, 'README.md'), 'utf8'),
      new RegExp(`## \\[index\\]\\(../../.notebooks/${scale}/index.ipynb\\)(.*\n)*.*index-check.png`),
    );
    assert.deepEqual(gitStatus(), before);
  });

  it('refuses names, options and scales that it does not know', () => {
    for (const [args, message] of [
      [['no-such-notebook'], /There is no notebook no-such-notebook/],
      [['--fast'], /Unknown option '--fast'/],
      [['--scale', 'huge'], /The scale is 'huge'; expected one of smoke, lesson, paper/],
    ] as const) {
      const { status, stderr } = run(...args);
      assert.equal(status, 1);
      assert.match(stderr, message);
    }
  });
});
