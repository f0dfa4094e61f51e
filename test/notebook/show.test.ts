import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { tf } from '../../packages/node';
import { compactSvg } from '../../packages/notebook/compact-svg';
import { rasterise } from '../../packages/notebook/render';
import { show } from '../../packages/notebook/show';
import { root, scale } from '../../packages/settings';
import { inFakeKernel } from './fake-kernel';
import { withFiguresFolder } from './figures-folder';

const values = [
  { x: 1, y: 2, kind: 'a' },
  { x: 2, y: 3, kind: 'b' },
  { x: 3, y: 1, kind: 'b' },
];
const chart = {
  width: 120,
  height: 90,
  data: { values },
  mark: 'point',
  encoding: {
    x: { field: 'x', type: 'quantitative', title: 'angle θ₁' },
    y: { field: 'y', type: 'quantitative' },
  },
};
const glyphs = { name: 'glyphs (synthetic digits)', synthetic: true };
const mnist = { name: 'MNIST test', synthetic: false };
const about = { id: 'torus-fig-9', caption: 'Three points, a < b.', reading: 'The highest is at 3' };

describe('show', () => {
  const folder = withFiguresFolder();
  const read = (name: string) => readFileSync(join(folder.path, name));
  const pngSize = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];

  it('saves an SVG, a PNG of twice its size and a record, and nothing else', async () => {
    await show(chart, { ...about, sources: [mnist, mnist], seeds: [7, 8, 7] });
    assert.deepEqual(readdirSync(folder.path).sort(), [
      'torus-fig-9.json',
      'torus-fig-9.png',
      'torus-fig-9.svg',
    ]);
    const svg = read('torus-fig-9.svg').toString();
    const [, width, height] = /<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
    assert.deepEqual(pngSize(read('torus-fig-9.png')), [2 * width, 2 * height]);
    assert.deepEqual(JSON.parse(read('torus-fig-9.json').toString()), {
      id: 'torus-fig-9',
      kind: 'figure',
      caption: about.caption,
      note: `Scale ${scale()}, two seeds.`,
      reading: 'The highest is at 3.',
      scale: scale(),
      seeds: 2,
      sources: ['MNIST test'],
      synthetic: false,
    });
  });

  it('draws each point once, names the shipped font and carries caption and reading', async () => {
    await show(chart, about);
    const svg = read('torus-fig-9.svg').toString();
    const points = svg.slice(svg.indexOf('mark-symbol'));
    assert.equal(points.slice(0, points.indexOf('</g>')).match(/<(path|use) /g)?.length, 3);
    assert.match(svg, /font-family="(?:'|&apos;|&#39;)Source Sans 3(?:'|&apos;|&#39;), [^"]*sans-serif"/);
    assert.match(svg, />angle θ₁</);
    assert.match(
      svg,
      /<title>Figure torus-fig-9<\/title><desc>Three points, a &#60; b\. The highest is at 3\.<\/desc>/,
    );
  });

  it('draws text into the PNG without a font of the system', async () => {
    const dark = async (title: string) => {
      await show({ ...chart, title: { text: title, color: 'black' } }, about);
      const pixels = tf.node.decodePng(read('torus-fig-9.png'), 3);
      const count = tf.tidy(() => pixels.less(100).sum().dataSync()[0]);
      pixels.dispose();
      return count;
    };
    assert.ok((await dark('θ ∈ ℝ² MMMM')) > (await dark('.')) + 500);
  });

  it('shows chart, PNG at its own size with the alternative text, and its name in one output', async () => {
    const sent = await inFakeKernel(() => show(chart, about));
    const [{ data, metadata, update }] = sent;
    assert.equal(update, false);
    const spec = data['application/vnd.vegalite.v5+json'] as Record<string, unknown>;
    assert.equal(spec.$schema, 'https://vega.github.io/schema/vega-lite/v5.json');
    // The notebook's theme gives background and colour of text; the font is the course's.
    assert.ok(!('background' in (spec.config as object)));
    assert.match((spec.config as { font: string }).font, /Source Sans 3/);
    const [width, height] = pngSize(read('torus-fig-9.png'));
    assert.deepEqual(metadata['image/png'], {
      width: width / 2,
      height: height / 2,
      alt: 'Three points, a < b. The highest is at 3.',
    });
    assert.equal(data['image/png'], read('torus-fig-9.png').toString('base64'));
    assert.equal(data['text/plain'], '[Figure torus-fig-9]');
  });

  it('shows a chart with much data as PNG only', async () => {
    const many = Array.from({ length: 9000 }, (_, i) => ({
      x: i,
      y: i % 7,
      text: 'some words that take space',
    }));
    const [{ data }] = await inFakeKernel(() =>
      show({ ...chart, data: { values: many }, mark: 'line' }, about),
    );
    assert.deepEqual(Object.keys(data), ['image/png', 'text/plain']);
  });

  it('takes charts in Vega too', async () => {
    const vega = {
      $schema: 'https://vega.github.io/schema/vega/v5.json',
      width: 50,
      height: 50,
      marks: [
        {
          type: 'rect',
          encode: {
            enter: {
              x: { value: 0 },
              width: { value: 20 },
              y: { value: 0 },
              height: { value: 20 },
              fill: { value: 'red' },
            },
          },
        },
      ],
    };
    const [{ data }] = await inFakeKernel(() => show(vega, about));
    assert.ok('application/vnd.vega.v5+json' in data);
  });

  for (const [place, title] of Object.entries({
    'in place of a title': undefined,
    'below a title': 'Points',
    'below a subtitle': { text: 'Points', subtitle: 'three' },
  })) {
    it(`writes ${place} that the data are generated`, async () => {
      const [{ data }, below] = await inFakeKernel(() =>
        show({ ...chart, title }, { ...about, sources: [mnist, glyphs] }),
      );
      const svg = read('torus-fig-9.svg').toString();
      assert.match(svg, />Drawn from generated stand-ins[^<]*glyphs \(synthetic digits\)</);
      if (title) assert.match(svg, />Points</);
      assert.match(
        JSON.stringify(data['application/vnd.vegalite.v5+json']),
        /Drawn from generated stand-ins/,
      );
      assert.match(String(below.data['text/markdown']), /Drawn from generated stand-ins/);
      assert.match(String(below.data['text/plain']), /Drawn from generated stand-ins/);
      assert.equal(JSON.parse(read('torus-fig-9.json').toString()).synthetic, true);
    });
  }

  it('says nothing of generated data where all are real', async () => {
    await show(chart, { ...about, sources: [mnist] });
    assert.doesNotMatch(read('torus-fig-9.svg').toString(), /generated/);
  });

  const failures: [string, Record<string, unknown>, RegExp][] = [
    [
      'an unknown field',
      { encoding: { x: { field: 'nowhere', type: 'nominal' } } },
      /no field named 'nowhere'.*there are kind, x, y/,
    ],
    ['a chart without marks', { data: { values: [] }, encoding: {} }, /draws no mark/],
    ['an unknown mark', { mark: 'banana' }, /figure 'torus-fig-9'/],
    [
      'a channel that the mark lacks',
      { encoding: { ...chart.encoding, x2: { field: 'x' }, theta: { field: 'x' } } },
      /Vega warns/,
    ],
    [
      'an expression that does not parse',
      { transform: [{ calculate: '1 +', as: 'z' }] },
      /figure 'torus-fig-9'/,
    ],
    ['a sign that no shipped font has', { title: 'a 漢 b' }, /no sign for '漢'/],
    [
      'a schema that JupyterLab does not draw',
      { $schema: 'https://vega.github.io/schema/vega-lite/v6.json' },
      /v6\.json.*version 5/,
    ],
  ];
  for (const [what, change, message] of failures) {
    it(`refuses ${what} and saves nothing`, async () => {
      await assert.rejects(show({ ...chart, ...change }, about), message);
      assert.deepEqual(readdirSync(folder.path), []);
    });
  }

  for (const id of ['', 'Fig 1', '../fig', 'fig_1', 'fig-', 'a/b']) {
    it(`refuses the id '${id}'`, () =>
      assert.rejects(show(chart, { ...about, id }), /cannot name a figure.*torus-fig-2/));
  }

  it('refuses a figure without a caption', () =>
    assert.rejects(show(chart, { ...about, caption: ' ' }), /has no caption/));

  it('says why it cannot save when a file stands in the way of the folder', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    process.env.LATENT_TORUS_FIGURES = file;
    await assert.rejects(show(chart, about), /cannot write torus-fig-9\.svg.*LATENT_TORUS_FIGURES/);
  });

  it('leaves the old files as they were when one of the new cannot be written', async () => {
    await show(chart, about);
    const before = read('torus-fig-9.svg');
    rmSync(join(folder.path, 'torus-fig-9.json'));
    mkdirSync(join(folder.path, 'torus-fig-9.json')); // where the record would be written
    await assert.rejects(show({ ...chart, mark: 'bar' }, about), /cannot write/);
    assert.deepEqual(read('torus-fig-9.svg'), before);
    assert.deepEqual(readdirSync(folder.path).sort(), [
      'torus-fig-9.json',
      'torus-fig-9.png',
      'torus-fig-9.svg',
    ]);
  });
});

describe('show of one id several times at once', () => {
  const folder = withFiguresFolder();
  const files = ['torus-fig-9.json', 'torus-fig-9.png', 'torus-fig-9.svg'];

  it('succeeds every time in one process', async () => {
    await Promise.all(Array.from({ length: 12 }, () => show(chart, about)));
    assert.deepEqual(readdirSync(folder.path).sort(), files);
  });

  it('succeeds every time in two processes', async function () {
    this.timeout(60_000);
    const script =
      `const { show } = require(${JSON.stringify(join(root, 'packages/notebook/show.ts'))});` +
      `Promise.all(Array.from({ length: 6 }, () => show(${JSON.stringify(chart)}, ${JSON.stringify(about)})))` +
      '.catch((error) => { console.error(error); process.exit(1); });';
    const run = () =>
      promisify(execFile)(process.execPath, ['--require', require.resolve('tsx/cjs'), '-e', script], {
        cwd: root,
      });
    await Promise.all([run(), run()]);
    assert.deepEqual(readdirSync(folder.path).sort(), files);
    assert.match(read('torus-fig-9.svg').toString(), /<\/svg>$/);
    JSON.parse(read('torus-fig-9.json').toString());
  });

  const read = (name: string) => readFileSync(join(folder.path, name));
});

describe('the text of a picture', () => {
  const folder = withFiguresFolder();
  const read = (name: string) => readFileSync(join(folder.path, name));

  it('is taken literally, dollars too', async () => {
    const caption = "$1 & $& or $' of <b>, $$ and $`";
    await show(chart, { ...about, caption, reading: '$0.5' });
    const text = "$1 &#38; $&#38; or $' of &#60;b&#62;, $$ and $`. $0.5.";
    const svg = read('torus-fig-9.svg').toString();
    assert.ok(svg.includes(`<title>Figure torus-fig-9</title><desc>${text}</desc>`), svg.slice(0, 400));
    assert.equal(svg.match(/<svg/g)!.length, 1);
  });

  it('is in the PNG, and the PNG remains one', async () => {
    await show(chart, { ...about, caption: 'Angle θ₁' });
    const png = read('torus-fig-9.png');
    const chunks: [string, Buffer][] = [];
    for (let at = 8; at < png.length; ) {
      const size = png.readUInt32BE(at);
      const body = png.subarray(at + 4, at + 8 + size);
      assert.equal(png.readUInt32BE(at + 8 + size), crc32(body));
      chunks.push([body.toString('latin1', 0, 4), body.subarray(4)]);
      at += size + 12;
    }
    const [, text] = chunks.find(([type]) => type === 'iTXt')!;
    assert.equal(text.toString('utf8'), 'Description\0\0\0\0\0Angle θ₁. The highest is at 3.');
    assert.equal(chunks.at(-1)![0], 'IEND');
    tf.node.decodePng(png).dispose();
  });
});

describe('compactSvg', () => {
  it('draws the same picture in far fewer bytes', () => {
    const circle = 'd="M2.739,0A2.739,2.739,0,1,1,-2.739,0A2.739,2.739,0,1,1,2.739,0"';
    const points = Array.from({ length: 500 }, (_, i) => {
      const at = `translate(${(37.123456 * i) % 200},${(91.98765 * i) % 150})`;
      const style = i % 3 ? 'fill="#3f90da" stroke-width="0" opacity="0.7"' : `fill="rgb(${i % 250},0,0)"`;
      return `<path aria-label="x: ${i}" role="graphics-symbol" transform="${at}" ${circle} ${style}/>`;
    });
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="150">${points.join('')}</svg>`;
    const small = compactSvg(svg);
    assert.ok(small.length < svg.length / 3, `${small.length} of ${svg.length} bytes`);
    const difference = tf.tidy(() => {
      const [a, b] = [svg, small].map((text) => tf.node.decodePng(rasterise(text).png, 3).toFloat());
      return a.sub(b).abs().mean().dataSync()[0];
    });
    assert.ok(difference < 1.5, `the pictures differ by ${difference} of 255`);
  });

  it('leaves an SVG without points as it is, but for the digits', () => {
    assert.equal(compactSvg('<svg><path d="M0.123456,1L2,3"/></svg>'), '<svg><path d="M0.12,1L2,3"/></svg>');
  });
});
