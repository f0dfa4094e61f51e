import assert from 'node:assert/strict';
import {
  type Chart,
  circleScatter,
  digitColours,
  explorer,
  groupColours,
  heatmap,
  histogram,
  imageGrid,
  intervals,
  lineChart,
  planeScatter,
  ridgelines,
  scatter3d,
  theme,
  torus3d,
  torusPanels,
  torusScatter,
  trainingCurves,
  verdictChart,
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
  kl: 9,
  klWeight: epoch / 2,
}));

/** The picture as SVG; drawing fails on any warning, unknown field or empty chart. */
const draw = async (chart: Chart) =>
  (await render(Array.isArray(chart.marks) ? chart : { ...chart, config: theme })).svg;

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
      const layers = circleScatter(points, options).layer as {
        data: { values: Record<string, string>[] };
      }[];
      return layers.map(({ data }) => data.values[0]).find((row) => 'label' in row);
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
      '◇ reported: 147.1 (epoch 2)',
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

describe('points', () => {
  const phase = { name: 'Phase (radians)', values: labels, period: 2 * Math.PI };

  it('are coloured by class or by a factor, with a legend for either, in every scatter', async () => {
    const flat = { plane: planeScatter, torus: torusScatter, 'torus in space': torus3d };
    for (const [name, scatter] of Object.entries(flat)) {
      for (const [colours, legend] of [
        [{ labels }, 'Digit'],
        [{ factor: phase }, 'Phase (radians)'],
        [{ factor: { name: 'Loss', values: normals(300) } }, 'Loss'],
      ] as const) {
        const svg = await draw(scatter({ points: digits.points, ...colours }));
        assert.ok(texts(svg).includes(legend), `${name}: ${legend}`);
      }
    }
    const angles = { points: normals(300), factor: phase };
    assert.ok(texts(await draw(circleScatter(angles))).includes('Phase (radians)'));
    const space = { points: normals(900), factor: phase };
    assert.ok(texts(await draw(scatter3d(space))).includes('Phase (radians)'));
  });

  it('wrap a factor into its turn, so that its ends have one colour', () => {
    const factor = { name: 'Pose (degrees)', values: [-90, 270, 630], period: 360 };
    const chart = planeScatter({ points: [0, 0, 1, 1, 2, 2], factor });
    const [{ data }] = chart.layer as { data: { values: { factor: string }[] } }[];
    assert.equal(data.values[0].factor, '270 270 270');
  });

  it('of more than ten classes differ by shape where colours come again', async () => {
    const twenty = Array.from({ length: 20 }, (_, i) => `object ${i}`);
    const points = {
      points: normals(80),
      labels: Array.from({ length: 40 }, (_, i) => i % 20),
      classes: twenty,
    };
    const svg = await draw(planeScatter(points, { direct: false }));
    const inner = /<g class="mark-symbol role-mark[^>]*>(.*?)<\/g>/.exec(svg)![1];
    const looks = [...inner.matchAll(/<(?:use|path) ([^>]*)\/>/g)].map(([, look]) =>
      look.replace(/ ?(?:transform|x|y)="[^"]*"/g, ''),
    );
    assert.equal(looks.length, 40);
    assert.equal(new Set(looks).size, 20);
  });

  it('have the name of each class where it is densest, none over another', async () => {
    // Two clusters of one class: the larger one takes the name; two classes at one place share it out.
    const cluster = (x: number, y: number, n: number) =>
      Array.from({ length: n }, () => [x + 0.1 * random.normal(), y + 0.1 * random.normal()]);
    const parts = [cluster(-2, -2, 60), cluster(2, 2, 20), cluster(0, 0, 80), cluster(0, 0, 80)];
    const of = [0, 0, 1, 2].flatMap((label, i) => parts[i].map(() => label));
    const chart = torusScatter({ points: parts.flat(2), labels: of, classes: ['a', 'b', 'c'] });
    const named = (chart.layer as { data: { values: { name: string; x: number; y: number }[] } }[]).at(-1)!
      .data.values;
    const [a, b, c] = ['a', 'b', 'c'].map((name) => named.find((row) => row.name === name)!);
    assert.ok(Math.hypot(a.x + 2, a.y + 2) < 0.4, JSON.stringify(a));
    assert.ok(Math.hypot(b.x, b.y) < 0.6 && Math.hypot(c.x, c.y) < 0.6);
    assert.ok(Math.abs(b.x - c.x) > 0.2 || Math.abs(b.y - c.y) > 0.2, 'b and c stand apart');
    assert.ok(!texts(await draw(torusScatter(digits, { direct: false }))).includes('mark'));
  });

  it('name what does not fit', () => {
    const points = normals(4);
    assert.throws(
      () => planeScatter({ points, factor: { ...phase, values: [1] } }),
      /'Phase \(radians\)' has 1 values for 2/,
    );
    assert.throws(
      () => planeScatter({ points, labels: [0, 1], factor: { ...phase, values: [1, 2] } }),
      /labels and the factor/,
    );
    assert.throws(
      () => planeScatter({ points, factor: { ...phase, values: [1, 2], period: 0 } }),
      /period of 'Phase \(radians\)' is 0/,
    );
    assert.throws(() => planeScatter({ points }, { domain: [1, 1] }), /domain is 1 to 1/);
  });
});

describe('posteriors', () => {
  it('are ellipses of their semi-axes around points of a plane', () => {
    const chart = planeScatter({ points: [1, 2] }, { ellipses: { axes: [3, 0.5], angles: [Math.PI / 2] } });
    const [{ data }] = chart.layer as { data: { values: { x: string; y: string }[] } }[];
    const [x, y] = [data.values[0].x, data.values[0].y].map((text) => text.split(' ').map(Number));
    for (const [values, least, greatest] of [
      [x, 0.5, 1.5],
      [y, -1, 5],
    ] as const) {
      assert.ok(Math.abs(Math.min(...values) - least) < 0.02, `${Math.min(...values)}`);
      assert.ok(Math.abs(Math.max(...values) - greatest) < 0.02, `${Math.max(...values)}`);
    }
    assert.throws(
      () => planeScatter({ points: [1, 2] }, { ellipses: { axes: [1, -1] } }),
      /ellipse 0 are 1 and -1/,
    );
  });

  it('are arcs of their half-widths on a circle, at most all around', () => {
    const spanOf = (half: number) => {
      const chart = circleScatter({ points: [1] }, { arcs: { halfWidths: [half] } });
      const { data } = (
        chart.layer as { data: { values: { which?: string; x: string; y: string }[] } }[]
      ).find((layer) => layer.data.values[0].which)!;
      const [x, y] = [data.values[0].x, data.values[0].y].map((text) => text.split(' ').map(Number));
      return x.slice(1).reduce((sum, _, i) => {
        const [from, to] = [Math.atan2(y[i], x[i]), Math.atan2(y[i + 1], x[i + 1])];
        return sum + Math.abs(Math.atan2(Math.sin(to - from), Math.cos(to - from)));
      }, 0);
    };
    assert.ok(Math.abs(spanOf(0.4) - 0.8) < 0.01);
    assert.ok(Math.abs(spanOf(9) - 2 * Math.PI) < 0.01);
    assert.throws(
      () => circleScatter({ points: [1] }, { arcs: { halfWidths: [NaN] } }),
      /half-width 0 is NaN/,
    );
  });
});

describe('scatter3d', () => {
  /** Where points are seen, in pixels from the middle. */
  async function seen(points: number[], options: object): Promise<[number, number][]> {
    const svg = await draw(scatter3d({ points }, { width: 300, height: 300, ...options }));
    const inner = /<g class="mark-symbol role-mark[^>]*>(.*?)<\/g>/.exec(svg)![1];
    return [...inner.matchAll(/translate\(([-\d.]+),([-\d.]+)\)/g)].map(([, x, y]) => [+x - 150, 150 - +y]);
  }

  it('sees the second axis away and the third upwards, turned by yaw', async () => {
    const corners = [0, 0, 0, 2, 2, 2, 2, 0, 1];
    const level = await seen(corners, { yaw: 0, pitch: 0 });
    const unit = Math.max(...level.flat());
    const expected = [
      [-1, -1],
      [1, 1],
      [1, 0],
    ];
    const sorted = (list: number[][]) => list.map(String).sort();
    const rounded = (list: [number, number][]) =>
      list.map((place) => place.map((v) => Math.round(v / unit) + 0));
    assert.deepEqual(sorted(rounded(level)), sorted(expected));
    // A quarter of a turn brings the first axis away from the viewer: x is −y.
    const turned = await seen(corners, { yaw: Math.PI / 2, pitch: 0 });
    assert.deepEqual(
      sorted(rounded(turned)),
      sorted([
        [1, -1],
        [-1, 1],
        [1, 0],
      ]),
    );
  });

  it('of four coordinates offers each choice of three', async () => {
    const chart = scatter3d({ points: normals(40) }, { dimensions: 4 });
    const { bind } = (chart.signals as { name: string; bind: { options: string[] } }[]).find(
      ({ name }) => name === 'projection',
    )!;
    assert.deepEqual(bind.options, ['z₁, z₂, z₃', 'z₁, z₂, z₄', 'z₁, z₃, z₄', 'z₂, z₃, z₄']);
    assert.ok(texts(await draw(chart)).includes('z₃'));
  });

  it('refuses angles and coordinates that are none', () => {
    assert.throws(() => scatter3d({ points: [0, 1] }), /2 values do not make rows of 3/);
    assert.throws(() => scatter3d({ points: [0, NaN, 1] }), /coordinate 2 of point 0 is NaN/);
    assert.throws(() => scatter3d({ points: [0, 1, 2] }, { pitch: 2 }), /pitch is 2/);
  });
});

describe('ridgelines', () => {
  const groups = ['0', '1', '2'].map((name, i) => ({
    name,
    values: normals(400, 0.3).map((v) => v + i - 1),
  }));

  it('has a row for each group, in its colour, named at the axis', async () => {
    const svg = await draw(ridgelines(groups, { axis: 'Angle (radians)', period: 2 * Math.PI }));
    for (const [i, name] of ['0', '1', '2'].entries()) {
      assert.ok(texts(svg).includes(name));
      assert.ok(svg.includes(digitColours[i]));
    }
    assert.equal(texts(svg).filter((text) => text === 'π/2').length, 1);
  });

  it('draws a density that is that of a normal sample, and goes around where it has a period', () => {
    const at = (centre: number, period?: number) => {
      const values = Array.from({ length: 4000 }, (_, i) => centre + 0.5 * quantile((i + 0.5) / 4000));
      const chart = ridgelines([{ name: 'a', values }], { period, domain: [-Math.PI, Math.PI], overlap: 1 });
      const [{ data, transform }] = chart.layer as {
        data: { values: { x: string; y: string }[] };
        transform: { as: string; calculate: string }[];
      }[];
      const scale = Number(/\* (\S+)$/.exec(transform.find(({ as }) => as === 'density')!.calculate)![1]);
      return data.values[0].y.split(' ').map((y) => Number(y) * scale);
    };
    const peak = 1 / (0.5 * Math.sqrt(2 * Math.PI));
    const density = at(0);
    assert.ok(Math.abs(density[80] / peak - 1) < 0.03, `${density[80]} for ${peak}`);
    const around = at(Math.PI, 2 * Math.PI); // the same, half a turn on: its peak is at both ends
    assert.ok(Math.abs(around[0] / peak - 1) < 0.03 && Math.abs(around[160] / peak - 1) < 0.03);
    assert.ok(at(Math.PI)[0] < 0.01);
  });

  it('refuses what has no values', () => {
    assert.throws(() => ridgelines([]), /no group/);
    assert.throws(() => ridgelines([{ name: 'a', values: [1, Infinity] }]), /value 1 of 'a' is Infinity/);
    assert.throws(() => ridgelines(groups, { period: -1 }), /period is -1/);
  });
});

/** The standard normal's quantile, by bisection of its distribution function (A. Abramowitz, I. Stegun, 7.1.26). */
function quantile(share: number): number {
  const below = (z: number) => {
    const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
    const tail = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429].reduceRight(
      (sum, a) => (sum + a) * t,
      0,
    );
    const erf = 1 - tail * Math.exp((-z * z) / 2);
    return (1 + Math.sign(z) * erf) / 2;
  };
  let [low, high] = [-6, 6];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (below(middle) < share) low = middle;
    else high = middle;
  }
  return low;
}

describe('verdictChart', () => {
  const row = {
    claim: 'near',
    value: 0.8,
    low: 0.7,
    high: 0.9,
    threshold: { atLeast: 0.6 },
    verdict: 'holds',
  } as const;
  type Row = { at: number; low: number; high: number; measured: string };
  const rowsOf = (chart: Chart) => (chart.data as { values: Row[] }).values;

  it('puts a claim right of its threshold where it holds, at most and at least alike', () => {
    const far = { ...row, claim: 'far', value: 0.2, low: 0.1, high: 0.5, threshold: { atMost: 0.4 } };
    const [near, below] = rowsOf(verdictChart([row, { ...far, verdict: 'undecided' }]));
    assert.deepEqual([near.low, near.at, near.high], [0.333, 0.667, 1]);
    assert.deepEqual([below.low, below.at, below.high], [-0.333, 0.667, 1]);
    assert.equal(below.measured, '0.2 (≤ 0.4)');
  });

  it('has a column for each setting and a legend of the verdicts', async () => {
    const other = {
      ...row,
      column: 'one source',
      value: 0.3,
      low: 0.2,
      high: 0.4,
      verdict: 'does not hold',
    } as const;
    const svg = await draw(verdictChart([{ ...row, column: 'paper' }, other]));
    for (const text of ['near', 'paper', 'one source', 'holds', 'does not hold', '0.3 (≥ 0.6)'])
      assert.ok(texts(svg).includes(text), text);
  });

  it('refuses a claim without a threshold, number or verdict', () => {
    assert.throws(() => verdictChart([]), /no claim/);
    assert.throws(() => verdictChart([{ ...row, threshold: {} }]), /'near' has no threshold/);
    assert.throws(() => verdictChart([{ ...row, value: NaN }]), /'near' has the value NaN/);
    assert.throws(
      () => verdictChart([{ ...row, verdict: 'maybe' as never }]),
      /verdict of 'near' is 'maybe'/,
    );
  });
});

describe('lineChart', () => {
  const line = { name: 'a', x: [1, 2], y: [0, 3] };

  it('keeps every value, with its band', () => {
    const chart = lineChart([{ ...line, low: [-1, 2.5], high: [1, 1e5 / 3] }]);
    assert.deepEqual((chart.data as { values: unknown[] }).values, [
      { name: '0 0', x: '1 2', y: '0 3', low: '-1 2.5', high: '1 33333' },
    ]);
  });

  it('draws curves, bands, broken lines and names at the ends in place of a legend', async () => {
    const lines = [line, { name: 'optimum', x: [1, 2], y: [2.9, 2.9], dashed: true }];
    const svg = await draw(lineChart(lines, { direct: true, xTitle: 'Epoch' }));
    assert.match(svg, /stroke-dasharray="5,4"/);
    const places = [...svg.matchAll(/translate\(([\d.]+),([\d.]+)\)"[^>]*>(a|optimum)</g)].map(([, , y]) =>
      Number(y),
    );
    assert.ok(Math.abs(places[0] - places.at(-1)!) >= 12, `names stand apart: ${places}`);
  });

  it('refuses what a logarithmic axis cannot show, lengths that differ and names that do not', () => {
    assert.throws(() => lineChart([line], { yLog: true }), /'a' at 0 is 0; expected a number above 0/);
    assert.throws(() => lineChart([{ ...line, low: [1] }]), /'a' has 1 values of low for 2 of x/);
    assert.throws(() => lineChart([line, line]), /two curves have one name/);
    assert.throws(() => lineChart([]), /no curve/);
  });
});

describe('every chart', () => {
  it('works without options', async () => {
    const frames = { side: 2, images: new Float32Array(4 * 784).fill(0.5) };
    for (const chart of [
      torusScatter(digits),
      torusPanels(digits, [{ name: 'K', points: [0, 1] }]),
      planeScatter(digits),
      circleScatter({ points: normals(300), labels }),
      torus3d(digits),
      scatter3d({ points: normals(30) }),
      histogram([{ name: 'a', values: [1, 2] }]),
      ridgelines([{ name: 'a', values: [1, 2, 3] }]),
      intervals([{ label: 'a', value: 1 }]),
      verdictChart([{ claim: 'a', value: 1, threshold: { atLeast: 0 }, verdict: 'holds' }]),
      heatmap([
        [1, 2],
        [3, 4],
      ]),
      heatmap([1, 2, 3, 4]),
      imageGrid([{ label: 'a', pixels: new Float32Array(784) }]),
      lineChart([{ name: 'a', x: [1, 2], y: [1, 2] }]),
      trainingCurves(history),
      explorer({ space: 'plane', frames }),
    ])
      assert.ok((await draw(chart)).length > 500);
  });

  it('says what it was not given', () => {
    const missing = undefined as never;
    for (const [chart, message] of [
      [histogram, /no group/],
      [ridgelines, /no group/],
      [intervals, /no value/],
      [verdictChart, /no claim/],
      [imageGrid, /needs a row/],
      [lineChart, /no curve/],
      [trainingCurves, /no epoch/],
    ] as const)
      assert.throws(() => (chart as (data: never) => Chart)(missing), message);
  });

  it('leaves background and colour of text to the theme of JupyterLab', async () => {
    const guides = { fill: '#fefefe' };
    const dark = { background: '#333333', style: { 'guide-label': guides, 'guide-title': guides } };
    for (const chart of [torusScatter(digits, { direct: false }), intervals([{ label: 'a', value: 1 }])]) {
      const { svg } = await render({ ...chart, config: theme }, dark);
      assert.match(svg, /<rect [^>]*fill="#333333"/);
      const fills = [...svg.matchAll(/<text[^>]*fill="([^"]*)"/g)].map(([, fill]) => fill);
      assert.deepEqual([...new Set(fills)], ['#fefefe']);
    }
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

  it('has its density in one over the unit of the axis', async () => {
    const titles = texts(await draw(histogram(groups, { axis: 'Loss (nats)' })));
    assert.ok(titles.includes('Density (1 / nats)'));
  });

  it('has panels on one scale if asked', async () => {
    const svg = await draw(histogram(groups, { axis: 'Loss (nats)', apart: true }));
    for (const { name } of groups) assert.equal(texts(svg).filter((text) => text === name).length, 1);
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

  it('has families in panels on one scale, and the range over seeds as a thinner line', async () => {
    const two = rows.map((row, i) => ({
      ...row,
      least: 0.5,
      family: i % 2 ? 'needs no model' : 'needs a model',
    }));
    const chart = intervals(two, { axis: 'AUROC' });
    const domains = (
      chart.vconcat as { layer: { encoding: { x: { scale: { domain: number[] } } } }[] }[]
    ).map(({ layer }) => layer[0].encoding.x.scale.domain);
    assert.deepEqual(domains[0], domains[1]);
    for (const text of ['needs a model', 'needs no model'])
      assert.ok(texts(await draw(chart)).includes(text));
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
