import assert from 'node:assert/strict';
import vm from 'node:vm';
import * as vega from 'vega';
import { pageHtml } from '../../packages/notebook/page';

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
