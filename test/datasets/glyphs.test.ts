import assert from 'node:assert/strict';
import { tensor } from 'latent-torus';
import {
  balanced,
  digitClasses,
  glyphs,
  histogram,
  type Images,
  letterClasses,
  positions,
} from '../../packages/datasets';
import { tf } from '../../packages/node';

/** Share of the test images whose label is the most frequent one among their k nearest training images. */
function nearestNeighbours(train: Images, test: Images, k: number): number {
  const nearest = tf.tidy(() => {
    const [a, b] = [tensor(train), tensor(test)];
    const squares = tf.sub(a.square().sum(1).reshape([1, -1]), tf.matMul(b, a, false, true).mul(2));
    return tf.topk(squares.neg(), k).indices.arraySync() as number[][];
  });
  return share(
    nearest.map((row) => {
      const votes = train.classes.map(() => 0);
      for (const i of row) votes[train.labels[i]]++;
      return votes.indexOf(Math.max(...votes));
    }),
    test,
  );
}

function nearestMean(train: Images, test: Images): number {
  const means = tf.tidy(() => {
    const all = tensor(train);
    const rows = train.classes.map((name) => all.gather(positions(train, name)).mean(0));
    const distance = tf.sub(tensor(test).expandDims(1), tf.stack(rows).expandDims(0)).square().sum(2);
    return Array.from(distance.argMin(1).dataSync());
  });
  return share(means, test);
}

const share = (guesses: number[], test: Images): number =>
  guesses.filter((guess, i) => guess === test.labels[i]).length / test.count;

describe('glyphs', () => {
  const train = glyphs(digitClasses, 2000, 1);
  const test = glyphs(digitClasses, 1000, 2);

  it('say that they are synthetic', () => {
    assert.equal(train.synthetic, true);
    assert.equal(train.name, 'glyphs (synthetic digits)');
    assert.equal(glyphs(letterClasses, 26, 1).name, 'glyphs (synthetic letters)');
    assert.equal(glyphs('A1', 2, 1).name, 'glyphs (synthetic digits and letters)');
  });

  it('are the same for one seed and different for another', () => {
    const again = glyphs(digitClasses, 2000, 1);
    assert.deepEqual(again.pixels, train.pixels);
    assert.deepEqual(again.labels, train.labels);
    assert.notDeepEqual(glyphs(digitClasses, 2000, 2).pixels, train.pixels);
  });

  it('are no two alike', () => {
    const image = (i: number) => train.pixels.subarray(i * 784, i * 784 + 784).join();
    const seen = new Set(Array.from({ length: 2000 }, (_, i) => image(i)));
    assert.equal(seen.size, 2000);
  });

  it('have as many of each class, give or take one', () => {
    assert.deepEqual(
      histogram(train),
      digitClasses.map(() => 200),
    );
    const counts = histogram(glyphs(letterClasses, 100, 3));
    assert.ok(
      counts.every((count) => count === 3 || count === 4),
      counts.join(),
    );
  });

  it('of digits and letters are told apart by their 10 nearest neighbours, at 90 % and more', () => {
    const digits = nearestNeighbours(train, test, 10);
    assert.ok(digits >= 0.9, `digits: ${digits}`);
    const letters = nearestNeighbours(glyphs(letterClasses, 5200, 1), glyphs(letterClasses, 1000, 2), 10);
    assert.ok(letters >= 0.9, `letters: ${letters}`);
  });

  it('are not told apart by the nearest class mean alone', () => {
    const found = nearestMean(train, test);
    assert.ok(found < 0.99 && found > 0.5, `${found}`);
  });

  it('fill 20 × 20 pixels and are centred by mass, as MNIST is', () => {
    const { count, pixels } = glyphs([...digitClasses, ...letterClasses], 720, 4);
    for (let i = 0; i < count; i++) {
      let [mass, x, y] = [0, 0, 0];
      const [rows, columns] = [new Set<number>(), new Set<number>()];
      pixels.subarray(i * 784, i * 784 + 784).forEach((ink, at) => {
        assert.ok(ink >= 0 && ink <= 1);
        mass += ink;
        x += ink * ((at % 28) + 0.5);
        y += ink * (Math.floor(at / 28) + 0.5);
        if (ink <= 0.5) return;
        rows.add(Math.floor(at / 28));
        columns.add(at % 28);
      });
      const [cx, cy] = [x / mass, y / mass];
      assert.ok(Math.hypot(cx - 14, cy - 14) < 0.5, `image ${i}: centre ${cx}, ${cy}`);
      const extent = Math.max(rows.size, columns.size);
      assert.ok(extent >= 16 && extent <= 22, `image ${i}: ${rows.size} × ${columns.size}`);
    }
  });

  it('are similar where letters look like digits, and dissimilar where they do not', () => {
    const letters = glyphs(letterClasses, 2600, 5);
    const toDigits = tf.tidy(() => {
      // distance of each letter to its nearest digit
      const [a, b] = [tensor(train), tensor(letters)];
      const squares = tf
        .add(b.square().sum(1, true), a.square().sum(1).reshape([1, -1]))
        .sub(tf.matMul(b, a, false, true).mul(2));
      return squares.min(1).maximum(0).sqrt().dataSync();
    });
    const mean = (name: string): number => {
      const own = positions(letters, name);
      return own.reduce((sum, i) => sum + toDigits[i], 0) / own.length;
    };
    const near = Math.max(...['I', 'O'].map(mean));
    const far = Math.min(...['K', 'M', 'W', 'X'].map(mean));
    assert.ok(near < 0.8 * far, `like digits: at most ${near}; unlike: at least ${far}`);
    for (const name of ['B', 'D']) assert.ok(mean(name) < mean('W'), `${name} ${mean(name)}, W ${mean('W')}`);
  });

  it('are made by the thousand in a second', () => {
    const begun = process.cpuUsage();
    glyphs(digitClasses, 2000, 6);
    const { user } = process.cpuUsage(begun);
    assert.ok(user < 2e6, `${user / 1e6} s for 2,000`);
  });

  it('refuse characters that they cannot draw', () => {
    assert.throws(() => glyphs('AÄ', 3, 1), /no skeletons for 'Ä'/);
    assert.throws(() => glyphs('', 3, 1), RangeError);
    assert.throws(() => glyphs('AA', 3, 1), RangeError);
    assert.throws(() => glyphs('A', -1, 1), /-1 images; expected a whole number/);
    assert.deepEqual(histogram(balanced(glyphs('AB', 10, 1), 5, 1)), [5, 5]);
  });
});
