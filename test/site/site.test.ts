import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root } from '@latent-torus/settings';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { buildSite, type Site, serve } from '../../packages/site';
import { partsOfCourse } from '../../tools/course/chapters.mjs';
import { findChromium, openChromium } from '../notebook/browser/chromium';

const notebooks = join(root, 'notebooks');
const axeCode = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

describe('the site', function () {
  this.timeout(600_000); // machines that are busy with other things
  const out = mkdtempSync(join(tmpdir(), 'latent-torus-site-'));
  const chromium = findChromium();
  let site: Site;
  let browser: Browser | undefined;
  let server: Awaited<ReturnType<typeof serve>>;
  /** The pages that the browser looks at: one of each kind. */
  let sample: string[];
  const notices: string[] = [];

  before(async () => {
    const parts = partsOfCourse(notebooks);
    site = await buildSite({
      root,
      notebooks,
      figures: join(root, 'figures'),
      parts,
      out: join(out, 'site'),
      notice: (text) => notices.push(text),
    });
    server = await serve(join(out, 'site'));
    const explorer = site.pages.find((page) => /data-explorer/.test(htmlOf(page)));
    const first = parts.flatMap(({ chapters }) => chapters.slice(0, 1));
    sample = [
      ...new Set([
        'index.html',
        'measured.html',
        ...site.pages.filter((page) => page.startsWith('live/')),
        ...first.map(({ path }) => path.replace('.ipynb', '.html')),
        ...(explorer ? [explorer] : []),
      ]),
    ];
    if (chromium) browser = await openChromium(chromium);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    rmSync(out, { recursive: true, force: true });
  });

  const htmlOf = (page: string) => readFileSync(join(out, 'site', page), 'utf8');
  const bases = () => ({ 'a file': `${pathToFileURL(join(out, 'site')).href}/`, 'a server': server.url });

  it('has a page for every chapter, and every link leads somewhere', () => {
    for (const { path } of partsOfCourse(notebooks).flatMap(({ chapters }) => chapters))
      assert.ok(site.pages.includes(path.replace('.ipynb', '.html')), path);
    const anchors = new Map<string, Set<string>>();
    const anchorsOf = (file: string) => {
      let found = anchors.get(file);
      if (!found) {
        found = new Set([...readFileSync(file, 'utf8').matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
        anchors.set(file, found);
      }
      return found;
    };
    const unescaped = (text: string) => text.replace(/&#(\d+);/g, (_, c) => String.fromCharCode(Number(c)));
    const broken: string[] = [];
    for (const page of site.pages) {
      const html = htmlOf(page).replace(/<script>[\s\S]*?<\/script>/g, '');
      for (const [, target] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
        if (/^(https?:|mailto:|data:)/.test(target)) continue;
        const [name, anchor] = unescaped(target).split('#');
        const file = name
          ? join(out, 'site', dirname(page), decodeURIComponent(name))
          : join(out, 'site', page);
        const isThere =
          existsSync(file) &&
          (!anchor ||
            unescaped([...anchorsOf(file)].join('\n'))
              .split('\n')
              .includes(decodeURIComponent(anchor)));
        if (!isThere) broken.push(`${page} → ${target}`);
      }
    }
    assert.deepEqual(broken, []);
  });

  it('loads nothing from another host, whatever a page holds', () => {
    for (const page of site.pages) {
      const html = htmlOf(page);
      assert.match(html, /http-equiv="Content-Security-Policy" content="default-src 'none';/, page);
      assert.doesNotMatch(html, /<(script|img|link|iframe)[^>]*(src|href)="(https?:)?\/\//, page);
    }
  });

  it('leads from each claim to the table or chapter that has it', () => {
    const rows = [
      ...htmlOf('measured.html').matchAll(/<td class="verdict"[^>]*>[^<]*<\/td><td>(.*?)<\/td>/g),
    ];
    assert.ok(rows.length > 0);
    for (const [, evidence] of rows) assert.match(evidence, /^<a href="[^"]+\.html/);
    assert.ok(rows.filter(([, evidence]) => evidence.includes('#')).length > rows.length / 2);
  });

  describe('in Chromium', () => {
    before(function () {
      if (chromium) return;
      console.warn('      pending: there is no Chromium on this machine');
      this.skip();
    });

    async function withPage(
      url: string,
      settings: BrowserContextOptions,
      work: (page: Page) => Promise<void>,
    ): Promise<{ complaints: string[]; requests: string[] }> {
      const context = await (browser as Browser).newContext(settings);
      const [complaints, requests]: string[][] = [[], []];
      const page = await context.newPage();
      page.setDefaultTimeout(120_000); // machines that are busy with other things
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => requests.push(request.url()));
      try {
        await page.goto(url);
        await work(page);
      } finally {
        await context.close();
      }
      return { complaints, requests };
    }
    const desktop = { viewport: { width: 1300, height: 900 } };
    const phone = { viewport: { width: 390, height: 800 }, hasTouch: true };

    for (const from of ['a file', 'a server'] as const) {
      it(`opens from ${from} without a complaint or a request elsewhere, and draws its charts`, async () => {
        const base = bases()[from];
        // What a server does differently it does with any page.
        const names = from === 'a file' ? sample : [sample[0], sample[sample.length - 1]];
        for (const name of names) {
          const { complaints, requests } = await withPage(base + name, desktop, async (page) => {
            // A chart that is wider than its column stays a picture: the first that fits is drawn.
            const at = (await page.evaluate(
              `[...document.querySelectorAll('.chart[data-chart]')].findIndex((chart) =>
                chart.clientWidth + 2 >= Number(chart.dataset.width ?? 0))`,
            )) as number;
            if (at < 0) return;
            await page.locator('.chart[data-chart]').nth(at).scrollIntoViewIfNeeded();
            await page.waitForSelector('.chart[data-ready=yes] canvas', { timeout: 120_000 });
          });
          assert.deepEqual(complaints, [], name);
          for (const url of requests)
            assert.ok(url.startsWith(base) || /^(data|blob):/.test(url), `${name} asks for ${url}`);
        }
      });
    }

    it('fits a phone: nothing but tables and code scrolls sideways', async () => {
      for (const name of sample) {
        const { complaints } = await withPage(bases()['a file'] + name, phone, async (page) => {
          const [wide, room] = (await page.evaluate(
            '[document.documentElement.scrollWidth, innerWidth]',
          )) as number[];
          assert.ok(wide <= room, `${name} is ${wide} px wide`);
        });
        assert.deepEqual(complaints, [], name);
      }
    });

    for (const [colorScheme, settings] of [
      ['light', "{ resultTypes: ['violations'] }"],
      ['dark', "{ resultTypes: ['violations'], runOnly: ['color-contrast'] }"], // all that changes with the theme
    ] as const) {
      it(`has no serious violation that axe-core finds, ${colorScheme}`, async () => {
        for (const name of sample) {
          await withPage(bases()['a file'] + name, { ...desktop, colorScheme }, async (page) => {
            await page.evaluate(axeCode);
            const found = (await page.evaluate(
              `axe.run(document, ${settings}).then(({ violations }) => violations
                .filter(({ impact }) => ['serious', 'critical'].includes(impact))
                .map(({ id, nodes }) => id + ': ' + nodes.map(({ target, any }) =>
                  target + ' (' + any.map((each) => each.message).join('; ') + ')').slice(0, 4).join(', ')))`,
            )) as string[];
            assert.deepEqual(found, [], name);
          });
        }
      });
    }

    it('weighs less than 1 MB on the first page', async () => {
      let bytes = 0;
      let paint = 0;
      await withPage(`${server.url}index.html`, desktop, async (page) => {
        await page.waitForLoadState('networkidle');
        const sizes = (await page.evaluate(
          "performance.getEntries().filter((e) => 'encodedBodySize' in e).map((e) => e.encodedBodySize)",
        )) as number[];
        bytes = sizes.reduce((sum, size) => sum + size, 0);
        paint = (await page.evaluate(
          "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN",
        )) as number;
      });
      console.log(
        `      first page ${(bytes / 1000).toFixed(0)} kB, first paint after ${paint.toFixed(0)} ms`,
      );
      assert.ok(bytes > 20_000 && bytes < 1e6, `${bytes} bytes`);
    });

    it('finds a section by its words and goes there with the keyboard', async () => {
      await withPage(`${bases()['a file']}index.html`, desktop, async (page) => {
        await page.keyboard.press('/');
        await page.keyboard.type('divergence');
        await page.waitForSelector('#found a');
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\.html#/);
        const file = fileURLToPath(page.url().split('#')[0]);
        assert.match(readFileSync(file, 'utf8'), /divergence/);
        assert.ok(!relative(join(out, 'site'), file).startsWith('..'));
      });
    });

    it('keeps the theme that a reader chooses', async () => {
      await withPage(`${server.url}index.html`, desktop, async (page) => {
        const back = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
        const light = await back();
        const button = page.locator('button.theme');
        await button.click();
        await button.click();
        const dark = await back();
        assert.notEqual(dark, light);
        await page.goto(`${server.url}measured.html`);
        assert.equal(await back(), dark);
      });
    });

    it('moves an explorer by arrow keys and by a finger, where the text speaks of it', async () => {
      const name = 'torus/torus-explorer.html'; // a square, to be tapped in its middle; others are sliders
      for (const settings of [desktop, phone]) {
        await withPage(bases()['a file'] + name, settings, async (page) => {
          const chart = page.locator('.chart[data-explorer]').first();
          await chart.scrollIntoViewIfNeeded();
          await page.waitForSelector('.chart[data-explorer][data-ready=yes]', { timeout: 120_000 });
          const said = chart.locator('.said');
          const canvas = chart.locator('canvas');
          const changes = async (act: () => Promise<void>) => {
            const before = await said.textContent();
            await act();
            for (let i = 0; i < 100 && (await said.textContent()) === before; i++)
              await page.waitForTimeout(50);
            assert.notEqual(await said.textContent(), before);
          };
          await changes(async () => {
            await canvas.focus();
            await page.keyboard.press('ArrowRight');
          });
          if (settings === desktop) return;
          await changes(async () => {
            await canvas.scrollIntoViewIfNeeded();
            const box = (await canvas.boundingBox())!;
            await page.touchscreen.tap(box.x + box.width / 2, box.y + Math.min(box.height / 2, 350));
          });
        });
      }
    });
  });
});
