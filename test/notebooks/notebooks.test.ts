import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { claimPlaces, linkTo, settingPlaces } from '../../notebooks/torus';
import { root } from '../../packages/settings';
import { idsOf, missing, notebooks, python, read, sourceOf } from './notebook-files';

/** The rows of the documents' coverage that the notebooks own: figures and tables that must be written. */
const owned: Record<string, string[]> = {
  'basics-2-mathematics': ['understanding-math'],
  'torus-2-training': ['torus-2-training'],
  'torus-fig-1': ['torus-fig-1'],
  'torus-fig-2': ['torus-fig-2'],
  'torus-fig-3': ['torus-fig-3'],
  'torus-fig-4': ['torus-fig-4'],
  'torus-fig-5': ['torus-fig-5'],
  'torus-4-scores': ['torus-4-scores'],
  'torus-explorer': ['torus-explorer'],
  'torus-2-angle': ['torus-2-effects', 'torus-2-claims', 'torus-2-one-source'],
  'thesis-5-baseline': ['thesis-fig-5-4', 'thesis-table-5-1'],
  'torus-claims': ['torus-claims'],
  'report-2-generation': ['report-2-fig-1', 'report-2-fig-2'],
  'report-2-losses': ['report-2-losses'],
  'report-2-interpolation': ['report-2-fig-3', 'report-2-fig-4'],
  'report-2-anomaly': ['report-2-anomaly'],
  'understanding-generation': ['understanding-generation'],
  'thesis-ch-2-3': ['thesis-ch-2-3'],
  'thesis-ch-6': ['thesis-ch-6'],
  'thesis-fig-a-1': ['thesis-fig-a-1'],
  'torus-errata': ['torus-errata'],
};

describe('the notebooks', () => {
  it('lead to notebooks that are there', () => {
    for (const { name, file } of notebooks) {
      const text = read(file).cells.map(sourceOf).join('\n');
      for (const [, target] of text.matchAll(/\]\(([^()\s:]+\.ipynb)(?:#[^)]*)?\)/g))
        assert.ok(existsSync(join(dirname(file), target)), `${name} leads to ${target}, which is not there`);
    }
  });

  it('lead to headings that are there', () => {
    const headingsOf = (file: string) =>
      read(file)
        .cells.filter((cell) => cell.cell_type === 'markdown')
        .flatMap((cell) => [...sourceOf(cell).matchAll(/^#+ (.+)$/gm)])
        .map(([, heading]) => heading.replaceAll(' ', '-'));
    const leads = (from: string, file: string, anchor: string) =>
      assert.ok(
        headingsOf(file).includes(decodeURIComponent(anchor)),
        `${from} leads to '${decodeURIComponent(anchor)}' in ${file}, which is not there`,
      );
    for (const { name, file } of notebooks) {
      const text = read(file).cells.map(sourceOf).join('\n');
      for (const [, target, anchor] of text.matchAll(/\]\(([^()\s:]+\.ipynb)#([^)]+)\)/g))
        leads(name, join(dirname(file), target), anchor);
    }
    const folder = join(root, 'notebooks/torus');
    for (const place of [...Object.values(claimPlaces), ...Object.values(settingPlaces)]) {
      const [target, anchor] = linkTo(place).split('#');
      leads('the chart of claims', join(folder, target), anchor);
    }
  });

  it('own the figures and tables that the documents list', () => {
    for (const [name, ids] of Object.entries(owned)) {
      const written = idsOf(read(notebooks.find((each) => each.name === name)!.file));
      for (const id of ids) assert.ok(written.includes(id), `${name} does not write ${id}`);
    }
  });

  it('are executed, without an error, and light', () => {
    for (const { name, file } of notebooks) {
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

  const records = notebooks
    .filter(({ name }) => name !== 'index')
    .flatMap(({ name, file }) => idsOf(read(file)).map((id) => ({ name, id })))
    .map(({ name, id }) => ({ name, id, saved: join(root, 'figures', `${id}.json`) }));

  it('have committed figures of their own, from real data', () => {
    for (const { name, id, saved } of records) {
      assert.ok(existsSync(saved), `${name}: figures/${id}.json is missing`);
      assert.equal(JSON.parse(readFileSync(saved, 'utf8')).synthetic, false, id);
    }
  });

  it('have committed figures at scale paper', function () {
    const waiting = records.filter(({ saved }) => JSON.parse(readFileSync(saved, 'utf8')).scale !== 'paper');
    if (!waiting.length) return;
    const names = [...new Set(waiting.map(({ name }) => name))];
    console.log(
      `      pending: ${waiting.length} figures wait for a run at scale paper (${names.join(', ')})`,
    );
    this.skip();
  });
});

describe('the notebooks at scale smoke', () => {
  let place: string;
  before(function () {
    if (missing) {
      console.log(`      pending: ${missing}`);
      this.skip();
    }
    place = mkdtempSync(join(tmpdir(), 'smoke-'));
  });
  after(() => place && rmSync(place, { recursive: true, force: true }));

  for (const { name, file } of notebooks) {
    it(`${name} runs from top to bottom and writes every figure and table`, async function () {
      this.timeout(600_000);
      const figures = join(place, 'figures');
      const env = { ...process.env, LATENT_TORUS_SCALE: 'smoke', LATENT_TORUS_FIGURES: figures };
      const child = spawn(
        python,
        [
          join(root, 'tools/figures/execute.py'),
          file,
          join(place, `${name}.ipynb`),
          join(place, 'failed.ipynb'),
        ],
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
