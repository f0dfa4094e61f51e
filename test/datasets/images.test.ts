import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { tensor } from 'latent-torus';
import * as data from '../../packages/datasets';
import { tf } from '../../packages/node';

/** Images of 1 × 2 pixels whose pixels are (position, label): easy to recognise wherever they go. */
function numbered(count: number, classes: string[], name = 'numbered'): data.Images {
  const labels = Uint8Array.from({ length: count }, (_, i) => (i + (i >> 3)) % classes.length);
  const pixels = Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 ? labels[i >> 1] : i >> 1));
  return { name, synthetic: false, count, shape: [1, 2], pixels, labels, classes };
}
const origin = (set: data.Images) => Array.from({ length: set.count }, (_, i) => set.pixels[2 * i]);

describe('sets of images', () => {
  const set = numbered(100, ['a', 'b', 'c']);

  it('give the images at the positions asked for, with their labels', () => {
    const some = data.take(set, [7, 3, 7]);
    assert.deepEqual(origin(some), [7, 3, 7]);
    assert.deepEqual(
      [...some.labels],
      [7, 3, 7].map((i) => set.labels[i]),
    );
    assert.throws(() => data.take(set, [100]), /position 100; expected a whole number below 100/);
    assert.throws(() => data.take(set, [0.5]), RangeError);
  });

  it('give the images of some classes, labelled by the classes as named', () => {
    const some = data.ofClasses(set, ['b', 'a']);
    assert.deepEqual(some.classes, ['b', 'a']);
    assert.equal(some.count, 100 - data.histogram(set)[2]);
    for (let i = 0; i < some.count; i++) {
      assert.equal(set.classes[some.pixels[2 * i + 1]], some.classes[some.labels[i]]);
    }
    assert.throws(() => data.ofClasses(set, ['d']), /no class 'd'; expected one of a, b, c/);
    assert.throws(() => data.ofClasses(set, ['a', 'a']), /each class once/);
  });

  it('give a random subset without repetition that depends on the seed only', () => {
    const some = data.subset(set, 40, 1);
    assert.equal(new Set(origin(some)).size, 40);
    assert.deepEqual(origin(some), origin(data.subset(set, 40, 1)));
    assert.notDeepEqual(origin(some), origin(data.subset(set, 40, 2)));
    assert.throws(() => data.subset(set, 101, 1), /101 images asked for; expected a whole number up to 100/);
  });

  it('give as many of each class', () => {
    const even = numbered(100, ['a', 'b']);
    const some = data.balanced(even, 20, 5);
    assert.deepEqual(data.histogram(some), [20, 20]);
    assert.equal(new Set(origin(some)).size, 40);
    assert.deepEqual(origin(some), origin(data.balanced(even, 20, 5)));
    assert.throws(() => data.balanced(set, 50, 1), /class a: 50 images asked for; expected .* up to 3\d/);
  });

  it('split into parts that never share an image', () => {
    for (const seed of [0, 1, 'w4']) {
      const [train, held, rest] = data.split(set, [60, 30, 10], seed);
      assert.deepEqual([train.count, held.count, rest.count], [60, 30, 10]);
      assert.equal(new Set([train, held, rest].flatMap(origin)).size, 100);
    }
    assert.throws(() => data.split(set, [60, 41], 1), /101 images asked for/);
  });

  it('join, with classes of one name as one class', () => {
    const other = { ...numbered(4, ['c', 'd'], 'other'), synthetic: true };
    const both = data.concat([set, other]);
    assert.deepEqual(both.classes, ['a', 'b', 'c', 'd']);
    assert.deepEqual([both.count, both.synthetic, both.name], [104, true, 'numbered + other']);
    const added = Array.from(both.labels.subarray(100), (label) => both.classes[label]);
    assert.deepEqual(added, ['c', 'd', 'c', 'd']);
    assert.throws(() => data.concat([set, { ...other, shape: [2, 1] }]), /2 × 1; expected 1 × 2/);
    assert.throws(() => data.concat([]), RangeError);
  });

  it('become a tensor with a row an image', () => {
    const rows = tensor(set);
    assert.deepEqual(rows.shape, [100, 2]);
    assert.deepEqual(rows.dataSync(), set.pixels);
    const before = tf.memory().numTensors;
    rows.dispose();
    assert.equal(tf.memory().numTensors, before - 1);
  });

  it('are refused where a field does not fit the others', () => {
    assert.equal(data.checkImages(set), set);
    assert.throws(() => data.checkImages({ ...set, count: 99 }), /200 pixels; expected 99 × 1 × 2 = 198/);
    assert.throws(() => data.checkImages({ ...set, shape: [1, 0] }), /shape is \[1, 0\]/);
    assert.throws(() => data.checkImages({ ...set, labels: new Uint8Array(3) }), /3 labels; expected 100/);
    const few = { ...set, classes: ['a', 'b'] };
    assert.throws(() => data.checkImages(few), /label 2; expected an index into its 2/);
  });
});

describe('what is drawn', () => {
  const set = numbered(100, ['a', 'b', 'c']);

  it('by one seed for a subset has nothing to do with what it is split into', () => {
    for (const seed of [1, 7, 'figure']) {
      const [some, [part]] = [data.subset(set, 50, seed), data.split(set, [50, 50], seed)];
      const shared = origin(some).filter((i) => origin(part).includes(i)).length;
      assert.ok(shared > 10 && shared < 40, `${shared} of 50 in common; 25 are expected by chance`);
      assert.notDeepEqual(origin(some).slice(0, 3), origin(part).slice(0, 3));
    }
    assert.notDeepEqual(origin(data.subset(set, 9, 1)), origin(data.subset(set, 9, '1')));
  });

  it('by `balanced` and `split` stays as it is, as committed figures rest on it', () => {
    const hash = (some: data.Images) =>
      createHash('sha256').update(origin(some).join()).digest('hex').slice(0, 16);
    assert.equal(hash(data.balanced(numbered(1000, ['a', 'b', 'c', 'd']), 150, 1)), '655a4587f5716cb2');
    assert.equal(hash(data.balanced(numbered(1000, ['a', 'b', 'c', 'd']), 7, 'figure')), '583ee19b005c3fbb');
    assert.equal(hash(data.split(numbered(1000, ['a']), [400, 600], 1)[1]), '4feb8757ba97be8c');
  });

  it('is refused by what is not a seed', () => {
    for (const seed of [
      0.5,
      NaN,
      Infinity,
      2 ** 53,
      undefined as unknown as number,
      1n as unknown as number,
    ]) {
      const draws = [
        () => data.subset(set, 1, seed),
        () => data.balanced(set, 1, seed),
        () => data.split(set, [1], seed),
        () => data.glyphs('A', 1, seed),
      ];
      for (const draw of draws) assert.throws(draw, /seed .*: expected a whole number .* or a text/);
    }
    assert.equal(data.subset(set, 1, Number.MAX_SAFE_INTEGER).count, 1);
  });
});

describe('misuse of sets of images', () => {
  const set = numbered(100, ['a', 'b', 'c']);
  const misused = (call: unknown, words: RegExp) => assert.throws(call as () => unknown, words);

  it('is told with what was given, what was expected and what to do', () => {
    const awaited = Promise.resolve(set) as unknown as data.Images;
    misused(
      () => data.take(awaited, [1]),
      /take: a Promise \(is an await missing\?\) given; expected samples/,
    );
    misused(() => data.subset(undefined as never, 1, 1), /subset: undefined given/);
    misused(() => data.split({} as never, [1], 1), /split: an object of Object given/);
    misused(() => data.concat([set, awaited]), /concat: a Promise/);
    const { labels, ...bare } = set;
    misused(() => data.balanced(bare as never, 1, 1), /balanced: samples without classes given/);
    misused(() => data.histogram(bare as never), /histogram: samples without classes/);
    misused(() => data.positions(awaited, 'a'), /positions: a Promise/);
    misused(() => data.take(set, 200 as never), /take: indices is 200; expected a list, such as \[0, 1, 2\]/);
    misused(() => data.split(set, 50 as never, 1), /counts is 50; expected a list, such as \[50000, 10000\]/);
    misused(() => data.concat(set as never), /sets is an object of Object; expected a list/);
    misused(() => data.ofClasses(set, 'ab' as never), /classes is 'ab'; expected a list/);
    misused(() => data.glyphs(200 as never, 1, 1), /classes is 200; expected a list/);
  });

  it('in loaders is told by the name of the call', async () => {
    const names = ['constructor', 200, undefined] as unknown as 'test'[];
    for (const name of names) {
      const words = /: split is ('constructor'|200|undefined); expected 'train' or 'test'/;
      await assert.rejects(data.digits(name), new RegExp(`^RangeError: digits${words.source}`));
      await assert.rejects(data.mnist(name), new RegExp(`^RangeError: mnist${words.source}`));
    }
    misused(() => data.emnistByClass('constructor' as never), /'digits', 'letters' or 'both'/);
  });

  it('cannot give more classes than a label can tell apart', () => {
    const many = (from: number, n: number): data.Images => ({
      ...numbered(n, ['x'], `from ${from}`),
      labels: Uint8Array.from({ length: n }, (_, i) => i),
      classes: Array.from({ length: n }, (_, i) => `class ${from + i}`),
    });
    const both = data.concat([many(0, 200), many(200, 56)]);
    const names = Array.from(both.labels, (label) => both.classes[label]);
    assert.deepEqual(
      names,
      Array.from({ length: 256 }, (_, i) => `class ${i}`),
    );
    misused(
      () => data.concat([many(0, 200), many(200, 57)]),
      /concat: 257 classes together; expected at most 256/,
    );
    misused(
      () => data.checkImages({ ...set, classes: Array.from({ length: 257 }, (_, i) => `${i}`) }),
      /257 classes; expected at most 256/,
    );
  });
});

describe('samples with factors', () => {
  const phases = Float32Array.from({ length: 12 }, (_, i) => (i * Math.PI) / 6);
  /** Signals whose first number is their phase. */
  const signals: data.Samples = {
    name: 'signals',
    synthetic: true,
    count: 12,
    shape: [2, 1, 3],
    pixels: Float32Array.from({ length: 72 }, (_, i) => (i % 6 === 0 ? phases[i / 6] : i)),
    factors: { phase: { values: phases, period: 2 * Math.PI }, size: { values: phases.map((x) => -x) } },
  };
  const agree = ({ count, pixels, factors }: data.Samples) => {
    assert.deepEqual([factors?.phase.values.length, factors?.phase.period], [count, 2 * Math.PI]);
    assert.deepEqual([factors?.size.values.length, factors?.size.period], [count, undefined]);
    for (let i = 0; i < count; i++) {
      assert.equal(factors?.phase.values[i], pixels[6 * i]);
      assert.equal(factors?.size.values[i], -pixels[6 * i]);
    }
  };

  it('keep them with their sample wherever they go', () => {
    const parts = data.split(signals, [5, 7], 1);
    assert.deepEqual(parts[0].shape, [2, 1, 3]);
    for (const some of [data.take(signals, [3, 3, 11]), data.subset(signals, 6, 1), ...parts]) agree(some);
    const both = data.concat(parts);
    agree(both);
    assert.deepEqual([both.count, 'labels' in both], [12, false]);
    const images = { ...signals, labels: new Uint8Array(12), classes: ['one'] };
    agree(data.balanced(images, 4, 1));
    agree(data.ofClasses(images, ['one']));
    agree(data.concat([images, images]));
  });

  it('join only with samples of the same kind', () => {
    const { factors, ...bare } = signals;
    assert.throws(
      () => data.concat([signals, { ...bare, name: 'bare' }]),
      /factors of 'bare': none; expected phase \(period 6\.28\d*\), size as in 'signals'/,
    );
    const degrees = { ...factors, phase: { ...factors!.phase, period: 360 } };
    assert.throws(() => data.concat([signals, { ...bare, factors: degrees }]), /period 360/);
    const images = { ...signals, labels: new Uint8Array(12), classes: ['one'] };
    assert.throws(() => data.concat<data.Samples>([signals, images]), /classes .*: some; expected none/);
  });

  it('are refused where a factor does not fit', () => {
    assert.equal(data.checkSamples(signals), signals);
    const phase = { values: phases.subarray(1) };
    assert.throws(
      () => data.checkSamples({ ...signals, factors: { phase } }),
      /'signals': factor 'phase' has 11 values; expected 12/,
    );
    const still = { values: phases, period: 0 };
    assert.throws(() => data.checkSamples({ ...signals, factors: { still } }), /period of .*'still' is 0/);
    assert.throws(() => data.checkSamples({ ...signals, shape: [] }), /shape is \[\]/);
  });
});
