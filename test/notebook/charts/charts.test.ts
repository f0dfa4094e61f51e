import assert from 'node:assert/strict';
import {
  type Chart,
  circleScatter,
  groupColours,
  heatmap,
  histogram,
  imageGrid,
  intervals,
  planeScatter,
  theme,
  torusPanels,
  torusScatter,
  trainingCurves,
} from '../../../packages/notebook/charts';
import { render } from '../../../packages/notebook/render';
import { Random } from '../../../packages/random';

const random = new Random('charts');
const normals = (n: number, scale = 1) => Float32Array.from({ length: n }, () => scale * random.normal());
const labels = Uint8Array.from({ length: 300 }, (_, i) => i % 10);
const digits = { points: normals(600), labels };
const history = [0, 1, 2].map((epoch) => ({
  epoch,
  total: 150 - epoch,
  reconstruction: 140 - epoch,
  divergence: 9,
  klWeight: epoch / 2,
}));

/** The picture as SVG; drawing fails on any warning, unknown field or empty chart. */
const draw = async (chart: Chart) => (await render({ ...chart, config: theme })).svg;

/** Marks in each group of symbols of the chart itself. */
function symbols(svg: string): number[] {
  return [...svg.matchAll(/<g class="mark-symbol role-mark[^>]*>(.*?)<\/g>/g)].map(
    ([, inner]) => inner.split(/<(?:use|path) /).length - 1,
  );
}

const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);

describe('torusScatter', () => {
  it('draws every point and a legend of all classes', async () => {
    const svg = await draw(torusScatter(digits, { title: 'Digits' }));
    assert.deepEqual(symbols(svg), [300]);
    for (const text of ['Digits', 'Digit', '0', '9', 'θ₁', 'θ₂']) assert.ok(texts(svg).includes(text), text);
    assert.equal(texts(svg).filter((text) => text === '−π/2').length, 2);
  });

  it('has a scale of one length on both axes', () => {
    const { width, height } = torusScatter(digits, { size: 300 });
    assert.deepEqual([width, height], [300, 300]);
  });

  it('wraps angles into the square', () => {
    const chart = torusScatter({ points: [1.5 * Math.PI, -1.5 * Math.PI, Math.PI, 7] });
    const [{ data }] = chart.layer as { data: { values: Record<string, string>[] } }[];
    assert.deepEqual(data.values[0], { x: '-1.57 -3.14', y: '1.57 .72' });
  });

  it('draws crosses over muted points, red or coloured by value with a legend', async () => {
    const crosses = { points: normals(40), name: 'K' };
    assert.deepEqual(symbols(await draw(torusScatter(digits, { muted: true, crosses }))), [300, 20]);
    const values = normals(20, 50);
    const svg = await draw(
      torusScatter(digits, { muted: true, crosses: { ...crosses, values, legend: 'Loss (nats)' } }),
    );
    assert.deepEqual(symbols(svg), [300, 20, 20]);
    assert.ok(texts(svg).includes('Loss (nats)'));
  });

  it('draws a field below the points, with a legend', async () => {
    const svg = await draw(torusScatter(digits, { field: { values: normals(64), legend: 'magnification' } }));
    assert.equal(svg.match(/<image /g)?.length, 1);
    assert.ok(svg.indexOf('<image ') < svg.indexOf('mark-symbol role-mark'));
    assert.ok(texts(svg).includes('magnification'));
  });

  it('names labels, points and fields that do not fit', () => {
    assert.throws(
      () => torusScatter({ points: [0, 1], labels: [10] }),
      /labels\[0\] is 10, but there are 10 classes/,
    );
    assert.throws(() => torusScatter({ points: [0, 1], labels: [1, 2] }), /2 labels for 1 points/);
    assert.throws(() => torusScatter({ points: [0, 1, 2] }), /3 values do not make rows of 2/);
    assert.throws(() => torusScatter({ points: [0, NaN] }), /y\[0\] is NaN/);
    assert.throws(
      () => torusScatter(digits, { field: { values: [1, 2], legend: '' } }),
      /n × n values, not 2/,
    );
  });
});

describe('torusPanels', () => {
  it('has a square for each letter, with one scale of colour and one legend for all', async () => {
    const panels = ['K', 'X', 'W'].map((name, i) => ({
      name,
      points: normals(10),
      values: [i, i + 1, 2, 3, 4],
      legend: 'Loss',
    }));
    const svg = await draw(torusPanels(digits, panels, { muted: true }));
    assert.deepEqual(symbols(svg), [300, 5, 5, 300, 5, 5, 300, 5, 5]);
    for (const once of ['K', 'X', 'W', 'Loss', 'Digit'])
      assert.equal(texts(svg).filter((text) => text === once).length, 1, once);
  });
});

describe('circleScatter', () => {
  it('puts angles on the unit circle, or each class a little inside the one before', async () => {
    const points = { points: [0, Math.PI / 2, Math.PI], labels: [0, 1, 2] };
    assert.deepEqual(symbols(await draw(circleScatter(points))), [3]);
    const place = (options?: object) => {
      const [, layer] = circleScatter(points, options).layer as {
        data: { values: Record<string, string>[] };
      }[];
      return layer.data.values[0];
    };
    assert.deepEqual(place(), { x: '1 0 -1', y: '0 1 0', label: '0 1 2' });
    assert.deepEqual(place({ spread: 0.1 }), { x: '1 0 -.8', y: '0 .9 0', label: '0 1 2' });
  });
});

describe('planeScatter', () => {
  it('has the same scale on both axes and holds every point', async () => {
    const points = Float32Array.from([0, 0, 10, 1, 5, -1]);
    assert.deepEqual(symbols(await draw(planeScatter({ points }))), [3]);
    const [layer] = planeScatter({ points }).layer as {
      encoding: Record<string, { scale: { domain: number[] } }>;
    }[];
    const [x, y] = ['x', 'y'].map((axis) => layer.encoding[axis].scale.domain);
    assert.ok(Math.abs(x[1] - x[0] - (y[1] - y[0])) < 1e-9);
    assert.ok(x[0] < 0 && x[1] > 10 && y[0] < -1 && y[1] > 1);
  });
});

describe('trainingCurves', () => {
  it('has a panel for each term and draws what is reported', async () => {
    const svg = await draw(
      trainingCurves(history, { reported: [{ term: 'total', epoch: 2, value: 147.1 }] }),
    );
    for (const text of [
      'Total loss (nats per image)',
      'KL divergence (nats per image)',
      'KL weight λ',
      'reported 147.1',
    ]) {
      assert.ok(texts(svg).includes(text), text);
    }
    assert.deepEqual(symbols(svg), [1]);
  });

  it('tells several trainings apart by a legend', async () => {
    const svg = await draw(
      trainingCurves([
        { name: 'annealed', history },
        { name: 'constant', history },
      ]),
    );
    assert.ok(texts(svg).includes('annealed') && texts(svg).includes('constant'));
  });

  it('names the epoch of a value that is not finite', () => {
    assert.throws(() => trainingCurves([{ epoch: 4, total: NaN }]), /'total' of epoch 4 is NaN/);
    assert.throws(() => trainingCurves([]), /no epoch/);
  });
});

describe('histogram', () => {
  const groups = Object.entries(groupColours).map(([name, colour], i) => ({
    name,
    colour,
    values: normals(500).map((v) => v + i),
  }));
  type Values = { data: { values: { x: number; density: number; group: string }[] } };

  it('draws groups over one another, in their colours', async () => {
    const svg = await draw(histogram(groups, { axis: 'Loss (nats)' }));
    for (const { name, colour } of groups) assert.ok(svg.includes(name) && svg.includes(colour), name);
  });

  it('has densities of area one, also where values lie beyond the range', () => {
    for (const domain of [undefined, [-0.5, 1] as const]) {
      const { data } = histogram(groups, { axis: 'Loss', bins: 20, domain }) as unknown as Values;
      const first = data.values.filter(({ group }) => group === 'digits');
      assert.equal(first.length, 21);
      const area = first
        .slice(0, 20)
        .reduce((sum, { density }, i) => sum + density * (first[i + 1].x - first[i].x), 0);
      assert.ok(Math.abs(area - 1) < 1e-3, `area ${area}`);
    }
  });

  it('counts by hand', () => {
    const { data } = histogram([{ name: 'a', values: [0, 0.4, 1.5, 2] }], {
      axis: '',
      bins: 2,
    }) as unknown as Values;
    assert.deepEqual(
      data.values.map(({ x, density }) => [x, density]),
      [
        [0, 0.5],
        [1, 0.5],
        [2, 0.5],
      ],
    );
  });

  it('refuses groups without values or range', () => {
    assert.throws(() => histogram([{ name: 'a', values: [] }], { axis: '' }), /'a' has no values/);
    assert.throws(() => histogram([{ name: 'a', values: [1, 1] }], { axis: '' }), /needs a range/);
    assert.throws(
      () => histogram([{ name: 'a', values: [1, NaN] }], { axis: '', domain: [0, 1] }),
      /value 1 of 'a' is NaN/,
    );
  });
});

describe('intervals', () => {
  const rows = ['B', 'D'].flatMap((label) =>
    ['loss', 'offset'].map((series, i) => ({ label, series, value: 0.7 + i / 10, low: 0.6, high: 0.9 })),
  );

  it('draws a point and an interval for each value, and a line of reference', async () => {
    const svg = await draw(
      intervals(rows, { axis: 'AUROC', reference: { value: 0.5, text: 'chance' }, domain: [0.4, 1] }),
    );
    assert.deepEqual(symbols(svg), [4]);
    for (const text of ['B', 'D', 'loss', 'offset', 'chance', 'AUROC'])
      assert.ok(texts(svg).includes(text), text);
  });

  it('draws bars from zero if asked', async () => {
    assert.match(
      await draw(
        intervals(
          rows.map(({ label, value }, i) => ({ label: label + i, value })),
          { axis: 'x', bars: true },
        ),
      ),
      /mark-rect role-mark/,
    );
  });

  it('refuses values that are not finite', () => {
    assert.throws(
      () => intervals([{ label: 'B', value: 1, low: NaN }], { axis: '' }),
      /'B' has the value 1 with the interval NaN/,
    );
  });
});

describe('heatmap', () => {
  it('draws a cell for each value, with its number if asked', async () => {
    const svg = await draw(
      heatmap([0, 1, 2, 3, 4, 5.25], { rows: ['a', 'b'], columns: ['x', 'y', 'z'], legend: 'n', digits: 1 }),
    );
    assert.ok(texts(svg).includes('5.3') || texts(svg).includes('5.2'));
    assert.equal(/<g class="mark-rect role-mark[^>]*>(.*?)<\/g>/.exec(svg)![1].match(/<path /g)?.length, 6);
  });

  it('refuses a wrong number of values', () => {
    assert.throws(
      () => heatmap([1], { rows: ['a'], columns: ['x', 'y'], legend: '' }),
      /need 2 values, not 1/,
    );
  });
});

describe('imageGrid', () => {
  it('draws a picture for each row, with labels', async () => {
    const pixels = new Float32Array(3 * 16).fill(0.5);
    const svg = await draw(
      imageGrid(
        [
          { label: 'original', pixels },
          { label: 'reconstruction', pixels },
        ],
        { height: 4, width: 4, columnLabels: ['1', '2', '3'] },
      ),
    );
    assert.equal(svg.match(/<image /g)?.length, 2);
    for (const text of ['original', 'reconstruction', '3']) assert.ok(texts(svg).includes(text), text);
  });
});
