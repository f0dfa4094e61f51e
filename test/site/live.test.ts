import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { bundle } from '../../packages/site';
import { imagesFromFiles } from '../../packages/site/live/idx-file';
import type { CircleJob, ImageFile, Job, ToPage, ToWorker, Weights } from '../../packages/site/live/protocol';
import { turnsOf } from '../../packages/site/live/turns';
import { readWeights, weightsFile } from '../../packages/site/live/weights-file';
import { livePages } from '../../packages/site/pages/live';
import { findChromium, openChromium } from '../notebook/browser/chromium';

const idx = (dimensions: number[], bytes: Uint8Array) => {
  const head = new DataView(new ArrayBuffer(4 + 4 * dimensions.length));
  head.setUint32(0, 0x800 + dimensions.length);
  dimensions.forEach((n, i) => head.setUint32(4 + 4 * i, n));
  return Buffer.concat([Buffer.from(head.buffer), bytes]);
};
const three = idx(
  [3, 28, 28],
  Uint8Array.from({ length: 3 * 784 }, (_, i) => i % 256),
);
const labels = idx([3], Uint8Array.of(7, 2, 1));
const file = (name: string, bytes: Buffer) => new File([new Uint8Array(bytes)], name);

describe('files that a reader gives to a page', () => {
  it('are MNIST’s, packed or not, with labels or without', async () => {
    const both = await imagesFromFiles([file('l', labels), file('i.gz', gzipSync(three))]);
    assert.deepEqual([both.count, [...both.labels!]], [3, [7, 2, 1]]);
    assert.deepEqual([...both.images.subarray(0, 3)], [0, 1, 2]);
    assert.equal((await imagesFromFiles([file('i', three)])).labels, undefined);
  });

  it('are refused with the reason otherwise', async () => {
    await assert.rejects(imagesFromFiles([file('l', labels)]), /No file of images is among them/);
    await assert.rejects(
      imagesFromFiles([file('x', Buffer.from('hello there'))]),
      /x is not a file of MNIST/,
    );
    await assert.rejects(imagesFromFiles([file('i', three.subarray(0, 99))]), /it holds 83 bytes, not 2352/);
    const four = idx([4], new Uint8Array(4));
    await assert.rejects(imagesFromFiles([file('i', three), file('l', four)]), /3 images and 4 labels/);
    await assert.rejects(imagesFromFiles([file('i', idx([1, 2, 2], new Uint8Array(4)))]), /are 2 × 2 pixels/);
  });

  it('hold weights as they were saved, and are refused when damaged', async () => {
    const weights = { 'a.weight': { shape: [2, 2], values: Float32Array.of(1, -2, 0.5, 3e-8) } };
    const bytes = new Uint8Array(await weightsFile({ seed: 1 }, weights).arrayBuffer());
    assert.deepEqual(readWeights(bytes), { about: { seed: 1 }, weights });
    assert.throws(() => readWeights(bytes.subarray(0, -4)), /it has 3 numbers, not 4/);
    assert.throws(() => readWeights(Uint8Array.of(1, 2, 3)), /its first line is another one/);
    bytes.set(new Uint8Array(Float32Array.of(Number.NaN).buffer), bytes.length - 4);
    assert.throws(() => readWeights(bytes), /not finite/);
  });
});

describe('turnsOf', () => {
  const circle = (turns: number, n = 100) =>
    Array.from({ length: n }, (_, i) => {
      const angle = (turns * 2 * Math.PI * i) / n + 3;
      return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
    });

  it('counts how often angles go round, and finds the largest step', () => {
    for (const turns of [1, -1, 2, 0]) assert.equal(turnsOf(circle(turns)).turns, turns);
    assert.ok(Math.abs(turnsOf(circle(1)).largest - (2 * Math.PI) / 100) < 1e-9);
    const folded = Array.from({ length: 100 }, (_, i) => Math.sin((2 * Math.PI * i) / 100));
    assert.equal(turnsOf(folded).turns, 0);
  });
});

describe('the worker of a page', function () {
  this.timeout(300_000); // machines that are busy with other things
  let worker: Worker;
  const told: ToPage[] = [];
  let heard = () => {};

  before(async () => {
    const code = await bundle(join(__dirname, '..', '..', 'packages', 'site', 'live', 'worker.ts'));
    // As in a page: TensorFlow.js is not to take it for Node.
    const prelude = `globalThis.WorkerGlobalScope = class {};
      const { parentPort } = require('node:worker_threads');
      globalThis.postMessage = (message) => parentPort.postMessage(message);
      parentPort.on('message', (data) => globalThis.onmessage({ data }));`;
    worker = new Worker(`${prelude}\n${code}`, { eval: true });
    const note = (message: ToPage) => {
      told.push(message);
      heard();
    };
    worker.on('message', note);
    worker.on('error', ({ message }) => note({ type: 'failed', message }));
  });
  after(() => worker?.terminate());

  const send = (message: ToWorker) => worker.postMessage(message);
  /** The next message of a kind that has not been looked at. */
  const next = async <T extends ToPage['type']>(
    type: T,
    fits = (_: Extract<ToPage, { type: T }>) => true,
  ) => {
    for (;;) {
      while (told.length) {
        const message = told.shift() as ToPage;
        if (message.type === 'failed' && type !== 'failed') throw new Error(message.message);
        if (message.type === type && fits(message as Extract<ToPage, { type: T }>))
          return message as Extract<ToPage, { type: T }>;
      }
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
  };
  const circle: CircleJob = {
    kind: 'circle',
    posterior: 'printed',
    sigmaX: 0.2,
    sigma: 0.01,
    epochs: 2,
    seed: 1,
  };
  const start = (job: Job, more: { weights?: Weights; data?: ImageFile } = {}) =>
    send({ type: 'start', backends: ['cpu'], job, ...more });

  it('stops between two steps and goes on as if it had not', async () => {
    start(circle);
    const whole = await next('progress', ({ done }) => done);
    assert.ok((await next('stopped')).finished);
    start(circle);
    await next('progress', ({ step }) => step >= 1);
    send({ type: 'stop' });
    assert.ok(!(await next('stopped')).finished);
    send({ type: 'go on' });
    const resumed = await next('progress', ({ done }) => done);
    assert.deepEqual([resumed.step, resumed.history], [whole.step, whole.history]);
    assert.deepEqual(resumed.view, whole.view);
    await next('stopped');
  });

  it('starts anew in the middle of a training, with other settings', async () => {
    start(circle);
    await next('progress', ({ step }) => step >= 1);
    start({ ...circle, posterior: 'right', epochs: 1 });
    const last = await next('progress', ({ done, steps }) => done && steps === 20);
    assert.equal(last.view.kind, 'circle');
    assert.ok((await next('stopped')).finished);
  });

  it('gives the weights, starts from given ones, and refuses those of another model', async () => {
    send({ type: 'weights' });
    const { weights } = await next('weights');
    start({ ...circle, posterior: 'right', epochs: 1 }, { weights });
    const [row] = (await next('progress', ({ done }) => done)).history;
    await next('stopped');
    start({ ...circle, posterior: 'right', epochs: 1 });
    const [fresh] = (await next('progress', ({ done }) => done)).history;
    await next('stopped');
    assert.ok(row.total < fresh.total, `${row.total} after ${fresh.total}`);
    start(circle, { weights });
    assert.match((await next('failed')).message, /weights are those of another model/);
  });

  it('trains a torus on given images and decodes any place of it', async () => {
    const images = Uint8Array.from({ length: 5 * 784 }, (_, i) => (i * 7) % 256);
    start({ kind: 'torus', posterior: 'wrapped', epochs: 2, seed: 1 }, { data: { images, count: 5 } });
    const { view } = await next('progress', ({ done }) => done);
    assert.ok(
      view.kind === 'torus' && view.points.length === 10 && view.images.length === view.side ** 2 * 784,
    );
    send({ type: 'decode', point: [1, -2] });
    const { image } = await next('decoded');
    assert.ok(image.length === 784 && image.every((grey) => grey >= 0 && grey <= 1));
  });
});

describe('a page that trains, opened from a file', function () {
  this.timeout(600_000); // machines that are busy with other things
  const chromium = findChromium();
  const folder = mkdtempSync(join(tmpdir(), 'latent-torus-live-'));
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const requests: string[] = [];

  before(async function () {
    if (!chromium) {
      console.warn('      pending: there is no Chromium on this machine');
      this.skip();
    }
    const { pages, files } = await livePages();
    writeFileSync(join(folder, 'live.js'), files['assets/live.js']);
    for (const { path, body } of pages)
      writeFileSync(
        join(folder, path.replace('live/', '')),
        `<!doctype html><meta charset="utf-8"><body>${body}<script src="live.js"></script>`,
      );
    browser = await openChromium(chromium);
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = async (name: string) => {
    page = await browser.newPage({ acceptDownloads: true });
    page.setDefaultTimeout(300_000);
    complaints.length = 0;
    requests.length = 0;
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!/^(file|data|blob):/.test(request.url())) requests.push(request.url());
    });
    await page.goto(pathToFileURL(join(folder, name)).href);
  };
  afterEach(async () => {
    await page?.close();
    assert.deepEqual([complaints, requests], [[], []]);
  });
  const waitFor = (condition: string) => page.waitForFunction(condition, undefined, { timeout: 300_000 });
  const steps = (selector: string) =>
    page.evaluate(`Number(document.querySelector('${selector}').dataset.step)`);

  it('trains both posteriors of the circle, stops, goes on, and starts anew when a slider is moved', async () => {
    await open('circle.html');
    await page.click('button[name=start]');
    const right = '[data-posterior=right]';
    await waitFor(
      "['right', 'printed'].every((name) => Number(document.querySelector('[data-posterior=' + name + ']').dataset.step) >= 25)",
    );
    assert.equal(await page.getAttribute(right, 'data-backend'), 'wasm');
    assert.match((await page.textContent(`${right} .numbers`)) ?? '', /total .* ms a step on WebAssembly/);
    await page.click('button[name=stop]');
    await waitFor(`document.querySelector('${right}').dataset.state === 'stopped'`);
    assert.match(
      (await page.textContent(`${right} .status`)) ?? '',
      /^Stopped at step \d+ of 1200\. .*latent angle/,
    );
    const stopped = (await steps(right)) as number;
    await page.click('button[name=go]');
    await waitFor(`Number(document.querySelector('${right}').dataset.step) > ${stopped}`);
    await page.focus('input[name=sigmaX]');
    await page.keyboard.press('ArrowRight');
    await waitFor(`Number(document.querySelector('${right}').dataset.step) < ${stopped}`);
    assert.equal(await page.textContent('output[for=sigmaX]'), '0.1');
  });

  it('trains the torus on images of the reader’s, saves its weights and starts from them', async () => {
    await open('torus.html');
    await page.setInputFiles('input[accept*=gzip]', [
      { name: 'i.gz', mimeType: 'application/gzip', buffer: gzipSync(three) },
      { name: 'l', mimeType: 'application/octet-stream', buffer: labels },
    ]);
    await waitFor("document.querySelector('[data-live]').dataset.state === 'finished'"); // three images, 40 steps
    assert.match((await page.textContent('.notice')) ?? '', /^3 images with labels/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('button[name=save]')]);
    const saved = join(folder, 'saved.weights');
    await download.saveAs(saved);
    await page.focus('canvas.square');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.textContent('.where'), 'θ₁ = 0.50, θ₂ = 0.40');
    const first = (await page.textContent('.numbers')) ?? '';
    await page.setInputFiles('input[accept=".weights"]', saved);
    await waitFor("document.querySelector('.notice').textContent.startsWith('Goes on from')");
    await waitFor("document.querySelector('[data-live]').dataset.state === 'finished'");
    const total = (text: string) => Number(/total ([\d.]+)/.exec(text)?.[1]);
    const second = (await page.textContent('.numbers')) ?? '';
    assert.ok(total(second) < total(first), `${second} after ${first}`);
  });

  it('says what is wrong with a file, and what a browser lacks', async () => {
    await open('torus.html');
    await page.setInputFiles('input[accept=".weights"]', {
      name: 'x.weights',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('nothing'),
    });
    await waitFor("document.querySelector('.notice').textContent.includes('not a file of weights')");
    await page.evaluate('globalThis.Worker = undefined');
    await page.click('button[name=start]');
    assert.match((await page.textContent('.status')) ?? '', /This browser has no workers/);
  });
});
