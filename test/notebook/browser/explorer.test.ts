import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tf } from '@latent-torus/node';
import { explorerGrid, show, torus3d, torusExplorer } from '@latent-torus/notebook';
import type { Browser, Page } from 'playwright-core';
import { inFakeKernel } from '../fake-kernel';
import { withFiguresFolder } from '../figures-folder';
import { findChromium, openChromium } from './chromium';

const side = 8;
const pixels = 28 * 28;
/**
 * Images that tell their cell: ink of the left half j/15, of the right half i/15, in row i and column j of
 * the grid.
 */
const images = Float32Array.from({ length: side * side * pixels }, (_, k) => {
  const cell = Math.floor(k / pixels);
  return (k % 28 < 14 ? cell % side : Math.floor(cell / side)) / 15;
});
const digits = { points: [3.0, 1.0, 0, -1], labels: [1, 7] };
const letters = { points: [-2.0, -2.0], labels: [0], classes: ['K'] };
const chart = () => torusExplorer({ images, side, height: 28, width: 28, digits, letters });
const about = {
  id: 'torus-explorer',
  caption: 'Cells & numbers </script>.',
  reading: 'Four cells',
  page: 'Explorer',
};
const SIZE = 400; // pixels of the square

describe('explorerGrid', () => {
  it('has its first point near θ₁ = −π, θ₂ = π and runs to the right, then down', () => {
    const grid = explorerGrid(4);
    const eighth = Math.PI / 4;
    [
      [0, -3, 3],
      [1, -1, 3],
      [4, -3, 1],
      [15, 3, -3],
    ].forEach(([i, x, y]) => {
      assert.ok(
        Math.abs(grid[2 * i] - x * eighth) < 1e-6 && Math.abs(grid[2 * i + 1] - y * eighth) < 1e-6,
        `point ${i}`,
      );
    });
  });
});

describe('the torus explorer in a notebook', () => {
  const folder = withFiguresFolder();

  it('arrives as a chart in Vega 5 with a PNG, and is saved as page, SVG, PNG and record', async () => {
    const [{ data }] = await inFakeKernel(() => show(chart(), about));
    assert.equal(
      (data['application/vnd.vega.v5+json'] as { $schema: string }).$schema,
      'https://vega.github.io/schema/vega/v5.json',
    );
    assert.ok('image/png' in data);
    assert.deepEqual(
      readdirSync(folder.path).sort(),
      ['.html', '.json', '.png', '.svg'].map((end) => `torus-explorer${end}`),
    );
    assert.equal(JSON.parse(readFileSync(join(folder.path, 'torus-explorer.json'), 'utf8')).kind, 'page');
    assert.ok(readFileSync(join(folder.path, 'torus-explorer.html')).length < 3_000_000);
  });

  it('says that its data are generated, on the page too', async () => {
    await show(chart(), { ...about, sources: [{ name: 'glyphs', synthetic: true }] });
    assert.match(
      readFileSync(join(folder.path, 'torus-explorer.html'), 'utf8'),
      /<span class="note">Scale [a-z]+\. Drawn from generated stand-ins[^<]*glyphs/,
    );
  });

  it('refuses too few images, a page of a chart in Vega-Lite, and a chart of more than 1 MB', async () => {
    assert.throws(
      () => torusExplorer({ images: images.subarray(1), side, height: 28, width: 28, digits, letters }),
      /are not 8 × 8 images/,
    );
    await assert.rejects(
      show({ mark: 'bar', data: { values: [] } }, about),
      /needs a chart in Vega, not Vega-Lite/,
    );
    await assert.rejects(
      show({ ...chart(), usermeta: 'x'.repeat(1_000_001) }, about),
      /its chart is 1\d{3} kB, more than 1000/,
    );
    assert.deepEqual(readdirSync(folder.path), []);
  });
});

describe('the torus explorer as a page in Chromium', () => {
  const folder = withFiguresFolder();
  const path = findChromium();
  let browser: Browser;
  let page: Page;
  let origin: [number, number];
  const complaints: string[] = [];
  const requests: string[] = [];

  before(async function () {
    if (!path) {
      console.warn('      pending: there is no Chromium on this machine');
      this.skip();
    }
    browser = await openChromium(path);
  });
  after(() => browser?.close());

  beforeEach(async () => {
    await show(chart(), about);
    page = await browser.newPage({ viewport: { width: 1100, height: 1000 } });
    complaints.length = requests.length = 0;
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) requests.push(request.url());
    });
    await page.goto(pathToFileURL(join(folder.path, 'torus-explorer.html')).href);
    await page.waitForSelector('body[data-ready=yes]');
    const box = (await page.locator('#view canvas').boundingBox())!;
    const [left, top] = (await page.evaluate(
      '[view.origin()[0] + view.padding().left, view.origin()[1] + view.padding().top]',
    )) as [number, number];
    origin = [box.x + left, box.y + top];
  });
  afterEach(async () => {
    await page?.close();
    assert.deepEqual(complaints, [], 'nothing on the console');
    assert.equal(requests.length, 1, `no request but the page itself: ${requests}`);
    assert.match(requests[0], /^file:/);
  });

  const at = (x: number, y: number): [number, number] => [origin[0] + x, origin[1] + y];
  const settle = () =>
    page.evaluate(
      'view.runAsync().then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))',
    );
  const moveTo = async (x: number, y: number) => {
    await page.mouse.move(...at(x, y));
    await settle();
  };
  /** The pixels of a part of the page: [height][width][3]. */
  const look = async (x: number, y: number, width: number, height: number) => {
    await settle();
    const [left, top] = at(x, y).map(Math.round);
    const png = await page.screenshot({ clip: { x: left, y: top, width, height } });
    return tf.tidy(() => tf.node.decodePng(png, 3).arraySync());
  };
  /** Column and row of the cell whose image is shown, read from its two halves. */
  const shownCell = async () => {
    const picture = await look(SIZE + 48, 0, 126, 126);
    return [31, 94].map((x) => Math.round(((255 - picture[60][x][0]) / 255) * 15));
  };
  const drag = async (from: [number, number], to: [number, number]) => {
    await page.mouse.move(...at(...from));
    await page.mouse.down();
    await page.mouse.move(...at(...to), { steps: 5 });
    await page.mouse.up();
    await settle();
  };
  const middle = (k: number) => ((k + 0.5) * SIZE) / side;

  it('shows the image of the cell under the pointer', async () => {
    for (const [column, row] of [
      [0, 0],
      [5, 2],
      [7, 7],
      [3, 6],
    ]) {
      await moveTo(middle(column), middle(row));
      assert.deepEqual(await shownCell(), [column, row]);
    }
  });

  it('shows the image at the sliders’ angles', async () => {
    for (const [name, value] of [
      ['theta1', 3],
      ['theta2', -3],
    ] as const)
      await slide(name, value);
    assert.deepEqual(await shownCell(), [7, 7]);
    async function slide(name: string, value: number) {
      await page.locator(`input[name=${name}]`).evaluate((input, set) => {
        (input as HTMLInputElement).value = String(set);
        input.dispatchEvent(new Event('input'));
      }, value);
      await settle();
    }
  });

  it('wraps at the seam: dragged by half a turn, the middle of the square shows what was at its sides', async () => {
    await drag([SIZE / 2, SIZE / 2], [SIZE, SIZE / 2]);
    await moveTo(SIZE / 2 - 12, middle(2)); // just before the seam: the last column
    assert.deepEqual(await shownCell(), [7, 2]);
    await moveTo(SIZE / 2 + 12, middle(2)); // just behind it: the first
    assert.deepEqual(await shownCell(), [0, 2]);
    const inSquare = async (x: number) =>
      Math.round((((255 - (await look(x, middle(2), 1, 1))[0][0][0]) / 255) * 15) / 0.42);
    const [before, behind] = [await inSquare(SIZE / 2 - 45), await inSquare(SIZE / 2 + 10)]; // left halves of both cells
    assert.deepEqual([before, behind], [7, 0]);
  });

  it('carries a digit over the seam', async () => {
    const orange = async (x: number) => {
      const [[pixel]] = await look(x, SIZE * (0.5 - 1 / (2 * Math.PI)), 1, 1);
      return pixel[0] - pixel[2] > 60;
    };
    const place = SIZE * (0.5 + 3 / (2 * Math.PI)); // of the 1 at θ₁ = 3
    await moveTo(30, 400);
    assert.ok(await orange(place));
    await drag([100, 400], [140, 400]);
    assert.ok(!(await orange(place)));
    assert.ok(await orange(place + 40 - SIZE));
  });

  it('switches decoded images, digits and letters on and off', async () => {
    const differs = async (name: string, x: number, y: number) => {
      await moveTo(30, 30);
      const area = () => look(x - 8, y - 8, 16, 16);
      const first = await area();
      await page.locator(`input[name=${name}]`).uncheck();
      const off = await area();
      await page.locator(`input[name=${name}]`).check();
      assert.deepEqual(await area(), first, `${name} comes back`);
      return JSON.stringify(first) !== JSON.stringify(off);
    };
    const place = (angle: number) => SIZE * (0.5 + angle / (2 * Math.PI));
    assert.ok(await differs('imagesShown', middle(6), middle(4)), 'decoded images');
    assert.ok(await differs('digitsShown', place(3), SIZE - place(1)), 'digits');
    assert.ok(await differs('lettersShown', place(-2), SIZE - place(-2)), 'letters');
    assert.ok(!(await differs('lettersShown', place(3), SIZE - place(1))), 'a digit stays when letters go');
  });

  it('turns the torus in space with the pointer', async () => {
    const space = () => look(SIZE + 48, SIZE - 266, 360, 266);
    const first = JSON.stringify(await space());
    await drag([SIZE + 200, SIZE - 100], [SIZE + 290, SIZE - 100]);
    assert.notEqual(JSON.stringify(await space()), first);
    assert.ok(Math.abs(Number(await page.evaluate("view.signal('yaw')")) - 1.5) < 0.02);
  });
});

describe('torus3d', () => {
  const folder = withFiguresFolder();

  it('draws points in front large and behind small and pale, and the whole torus within its frame', async () => {
    const points = { points: [-Math.PI / 2, 0, Math.PI / 2, 0], labels: [1, 7] }; // towards the viewer, away from them
    for (const pitch of [0, 0.5, 1.1]) {
      await show(torus3d(points, { yaw: 0, pitch, width: 300, height: 240 }), {
        id: 'torus-3d',
        caption: 'Two points.',
        reading: 'Two',
      });
      const svg = readFileSync(join(folder.path, 'torus-3d.svg'), 'utf8');
      const [front, back] = [1, 7].map((digit) => new RegExp(`<text([^>]*)>${digit}</text>`).exec(svg)![1]);
      const size = (text: string) => Number(/font-size="([\d.]+)px"/.exec(text)![1]);
      const opacity = (text: string) => Number(/ opacity="([\d.]+)"/.exec(text)![1]);
      assert.ok(size(front) > 1.5 * size(back) && opacity(front) > 3 * opacity(back));
      const [, width, height] = /<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
      assert.deepEqual([width, height], [316, 256], `tilt ${pitch}`);
    }
  });

  it('refuses an angle that is not finite', () => {
    assert.throws(() => torus3d({ points: [0, NaN] }), /angle 2 of point 0 is NaN/);
  });
});
