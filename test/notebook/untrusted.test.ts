import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { trainingProgress } from '../../packages/notebook/progress';
import { show } from '../../packages/notebook/show';
import { table } from '../../packages/notebook/table';
import { root } from '../../packages/settings';
import { findChromium, openChromium } from './browser/chromium';
import { inFakeKernel, type Sent } from './fake-kernel';
import { withFiguresFolder } from './figures-folder';

const python = join(process.env.LATENT_TORUS_VENV ?? join(root, '.setup', 'venv'), 'bin', 'python');
const chromium = findChromium();
const reason = !existsSync(python)
  ? `no ${python}: run the set-up`
  : chromium
    ? undefined
    : 'no Chromium found: install it';

const small = {
  data: { values: [{ x: 1 }, { x: 2 }] },
  mark: 'point',
  encoding: { x: { field: 'x', type: 'quantitative' } },
};
/** So large that the notebook holds its PNG only. */
const large = {
  ...small,
  data: { values: Array.from({ length: 9000 }, (_, x) => ({ x, text: 'some words that take space' })) },
  mark: 'line',
  encoding: { ...small.encoding, y: { field: 'x', type: 'quantitative' } },
};
const about = { reading: 'Torus $0.73, plane $0.72', seeds: 5 };

describe('outputs in a notebook that JupyterLab does not trust', () => {
  withFiguresFolder();
  let place: string;
  let lab: ChildProcess | undefined;
  let browser: Browser;

  before(async function () {
    this.timeout(90_000);
    if (reason) {
      console.log(`      pending: ${reason}`);
      this.skip();
    }
    place = mkdtempSync(join(tmpdir(), 'untrusted-'));
    browser = await openChromium(chromium!);
  });
  after(async () => {
    await browser?.close();
    if (lab?.pid && lab.exitCode === null) {
      const ended = new Promise((resolve) => lab!.once('exit', resolve));
      process.kill(-lab.pid, 'SIGTERM');
      await ended;
    }
    if (place) rmSync(place, { recursive: true, force: true });
  });

  it('show figures, tables, captions, readings and the end of a training', async function () {
    this.timeout(150_000);
    const history = [183.1, 160, 147.1].map((total, epoch) => ({ epoch, total }));
    const training = {
      title: 'torus',
      step: 9,
      steps: 9,
      epoch: 3,
      epochs: 3,
      seconds: 4,
      history,
      done: true,
    };
    const sent = await inFakeKernel(async () => {
      await show(small, { ...about, id: 'first', caption: 'Points * and $5' });
      await show(large, { ...about, id: 'second', caption: 'Ticks' });
      await table([{ model: 'torus', loss: 147.1 }], { ...about, id: 'third', caption: 'Losses' });
      trainingProgress()(training);
    });
    const page = await open(sent);
    const texts = await page.locator('.jp-OutputArea-output').allInnerTexts();
    assert.match(
      texts[1],
      /^Figure first\. Points \* and \$5\. Scale [a-z]+, five seeds\.\s+Reading\. Torus \$0\.73, plane \$0\.72\.$/,
    );
    assert.match(texts[3], /^Figure second\. Ticks\./);
    assert.match(texts[4], /model\s+loss\s+torus\s+147\.1/);
    assert.match(texts[5], /^Table third\. Losses\..*five seeds\.\s+Reading\./s);
    assert.equal(texts[6].trim(), 'torus: 3 epochs in 4.0 s · total 147.1');
    assert.equal(await page.locator('mjx-container').count(), 0, 'a dollar became a formula');
    await page.locator('.vega-embed canvas, .vega-embed svg').first().waitFor();
    const drawn = await page
      .locator('.jp-OutputArea-output img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
    assert.equal(drawn.length, 2); // the large chart, and the curve of the training
    assert.ok(
      drawn.every((width) => width > 100),
      `${drawn}`,
    );
  });

  /** Opens a notebook that holds these outputs, and nothing that was ever run here. */
  async function open(sent: Sent[]): Promise<Page> {
    const outputs = sent.map(({ data, metadata }) => ({ output_type: 'display_data', data, metadata }));
    const cell = { cell_type: 'code', id: 'a', source: '1', execution_count: 1, metadata: {}, outputs };
    const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    mkdirSync(join(place, 'notebooks'));
    writeFileSync(join(place, 'notebooks', 'a.ipynb'), JSON.stringify(notebook));
    const port = await freePort();
    lab = spawn(
      python,
      [
        ...['-m', 'jupyterlab', '--allow-root', '--no-browser', '--ServerApp.ip=127.0.0.1'],
        ...[`--ServerApp.port=${port}`, '--IdentityProvider.token=test'],
        `--ServerApp.root_dir=${join(place, 'notebooks')}`,
      ],
      {
        cwd: place,
        env: {
          ...process.env,
          JUPYTER_CONFIG_DIR: join(place, 'config'),
          JUPYTER_DATA_DIR: join(place, 'data'),
          JUPYTER_RUNTIME_DIR: join(place, 'runtime'),
        },
        stdio: 'ignore',
        detached: true,
      },
    );
    const address = `http://127.0.0.1:${port}`;
    const isUp = () =>
      fetch(`${address}/api?token=test`).then(
        (r) => r.ok,
        () => false,
      );
    for (let i = 0; i < 120 && !(await isUp()); i++) await new Promise((resolve) => setTimeout(resolve, 500));
    const page = await browser.newPage({ viewport: { width: 1200, height: 1500 } });
    await page.goto(`${address}/lab/tree/a.ipynb?token=test`);
    await page.getByText('Reading.').nth(2).waitFor({ timeout: 60_000 });
    return page;
  }
});

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
