import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { folder, missing, python, read } from './notebook-files';

const browserPath = [
  process.env.LATENT_TORUS_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path));
const reason =
  missing ??
  (browserPath ? undefined : 'no Chromium found: install it, or let LATENT_TORUS_CHROMIUM name one');

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

describe('a notebook in JupyterLab in a browser', () => {
  let lab: ChildProcess;
  let browser: Browser;
  let place: string;
  let outside: string;
  const token = 'loopback-test';
  let address: string;

  before(async function () {
    this.timeout(120_000);
    if (reason) {
      console.log(`      pending: ${reason}`);
      this.skip();
    }
    place = join(folder, `.browser-${process.pid}`);
    outside = mkdtempSync(join(tmpdir(), 'jupyterlab-'));
    mkdirSync(place);
    const notebook = read(join(folder, 'index.ipynb'));
    for (const cell of notebook.cells) {
      // the committed outputs go: what is found on the page has been computed there
      if (cell.cell_type === 'code') Object.assign(cell, { outputs: [], execution_count: null });
    }
    writeFileSync(join(place, 'index.ipynb'), JSON.stringify(notebook));
    const port = await freePort();
    address = `http://127.0.0.1:${port}/lab/tree/index.ipynb?token=${token}`;
    const env = {
      ...process.env,
      LATENT_TORUS_SCALE: 'smoke',
      LATENT_TORUS_FIGURES: join(outside, 'figures'),
      JUPYTER_CONFIG_DIR: join(outside, 'config'),
      JUPYTER_DATA_DIR: join(outside, 'data'),
      JUPYTER_RUNTIME_DIR: join(outside, 'runtime'),
    };
    lab = spawn(
      python,
      [
        '-m',
        'jupyterlab',
        '--allow-root',
        '--no-browser',
        '--ServerApp.ip=127.0.0.1',
        `--ServerApp.port=${port}`,
        `--ServerApp.root_dir=${place}`,
        `--IdentityProvider.token=${token}`,
      ],
      { cwd: place, env, stdio: 'ignore', detached: true },
    );
    for (let i = 0; i < 120; i++) {
      if (
        await fetch(`http://127.0.0.1:${port}/api?token=${token}`).then(
          (r) => r.ok,
          () => false,
        )
      )
        break;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    browser = await chromium.launch({
      executablePath: browserPath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  after(async () => {
    await browser?.close();
    if (lab?.pid && lab.exitCode === null) {
      const ended = new Promise((resolve) => lab.once('exit', resolve));
      process.kill(-lab.pid, 'SIGTERM'); // the server and its kernels
      await ended;
    }
    for (const each of [place, outside].filter(Boolean)) rmSync(each, { recursive: true, force: true });
  });

  it('runs all cells, draws a Vega view with its marks, and shows no error', async function () {
    this.timeout(180_000);
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    await page.goto(address);
    await page.getByText('| Idle').first().waitFor({ timeout: 60_000 });
    await page.getByRole('menuitem', { name: 'Run', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Run All Cells', exact: true }).click();
    await page.getByText('all of them finite').waitFor({ timeout: 120_000 });
    const view = page.locator('.jp-OutputArea-output .vega-embed').first();
    await view.waitFor({ timeout: 30_000 });
    // A canvas with marks is one whose pixels are not all alike.
    const colours = await view
      .locator('canvas, svg')
      .first()
      .evaluate((element) => {
        if (element.tagName.toLowerCase() === 'svg')
          return element.querySelectorAll('path, image, text').length;
        const canvas = element as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        const seen = new Set<number>();
        for (let i = 0; i < data.length; i += 4) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
        return seen.size;
      });
    assert.ok(colours > 2, `${colours} colours or marks in the view`);
    assert.equal(
      await page
        .locator(
          '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"], .jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"]:has-text("Error")',
        )
        .count(),
      0,
    );
    if (process.env.LATENT_TORUS_SCREENSHOT)
      await page.screenshot({ path: process.env.LATENT_TORUS_SCREENSHOT });
    await page.close();
  });
});
