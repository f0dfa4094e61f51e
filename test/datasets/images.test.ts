import assert from 'node:assert/strict';
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
