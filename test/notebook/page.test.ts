import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import vm from 'node:vm';
import type { Browser } from 'playwright-core';
import * as vega from 'vega';
import { pageHtml } from '../../packages/notebook/page';
import { findChromium, openChromium } from './browser/chromium';

const text = { title: 'A <page>', caption: 'Caption & more', reading: 'Read < this', note: 'Scale lesson.' };
const chart = { $schema: 'https://vega.github.io/schema/vega/v5.json', width: 10, height: 10, marks: [] };

/** The part of Vega that its types leave out. */
interface Expressions {
  parseExpression(text: string): unknown;
  codegenExpression(options: object): (tree: unknown) => { code: string };
}

describe('a page', () => {
  const html = pageHtml(chart, text);
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code]) => code);

  it('shows caption, note and reading, escaped', () => {
    assert.match(html, /<p>Caption &#38; more <span class="note">Scale lesson\.<\/span><\/p>/);
    assert.match(html, /<strong>Reading\.<\/strong> Read &#60; this\.?<\/p>/);
    assert.match(html, /<title>A &#60;page&#62;<\/title>/);
  });

  it('carries a Vega that refuses expressions which replace the methods of objects (CVE-2025-59840)', () => {
    const context = vm.createContext({ setTimeout, console });
    vm.runInContext(scripts[0], context);
    const inPage = vm.runInContext('vega', context) as typeof vega;
    for (const each of [vega, inPage]) {
      const { parseExpression, codegenExpression } = each as unknown as Expressions;
      const generate = codegenExpression({ allowed: new Set(), globalvar: 'g' });
      for (const name of ['toString', 'valueOf'])
        assert.throws(() => generate(parseExpression(`{${name}: 1} + ''`)), /Illegal property/);
      assert.equal(typeof generate(parseExpression('{a: 1}')).code, 'string');
    }
  });

  it('asks for nothing from elsewhere', () => {
    assert.match(html, /content="default-src 'none';/);
    assert.doesNotMatch(html, /<(script|link|img)[^>]*(src|href)=/);
  });
});

describe('a page in Chromium', () => {
  const path = findChromium();
  let browser: Browser;
  let file: string;
  before(async function () {
    this.timeout(60_000);
    if (!path) {
      console.log('      pending: no Chromium found');
      this.skip();
    }
    browser = await openChromium(path);
    const controlled = {
      ...chart,
      width: 700,
      height: 100,
      signals: [{ name: 'a', value: 1, bind: { input: 'range', min: 0, max: 2 } }],
      axes: [{ orient: 'bottom', scale: 'x', title: 'angle' }],
      scales: [{ name: 'x', domain: [0, 1], range: 'width' }],
    };
    file = join(mkdtempSync(join(tmpdir(), 'page-')), 'page.html');
    writeFileSync(file, pageHtml(controlled, text));
  });
  after(async () => {
    await browser?.close();
    if (file) rmSync(dirname(file), { recursive: true });
  });

  const open = async (colorScheme: 'light' | 'dark', width: number) => {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    await page.goto(`file://${file}`);
    await page.waitForFunction(() => document.body.dataset.ready === 'yes');
    return page;
  };

  it('is light or dark as the reader prefers, chart and text', async () => {
    const brightness = async (colorScheme: 'light' | 'dark') => {
      const page = await open(colorScheme, 1000);
      const found = await page.evaluate(() => {
        const { backgroundColor, color } = getComputedStyle(document.body);
        const canvas = document.querySelector('canvas')!;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        const opaque = data.filter((_, i) => i % 4 === 0 && data[i + 3] === 255);
        return {
          back: backgroundColor,
          ink: color,
          darkest: Math.min(...opaque),
          brightest: Math.max(...opaque),
        };
      });
      await page.close();
      // the red of 'rgb(43, 43, 43)', as all are grey
      return {
        ...found,
        back: Number.parseInt(found.back.slice(4), 10),
        ink: Number.parseInt(found.ink.slice(4), 10),
      };
    };
    const light = await brightness('light');
    const dark = await brightness('dark');
    assert.ok(light.back > 240 && light.ink < 80 && light.darkest < 80, JSON.stringify(light));
    assert.ok(dark.back < 40 && dark.ink > 200 && dark.brightest > 200, JSON.stringify(dark));
  });

  it('stacks on a phone: the chart, then its controls, and does not scroll sideways', async () => {
    const places = async (width: number) => {
      const page = await open('light', width);
      const found = await page.evaluate(() => ({
        view: document.getElementById('view')!.getBoundingClientRect().top,
        controls: document.getElementById('controls')!.getBoundingClientRect().top,
        width: document.documentElement.scrollWidth,
        touch: getComputedStyle(document.querySelector('canvas')!).touchAction,
      }));
      await page.close();
      return found;
    };
    const wide = await places(1200);
    assert.ok(wide.controls < wide.view);
    const phone = await places(390);
    assert.ok(phone.view < phone.controls);
    assert.equal(phone.width, 390);
    assert.match(phone.touch, /pan-y/); // a finger can scroll
  });
});
