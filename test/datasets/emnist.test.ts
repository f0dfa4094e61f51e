import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  balanced,
  DataError,
  emnistByClass,
  emnistLetters,
  glyphs,
  histogram,
  type Images,
  letterClasses,
  mnist,
  split,
} from '../../packages/datasets';
import { homes } from '../../packages/datasets/homes';
import { inDataFolder } from './folder';
import { Loopback } from './loopback';
import { itWith, realFile } from './real-data';
import { writeZip } from './zip-writer';

/** The mean image of each class: [classes][784]. */
function means(set: Images): Float64Array[] {
  const counts = histogram(set);
  const sums = set.classes.map(() => new Float64Array(784));
  set.pixels.forEach((grey, i) => {
    sums[set.labels[Math.floor(i / 784)]][i % 784] += grey;
  });
  return sums.map((sum, label) => sum.map((grey) => grey / counts[label]));
}

function correlation(a: Float64Array, b: Float64Array): number {
  const centred = (v: Float64Array) => {
    const mean = v.reduce((sum, x) => sum + x, 0) / v.length;
    return v.map((x) => x - mean);
  };
  const dot = (u: Float64Array, v: Float64Array) => u.reduce((sum, x, i) => sum + x * v[i], 0);
  const [p, q] = [centred(a), centred(b)];
  return dot(p, q) / Math.sqrt(dot(p, p) * dot(q, q));
}

const mirrored = (image: Float64Array) => image.map((_, i) => image[(i % 28) * 28 + Math.floor(i / 28)]);

describe('EMNIST ByClass', () => {
  itWith(['EMNIST ByClass'], 'has the published numbers of digits and letters', async () => {
    const [digits, letters] = [await emnistByClass('digits'), await emnistByClass('letters')];
    assert.deepEqual([digits.count, letters.count], [57918, 58405]);
    assert.deepEqual([digits.classes.length, letters.classes.length], [10, 26]);
    assert.equal(Math.min(...histogram(letters)), 848);
    const both = await emnistByClass('both');
    assert.deepEqual(histogram(both), [...histogram(digits), ...histogram(letters)]);
    assert.equal(both.count, 116323);
    const even = balanced(letters, 848, 1);
    assert.deepEqual(
      histogram(even),
      letterClasses.map(() => 848),
    );
    const [train, held] = split(digits, [50000, 7918], 1);
    assert.deepEqual([train.count, held.count], [50000, 7918]);
  });

  itWith(['EMNIST ByClass'], 'says of each letter whether it is a capital', async () => {
    const letters = await emnistByClass('letters');
    const small = (letter: string, of: Images) => {
      const label = of.classes.indexOf(letter);
      const cases = of.factors!.case.values.filter((_, i) => of.labels[i] === label);
      return [cases.filter((value) => value === 0).length, cases.filter((value) => value === 1).length];
    };
    // Counted in the file of labels (10 to 35: A to Z, 36 to 61: a to z).
    assert.deepEqual(small('B', letters), [648, 853]);
    assert.deepEqual(small('I', letters), [2048, 427]);
    const few = balanced(letters, 800, 1);
    assert.equal(few.factors!.case.values.length, few.count);
    assert.equal((await emnistByClass('digits')).factors, undefined);
  });

  itWith(['EMNIST ByClass', 'MNIST'], 'has its digits upright, as their means show', async () => {
    const [ours, theirs] = [means(await emnistByClass('digits')), means(await mnist('test'))];
    for (const digit of [1, 2, 3, 4, 5, 6, 7, 9]) {
      // 0 and 8 are nearly alike when mirrored
      const upright = correlation(ours[digit], theirs[digit]);
      const lying = correlation(mirrored(ours[digit]), theirs[digit]);
      assert.ok(upright > lying + 0.1, `${digit}: ${upright} upright, ${lying} mirrored`);
    }
  });

  itWith(['EMNIST ByClass'], 'has its letters upright and in alphabetical classes', async () => {
    const real = means(await emnistByClass('letters'));
    const drawn = means(glyphs(letterClasses, 5200, 1));
    let ranks = 0;
    for (const letter of 'CILPSVXYZ') {
      // written alike as capital and small letter
      const label = letterClasses.indexOf(letter);
      const own = correlation(real[label], drawn[label]);
      assert.ok(own > correlation(mirrored(real[label]), drawn[label]) + 0.05, letter);
      ranks += real.filter((other) => correlation(other, drawn[label]) > own).length;
    }
    // Classes off by one letter give more than 100.
    assert.ok(ranks <= 9, `${ranks / 9} other classes, on average, resemble the drawn letter more`);
  });

  itWith(['EMNIST ByClass'], 'is fetched out of the zip, and nothing else of it', async () => {
    const server = await new Loopback().start();
    const published = { ...homes.emnist };
    const names = ['images-idx3', 'labels-idx1'].map((kind) => `emnist-byclass-test-${kind}-ubyte`);
    const real = names.map((name) => readFileSync(realFile(`emnist/${name}`)!));
    server.files.set(
      'gzip.zip',
      writeZip([
        { name: 'gzip/emnist-byclass-train-images-idx3-ubyte.gz', content: new Uint8Array(5e6) },
        ...names.map((name, i) => ({ name: `gzip/${name}.gz`, content: real[i] })),
      ]),
    );
    homes.emnist.url = `${server.url}gzip.zip`;
    try {
      const digits = await emnistByClass('digits');
      await inDataFolder(async (folder) => {
        server.next = [{}, {}, { cutAfter: 1e6 }];
        assert.deepEqual((await emnistByClass('digits')).pixels, digits.pixels);
        assert.deepEqual(
          readdirSync(join(folder, 'emnist')),
          names.map((name) => `${name}.gz`),
        );
        assert.ok(server.sent < real[0].length + real[1].length + 70_000);
      });
    } finally {
      Object.assign(homes.emnist, published);
      await server.stop();
    }
  });

  it('is refused where the zip holds something else under its name', async () => {
    const server = await new Loopback().start();
    const published = { ...homes.emnist };
    server.files.set(
      'gzip.zip',
      writeZip(
        ['images-idx3', 'labels-idx1'].map((kind) => ({
          name: `gzip/emnist-byclass-test-${kind}-ubyte.gz`,
          content: gzipSync(Buffer.from(kind)),
        })),
      ),
    );
    homes.emnist.url = `${server.url}gzip.zip`;
    try {
      await inDataFolder(async (folder) => {
        await assert.rejects(emnistByClass('letters'), (error: Error) => {
          assert.ok(error instanceof DataError, `${error}`);
          assert.match(error.message, /SHA-256 .* expected 385559d7/);
          return true;
        });
        assert.deepEqual(readdirSync(join(folder, 'emnist')), []);
      });
    } finally {
      Object.assign(homes.emnist, published);
      await server.stop();
    }
  });

  it('gives digits, letters or both', () => {
    assert.throws(() => emnistByClass('symbols' as 'both'), /expected 'digits', 'letters' or 'both'/);
  });
});

describe('EMNIST letters', () => {
  itWith(['EMNIST letters'], 'has 800 images of each letter', async () => {
    assert.deepEqual(
      histogram(await emnistLetters()),
      letterClasses.map(() => 800),
    );
  });

  it('is refused where its images are not those that NIST published', () =>
    inDataFolder(async (folder) => {
      mkdirSync(join(folder, 'emnist'));
      for (const kind of ['images-idx3', 'labels-idx1']) {
        const path = join(folder, 'emnist', `emnist-letters-test-${kind}-ubyte.gz`);
        writeFileSync(path, gzipSync(Buffer.from(kind)));
      }
      await assert.rejects(emnistLetters(), /SHA-256 [0-9a-f]{64}; expected/);
    }));
});
