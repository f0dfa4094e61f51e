// npm run screenshot [-- NOTEBOOK]: the picture of JupyterLab in the README, figures/jupyterlab.png: a committed notebook as a
// reader sees it, in headless Chromium.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { notebooksInOrder } from './course/chapters.mjs';
import { places, root } from './setup/context.mjs';
import { Failure } from './setup/failure.mjs';
import { setUp } from './setup/index.mjs';
import { told } from './told.mjs';

const size = { width: 1400, height: 900 };

await told(async () => {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} });
  const [{ path }] = notebooksInOrder(
    join(root, 'notebooks'),
    positionals.length ? positionals : ['torus-fig-2'],
  );
  await setUp();
  const executablePath = [
    process.env.LATENT_TORUS_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((file) => file && fs.existsSync(file));
  if (!executablePath)
    throw new Failure('No Chromium found: install it, or let LATENT_TORUS_CHROMIUM name one.');
  const temporary = fs.mkdtempSync(join(os.tmpdir(), 'latent-torus-screenshot-'));
  const notebooks = join(temporary, 'notebooks'); // JupyterLab saves what it opens
  fs.cpSync(join(root, 'notebooks'), notebooks, { recursive: true });
  const lab = await jupyterLab(notebooks, temporary);
  try {
    await picture(executablePath, `${lab.address}/lab/tree/${path}?token=${lab.token}`);
  } finally {
    await lab.end();
    fs.rmSync(temporary, { recursive: true, force: true });
  }
});

/** Starts a server that keeps its settings in a temporary folder. */
async function jupyterLab(folder, temporary) {
  const token = 'screenshot';
  const env = {
    ...process.env,
    JUPYTER_CONFIG_DIR: join(temporary, 'config'),
    JUPYTER_RUNTIME_DIR: join(temporary, 'runtime'),
  };
  const args = [
    '-m',
    'jupyterlab',
    '--no-browser',
    '--ServerApp.ip=127.0.0.1',
    `--ServerApp.root_dir=${folder}`,
  ];
  args.push(`--IdentityProvider.token=${token}`, ...(process.getuid?.() === 0 ? ['--allow-root'] : []));
  const server = spawn(places.python, args, {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  for (let i = 0; i < 240; i++) {
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
    if (address)
      return {
        address,
        token,
        end: async () => {
          process.kill(-server.pid, 'SIGTERM');
          await ended;
        },
      };
    await pause(500);
  }
  process.kill(-server.pid, 'SIGKILL');
  throw new Failure(`JupyterLab did not start within two minutes:\n${said}`);
}

async function picture(executablePath, address) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: size });
    await page.goto(address);
    await page.getByText('| Idle').first().waitFor({ timeout: 120_000 });
    const figure = page.locator('.jp-OutputArea-output').locator('img, canvas, svg').first();
    await figure.waitFor({ state: 'attached', timeout: 120_000 });
    await figure.scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, -250); // some of the cell above it
    await pause(2000); // charts draw themselves
    const file = join(root, 'figures', 'jupyterlab.png');
    await page.screenshot({ path: file });
    console.log(`${file}: ${Math.round(fs.statSync(file).size / 1000)} kB`);
  } finally {
    await browser.close();
  }
}
