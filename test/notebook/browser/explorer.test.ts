import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tf } from '@latent-torus/node';
import { type Chart, explorer, explorerGrid, show, torus3d, torusExplorer } from '@latent-torus/notebook';
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
const digits = { points: [3.0, 1.0, 0, -1], labels: [3, 7] };
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

  it('covers a plane from its top left, a circle by the centres of arcs and a slider from end to end', () => {
    assert.deepEqual([...explorerGrid(2, 'plane', [-4, 4])], [-2, 2, 2, 2, -2, -2, 2, -2]);
    const quarters = [-3, -1, 1, 3].map((k) => Math.fround((k * Math.PI) / 4));
    assert.deepEqual([...explorerGrid(4, 'circle')].map(Math.fround), quarters);
    assert.deepEqual([...explorerGrid(3, 'slider', [1, 10])], [1, 5.5, 10]);
  });

  it('refuses a side or domain that is none', () => {
    assert.throws(() => explorerGrid(1.5), /side is 1.5/);
    assert.throws(() => explorerGrid(4, 'plane', [1, 1]), /domain is 1,1/);
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
    page = await browser.newPage({ viewport: { width: 1100, height: 1000 } });
    complaints.length = 0;
    watch();
    await open(chart());
  });
  const watch = () => {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) requests.push(request.url());
    });
  };
  /** Opens a chart as a page of its own. */
  const open = async (shown: Chart) => {
    await show(shown, about);
    requests.length = 0;
    await page.goto(pathToFileURL(join(folder.path, 'torus-explorer.html')).href);
    await page.waitForSelector('body[data-ready=yes]');
    await settle();
    await locate();
  };
  /** Where the chart's coordinates begin in the window. */
  const locate = async () => {
    const box = (await page.locator('#view canvas').boundingBox())!;
    const [left, top] = (await page.evaluate(
      '[view.origin()[0] + view.padding().left, view.origin()[1] + view.padding().top]',
    )) as [number, number];
    origin = [box.x + left, box.y + top];
  };
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
  const drag = async (from: [number, number], to: [number, number], key?: 'Shift') => {
    if (key) await page.keyboard.down(key);
    await page.mouse.move(...at(...from));
    await page.mouse.down();
    await page.mouse.move(...at(...to), { steps: 5 });
    await page.mouse.up();
    if (key) await page.keyboard.up(key);
    await settle();
  };
  const signal = (name: string) => page.evaluate(`view.signal('${name}')`) as Promise<number>;
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
      ['at1', 3],
      ['at2', -3],
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

  it('wraps at the seam: dragged with Shift by half a turn, the middle of the square shows what was at its sides', async () => {
    await drag([SIZE / 2, SIZE / 2], [SIZE, SIZE / 2], 'Shift');
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
    await moveTo(30, 390);
    assert.ok(await orange(place));
    await drag([100, 390], [140, 390], 'Shift');
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
    assert.ok(await differs('pointsShown', place(3), SIZE - place(1)), 'digits');
    assert.ok(await differs('lettersShown', place(-2), SIZE - place(-2)), 'letters');
    assert.ok(!(await differs('lettersShown', place(3), SIZE - place(1))), 'a digit stays when letters go');
  });

  it('turns the torus in space with the pointer', async () => {
    const space = () => look(SIZE + 48, SIZE - 240, 300, 240);
    const first = JSON.stringify(await space());
    await drag([SIZE + 150, SIZE - 100], [SIZE + 240, SIZE - 100]);
    assert.notEqual(JSON.stringify(await space()), first);
    assert.ok(Math.abs((await signal('yaw')) - 1.5) < 0.02);
  });

  it('carries the place with the pointer beyond π, where the number goes on and the image comes again', async () => {
    const [n, reach] = [61, 3 * Math.PI];
    const centre = (k: number) => -reach + ((k + 0.5) * 2 * reach) / n;
    const values = Array.from({ length: n * n }, (_, k) => centre(k % n) ** 2 / 2);
    const readouts = [{ name: 'KL', values, domain: [-reach, reach] as const, unit: 'nats' }];
    await open(torusExplorer({ images, side, digits, letters, readouts }));
    await moveTo(middle(7), middle(2));
    const [angle, cell] = [await signal('at1'), await shownCell()];
    assert.deepEqual(cell, [7, 2]);
    assert.ok(Math.abs((await signal('number0')) - angle ** 2 / 2) < 0.05);
    await drag([middle(6), middle(2)], [middle(6) + SIZE / 8 + 30, middle(2)]);
    assert.ok((await signal('at1')) > Math.PI + 0.05, 'beyond the seam');
    const keys = 8; // a turn on, cell by cell
    await page.locator('#view canvas').focus();
    await moveTo(middle(7), middle(2));
    for (let i = 0; i < keys; i++) await page.keyboard.press('ArrowRight');
    await settle();
    const far = await signal('at1');
    assert.ok(Math.abs(far - angle - 2 * Math.PI) < 0.05, `${far}`);
    assert.deepEqual(await shownCell(), cell);
    assert.ok(Math.abs((await signal('number0')) - far ** 2 / 2) < 0.05);
    assert.match((await page.locator('#said').textContent()) ?? '', /θ₁ = \d+\.\d\d, θ₂ = .*KL \d+\.\d nats/);
  });

  it('is used by arrow keys, with its focus seen and its state told in words', async () => {
    const canvas = page.locator('#view canvas');
    await moveTo(middle(3), middle(3));
    await page.keyboard.press('Tab');
    for (let i = 0; i < 40 && !(await canvas.evaluate((own) => own === document.activeElement)); i++)
      await page.keyboard.press('Tab');
    assert.ok(await canvas.evaluate((own) => own.matches(':focus-visible')));
    assert.notEqual(await canvas.evaluate((own) => getComputedStyle(own).outlineStyle), 'none');
    for (const [key, expected] of [
      ['ArrowRight', [4, 3]],
      ['ArrowDown', [4, 4]],
      ['ArrowLeft', [3, 4]],
      ['ArrowUp', [3, 3]],
    ] as const) {
      await page.keyboard.press(key);
      assert.deepEqual(await shownCell(), expected, key);
    }
    assert.equal(await page.evaluate('scrollY'), 0, 'the page stays');
    assert.match((await canvas.getAttribute('aria-label')) ?? '', /Cells & numbers/);
    await page.waitForFunction("document.getElementById('said').textContent.includes('θ₁ = ')");
    await page.keyboard.press('Shift+Tab');
    assert.ok(!(await canvas.evaluate((own) => own === document.activeElement)), 'Tab leads out again');
  });

  it('is used with a finger at 390 pixels: stacked, the image in sight, the page scrolled outside of the square', async () => {
    await page.close();
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    page = await context.newPage();
    watch();
    await open(chart());
    const client = await context.newCDPSession(page);
    const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', place?: [number, number]) => {
      await client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: place ? [{ x: place[0], y: place[1] }] : [],
      });
      await settle();
    };
    const [size, top] = [await signal('size'), await signal('squareTop')];
    const width = await page.evaluate('document.documentElement.scrollWidth');
    assert.equal(width, 390, 'nothing is wider than the screen');
    assert.ok(origin[0] + size <= 390 && top > 126, 'the square fits below the image');
    assert.ok(origin[1] + top + size <= 844, `image and square are in sight: to ${origin[1] + top + size}`);
    const cell = (k: number) => ((k + 0.5) * size) / side;
    const shown = async () => {
      const picture = await look(0, 0, 126, 126);
      return [31, 94].map((x) => Math.round(((255 - picture[60][x][0]) / 255) * 15));
    };
    await touch('touchStart', at(cell(2), top + cell(5)));
    assert.deepEqual(await shown(), [2, 5], 'a touch that no movement precedes');
    for (const k of [3, 4, 5, 6]) await touch('touchMove', at(cell(k), top + cell(k)));
    assert.deepEqual(await shown(), [6, 6], 'the finger carries the place');
    await touch('touchEnd');
    assert.equal(await page.evaluate('scrollY'), 0, 'the page stays while the finger is in the square');
    await page.locator('h1').evaluate((heading) => {
      (heading as HTMLElement).style.marginBottom = '200px';
    });
    await page.evaluate('scrollTo(0, 0)');
    await touch('touchStart', [200, 190]);
    for (const y of [170, 140, 100, 60]) await touch('touchMove', [200, y]);
    await touch('touchEnd');
    assert.ok((await page.evaluate<number>('scrollY')) > 40, 'the page scrolls elsewhere');
  });

  it('stacks below 900 pixels and stands side by side from there, as the window changes', async () => {
    for (const [width, wide] of [
      [899, false],
      [900, true],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await settle();
      assert.equal(await page.evaluate("view.signal('wide')"), wide, `${width}`);
    }
  });

  it('has dark paper and light text where the reader wants it', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await open(chart());
    const [[corner]] = await look(SIZE + 30, SIZE - 4, 1, 1);
    assert.ok(Math.max(...corner) < 60, `${corner}`);
  });
});

describe('explorers of plane, circle and slider in Chromium', () => {
  const folder = withFiguresFolder();
  const path = findChromium();
  let browser: Browser;

  before(async function () {
    if (!path) {
      console.warn('      pending: there is no Chromium on this machine');
      this.skip();
    }
    browser = await openChromium(path);
  });
  after(() => browser?.close());

  /** Opens a chart and gives what its signals are after the pointer went to a place of the square. */
  async function follow(shown: Chart, places: [number, number][], names: string[]) {
    await show(shown, about);
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(join(folder.path, 'torus-explorer.html')).href);
    await page.waitForSelector('body[data-ready=yes]');
    const box = (await page.locator('#view canvas').boundingBox())!;
    const [left, top] = (await page.evaluate(
      '[view.origin()[0] + view.padding().left, view.origin()[1] + view.padding().top]',
    )) as [number, number];
    const found: number[][] = [];
    for (const [x, y] of places) {
      await page.mouse.move(box.x + left + x, box.y + top + y);
      await page.evaluate('view.runAsync().then(() => 0)');
      found.push((await page.evaluate(`[${names.map((name) => `view.signal('${name}')`)}]`)) as number[]);
    }
    assert.deepEqual(complaints, []);
    return { found, page };
  }

  it('follow the pointer over a plane, and switch frames by a menu', async () => {
    const chart = explorer(
      {
        space: 'plane',
        frames: { side, images: new Float32Array([...images, ...images]) },
        points: { points: [0, 0], labels: [3] },
        choices: [{ name: 'β', options: ['1', '4'] }],
      },
      { domain: [-4, 4] },
    );
    const { found, page } = await follow(
      chart,
      [
        [0, 0],
        [SIZE / 2, SIZE / 4],
      ].map(([x, y]) => [x + 1, y + 1] as [number, number]),
      ['at1', 'at2', 'frame'],
    );
    assert.ok(Math.abs(found[0][0] + 4) < 0.03 && Math.abs(found[0][1] - 4) < 0.03, `${found[0]}`);
    assert.equal(found[0][2], 0);
    assert.ok(Math.abs(found[1][0]) < 0.03 && Math.abs(found[1][1] - 2) < 0.03, `${found[1]}`);
    assert.equal(found[1][2], 2 * side + 4);
    await page.locator('select[name=choice0]').selectOption('4');
    assert.equal(await page.evaluate("view.signal('block')"), 1);
    await page.close();
  });

  it('follow the pointer around a circle, with curves and arcs', async () => {
    const n = 12;
    const curves = Float32Array.from({ length: n * 5 }, (_, i) => Math.floor(i / 5) + (i % 5) / 10);
    const chart = explorer({
      space: 'circle',
      frames: { side: n, curves },
      points: { points: [0, 1, 2], factor: { name: 'Phase', values: [0, 1, 2], period: 2 * Math.PI } },
      arcs: [0.1, 0.2, 0.3],
    });
    const quarter: [number, number][] = [
      [SIZE - 1, SIZE / 2 - 1],
      [SIZE / 2 - 10, 1],
      [1, SIZE / 2 + 20],
    ];
    const { found, page } = await follow(chart, quarter, ['at1', 'frame']);
    const frames = found.map(([angle, frame]) => {
      assert.equal(frame, Math.floor(((angle + Math.PI) / (2 * Math.PI)) * n) % n);
      return frame;
    });
    assert.deepEqual(frames, [6, 9, 0]);
    const curve = (await page.evaluate("view.data('curve').map(({ value }) => value)")) as number[];
    assert.deepEqual(curve, [0, 0.1, 0.2, 0.3, 0.4]);
    await page.close();
  });

  it('follow the pointer along a slider, with a number between the given ones', async () => {
    const chart = explorer(
      {
        space: 'slider',
        frames: { side: 5, images: images.subarray(0, 5 * pixels) },
        readouts: [{ name: 'distance', values: [0, 10, 40], digits: 2 }],
      },
      { domain: [0, 4] },
    );
    const { found, page } = await follow(
      chart,
      [
        [1, 20],
        [SIZE * 0.75, 20],
      ],
      ['at1', 'frame', 'number0'],
    );
    assert.equal(found[0][1], 0);
    assert.ok(Math.abs(found[1][0] - 3) < 0.02);
    assert.equal(found[1][1], 3);
    assert.ok(Math.abs(found[1][2] - 25) < 0.5, 'half-way between 10 and 40');
    await page.close();
  });

  it('name what does not fit', () => {
    const frames = { side: 2, images: new Float32Array(4 * pixels) };
    assert.throws(() => explorer({ space: 'ball' as never, frames }), /space is 'ball'/);
    assert.throws(() => explorer({ space: 'plane', frames: { side: 2 } }), /either images or curves/);
    assert.throws(
      () => explorer({ space: 'plane', frames, choices: [{ name: 'β', options: ['1', '4'] }] }),
      /3136 pixels are not 2 times 2 × 2 images/,
    );
    assert.throws(
      () => explorer({ space: 'plane', frames, readouts: [{ name: 'KL', values: [1, 2] }] }),
      /'KL' has 2 values; expected 1 × n × n/,
    );
    assert.throws(
      () =>
        explorer({
          space: 'circle',
          frames: { side: 4, images: frames.images },
          points: { points: [1] },
          arcs: [1, 2],
        }),
      /2 arcs for 1 points/,
    );
  });
});

describe('torus3d', () => {
  const folder = withFiguresFolder();

  it('draws points in front large and behind small and pale, and the whole torus within its frame', async () => {
    const points = { points: [-Math.PI / 2, 0, Math.PI / 2, 0], labels: [1, 7] }; // towards the viewer, away from them
    const sizes: number[][] = [];
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
      sizes.push([width, height]);
    }
    // The frame is as wide as the drawing area and the legend, at any tilt.
    for (const [width, height] of sizes) {
      assert.equal(width, sizes[0][0]);
      assert.equal(height, 256);
    }
  });

  it('refuses an angle that is not finite', () => {
    assert.throws(() => torus3d({ points: [0, NaN] }), /coordinate 2 of point 0 is NaN/);
  });
});
