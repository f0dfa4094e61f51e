import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../packages/settings';
import { folder, idsOf, missing, names, order, python, read, sourceOf } from './notebook-files';

/** The rows of the documents' coverage that the notebooks own: figures and tables that must be written. */
const owned: Record<string, string[]> = {
  'torus-2-training': ['torus-2-training'],
  'torus-fig-1': ['torus-fig-1'],
  'torus-fig-2': ['torus-fig-2'],
  'torus-fig-3': ['torus-fig-3'],
  'torus-fig-4': ['torus-fig-4'],
  'torus-fig-5': ['torus-fig-5'],
  'torus-4-scores': ['torus-4-scores'],
  'torus-explorer': ['torus-explorer'],
  'torus-claims': ['torus-claims'],
};

describe('the notebooks', () => {
  it('are all listed in their order, and the index leads to each', () => {
    assert.deepEqual([...order].sort(), [...names].sort());
    const index = read(join(folder, 'index.ipynb')).cells.map(sourceOf).join('\n');
    for (const name of names.filter((each) => each !== 'index'))
      assert.match(index, new RegExp(`\\(${name}\\.ipynb\\)`), name);
    for (const [, target] of index.matchAll(/\(([a-z0-9-]+)\.ipynb\)/g))
      assert.ok(names.includes(target), `the index leads to ${target}, which is not there`);
  });

  it('own the figures and tables that the documents list', () => {
    for (const [name, ids] of Object.entries(owned).filter(([each]) => names.includes(each))) {
      const written = idsOf(read(join(folder, `${name}.ipynb`)));
      for (const id of ids) assert.ok(written.includes(id), `${name} does not write ${id}`);
    }
  });

  it('are executed, without an error, and light', () => {
    for (const name of names) {
      const file = join(folder, `${name}.ipynb`);
      assert.ok(statSync(file).size < 1_000_000, `${name} is larger than 1 MB`);
      const code = read(file).cells.filter((cell) => cell.cell_type === 'code' && sourceOf(cell).trim());
      code.forEach((cell, i) => {
        assert.equal(cell.execution_count, i + 1, `${name}, code cell ${i + 1}`);
        assert.ok(
          !cell.outputs?.some((output) => output.output_type === 'error'),
          `${name}, cell [${i + 1}] holds an error`,
        );
      });
    }
  });

  it('have committed figures of their own at scale paper, from real data', () => {
    for (const name of names.filter((each) => each !== 'index')) {
      for (const id of idsOf(read(join(folder, `${name}.ipynb`)))) {
        const file = join(root, 'figures', `${id}.json`);
        assert.ok(existsSync(file), `${name}: figures/${id}.json is missing`);
        const record = JSON.parse(readFileSync(file, 'utf8'));
        assert.equal(record.scale, 'paper', id);
        assert.equal(record.synthetic, false, id);
      }
    }
  });
});

describe('the notebooks at scale smoke', () => {
  let place: string;
  let figures: string;
  before(function () {
    if (missing) {
      console.log(`      pending: ${missing}`);
      this.skip();
    }
    place = join(folder, `.smoke-${process.pid}`); // inside the checkout, so that 'latent-torus' is found
    mkdirSync(place);
    figures = mkdtempSync(join(tmpdir(), 'smoke-figures-'));
  });
  after(() =>
    [place, figures].filter(Boolean).forEach((each) => rmSync(each, { recursive: true, force: true })),
  );

  for (const name of order) {
    it(`${name} runs from top to bottom and writes every figure and table`, async function () {
      this.timeout(300_000);
      const file = join(place, `${name}.ipynb`);
      copyFileSync(join(folder, `${name}.ipynb`), file);
      const env = { ...process.env, LATENT_TORUS_SCALE: 'smoke', LATENT_TORUS_FIGURES: figures };
      const child = spawn(
        python,
        [join(root, 'tools/figures/execute.py'), file, join(place, 'failed.ipynb')],
        { env, stdio: ['ignore', 'pipe', 'ignore'] },
      );
      let news = '';
      child.stdout.on('data', (chunk) => {
        news += chunk;
      });
      const [code] = await once(child, 'close');
      const failed = news
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
        .find((line) => line.failed)?.failed;
      assert.equal(code, 0, `cell [${failed?.cell}]: ${failed?.error}`);
      for (const id of idsOf(read(file)))
        assert.ok(existsSync(join(figures, `${id}.json`)), `${id} was not written`);
    });
  }
});
