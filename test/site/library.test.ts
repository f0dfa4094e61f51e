import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as library from 'latent-torus';
import type { Browser, Page } from 'playwright-core';

import { noiseInput } from '../../packages/graph/noise';
import { drawNoise } from '../../packages/graph/philox';
import { bundle } from '../../packages/site/bundle';
import { browserBuild } from '../../tools/browser-build.mjs';
import { findChromium, openChromium } from '../notebook/browser/chromium';
import { lossOnce, modelNames, trainShortly } from './shared-models';

type Once = Awaited<ReturnType<typeof lossOnce>>;
type Numbers = Record<string, number[]>;

/** The largest difference, relative to the largest number of each list. */
function furthest(found: Numbers, expected: Numbers): number {
  assert.deepEqual(Object.keys(found), Object.keys(expected));
  return Math.max(
    ...Object.entries(expected).map(([name, numbers]) => {
      const largest = Math.max(...numbers.map(Math.abs), 1e-30);
      return Math.max(...numbers.map((value, i) => Math.abs(found[name][i] - value))) / largest;
    }),
  );
}

describe('the library in a page', function () {
  this.timeout(300_000); // machines that are busy with other things
  const path = findChromium();
  let browser: Browser;
  let code: string;
  const nodes: Record<string, Once> = {};

  before(async function () {
    if (!path) {
      console.warn('      pending: there is no Chromium on this machine');
      this.skip();
    }
    const folder = mkdtempSync(join(tmpdir(), 'latent-torus-browser-'));
    try {
      const built = join(folder, 'latent-torus.mjs');
      await browserBuild(join(__dirname, '..', '..', 'lib', 'index.ts'), built);
      code = await bundle(join(__dirname, 'page-library.ts'), { alias: { 'latent-torus': built } });
    } finally {
      rmSync(folder, { recursive: true });
    }
    for (const name of modelNames) nodes[name] = await lossOnce(library, name);
    browser = await openChromium(path);
  });
  after(() => browser?.close());

  const inPage = async <T>(work: (page: Page) => Promise<T>): Promise<T> => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    try {
      await page.addScriptTag({ content: code });
      const result = await work(page);
      assert.deepEqual(errors, []);
      return result;
    } finally {
      await page.close();
    }
  };
  const started = async (page: Page, backend: string) =>
    assert.deepEqual(await page.evaluate(`start('${backend}')`), { backend, missing: [] });

  it('draws the numbers that TensorFlow draws for a seed, uniform ones to the bit', async () => {
    const found = (await inPage((page) => page.evaluate('drawn()'))) as Numbers;
    assert.deepEqual(found.uniform, [...library.uniformNoise([10], 0, 1, [7, -9]).dataSync()]);
    const expected = {
      normal: [...library.normalNoise([10], [7, -9]).dataSync()],
      counted: [...drawNoise(noiseInput([10]), Int32Array.of(-5, 3)).dataSync()],
    };
    for (const name of ['normal', 'counted'] as const)
      assert.ok(furthest({ [name]: found[name] }, { [name]: expected[name] }) < 1e-6, name);
  });

  // WebGL computes with fewer bits where a graphics card does, and in software with its own order of sums.
  const limits = [
    { backend: 'wasm', names: modelNames, ofLoss: 1e-5, ofGradients: 1e-4 },
    { backend: 'cpu', names: modelNames, ofLoss: 1e-5, ofGradients: 1e-4 },
    { backend: 'webgl', names: ['torus'], ofLoss: 1e-3, ofGradients: 1e-2 },
  ];
  for (const { backend, names, ofLoss, ofGradients } of limits) {
    it(`computes on ${backend} the loss of Node to ${ofLoss} and its gradients to ${ofGradients}`, async () => {
      await inPage(async (page) => {
        await started(page, backend);
        for (const name of names) {
          const found = (await page.evaluate(`lossOnce('${name}')`)) as Once;
          assert.deepEqual(found.weights, nodes[name].weights, 'the same starting weights');
          const loss = furthest(found.terms, nodes[name].terms);
          const gradients = furthest(found.gradients, nodes[name].gradients);
          assert.ok(loss <= ofLoss, `${name}: loss ${loss}`);
          assert.ok(gradients <= ofGradients, `${name}: gradients ${gradients}`);
        }
      });
    });
  }

  it('trains from a seed as Node does', async () => {
    const expected = await trainShortly(library, 'circle');
    const found = (await inPage(async (page) => {
      await started(page, 'wasm');
      return page.evaluate("trainShortly('circle')");
    })) as typeof expected;
    assert.equal(found.length, 5);
    found.forEach((row, i) =>
      assert.ok(Math.abs(row.total / expected[i].total - 1) < 1e-4, `epoch ${i}: ${row.total}`),
    );
  });
});
