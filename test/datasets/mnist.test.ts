import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { checkImages, DataError, histogram, mnist } from '../../packages/datasets';
import { homes } from '../../packages/datasets/homes';
import { formatIdx } from '../../packages/datasets/idx';
import { Random } from '../../packages/random';
import { damage } from './damage';
import { inDataFolder } from './folder';
import { Loopback } from './loopback';
import { itWith, realFile } from './real-data';

describe('MNIST', () => {
  itWith(['MNIST'], 'has the published numbers of images of each digit', async () => {
    const [train, test] = [await mnist('train'), await mnist('test')];
    assert.deepEqual([train.count, test.count], [60000, 10000]);
    assert.deepEqual(histogram(train), [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    assert.deepEqual(histogram(test), [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    for (const set of [train, test]) {
      checkImages(set);
      assert.deepEqual([set.synthetic, ...set.shape], [false, 28, 28]);
    }
    assert.deepEqual([train.name, test.name], ['MNIST train', 'MNIST test']);
  });

  itWith(['MNIST'], 'begins with the labels and has the mean grey that are known of it', async () => {
    const [train, test] = [await mnist('train'), await mnist('test')];
    assert.deepEqual([...train.labels.subarray(0, 10)], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    assert.deepEqual([...test.labels.subarray(0, 5)], [7, 2, 1, 0, 4]);
    const mean = train.pixels.reduce((sum, grey) => sum + grey, 0) / train.pixels.length;
    assert.ok(Math.abs(mean - 0.1307) < 0.00005, `${mean}`);
  });

  itWith(['MNIST'], 'is downloaded where a home has it, then read from disk', async () => {
    const files = ['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'];
    const real = files.map((name) => readFileSync(realFile(`mnist/${name}`)!));
    const server = await new Loopback().start();
    const published = [...homes.mnist];
    homes.mnist.splice(0, Infinity, `${server.url}gone/`, `${server.url}here/`);
    files.forEach((name, i) => server.files.set(`here/${name}.gz`, real[i]));
    try {
      await inDataFolder(async (folder) => {
        const test = await mnist('test');
        assert.equal(test.count, 10000);
        assert.deepEqual(
          readdirSync(join(folder, 'mnist')),
          files.map((name) => `${name}.gz`),
        );
        assert.equal(server.requests.length, 4);
        assert.deepEqual((await mnist('test')).pixels, test.pixels);
        assert.equal(server.requests.length, 4);
      });
    } finally {
      homes.mnist.splice(0, Infinity, ...published);
      await server.stop();
    }
  });

  itWith(['MNIST'], 'is read in any compression, and without', async () => {
    const labels = gunzipSync(readFileSync(realFile('mnist/t10k-labels-idx1-ubyte')!));
    const images = gunzipSync(readFileSync(realFile('mnist/t10k-images-idx3-ubyte')!));
    await inDataFolder(async (folder) => {
      mkdirSync(join(folder, 'mnist'));
      writeFileSync(join(folder, 'mnist', 't10k-labels-idx1-ubyte'), labels);
      writeFileSync(join(folder, 'mnist', 't10k-images-idx3-ubyte.gz'), gzipSync(images, { level: 1 }));
      assert.equal((await mnist('test')).count, 10000);
    });
  });

  it('is refused where a file is another, cut or mislabelled', () =>
    inDataFolder(async (folder) => {
      mkdirSync(join(folder, 'mnist'));
      const images = join(folder, 'mnist', 't10k-images-idx3-ubyte.gz');
      const labels = join(folder, 'mnist', 't10k-labels-idx1-ubyte.gz');
      const zeros = formatIdx(
        { dimensions: [10000, 28, 28], values: new Uint8Array(7840000) },
        { gzip: true },
      );
      writeFileSync(
        labels,
        formatIdx({ dimensions: [10000], values: new Uint8Array(10000) }, { gzip: true }),
      );
      for (const content of [zeros, zeros.subarray(0, 1000), Buffer.from('<html>'), Buffer.alloc(0)]) {
        writeFileSync(images, content);
        await assert.rejects(mnist('test'), (error: Error) => {
          assert.ok(error instanceof DataError, `${error}`);
          assert.ok(error.message.includes(images), error.message);
          assert.match(error.message, /expected .*(delete it|Delete the file)/s);
          return true;
        });
      }
    }));

  it('has a training and a test set, and no other', async () => {
    await assert.rejects(mnist('valid' as 'test'), /mnist: split is 'valid'; expected 'train' or 'test'/);
  });

  it('is refused where a folder, a FIFO or a bomb stands in the place of a file', () =>
    inDataFolder(async (folder) => {
      mkdirSync(join(folder, 'mnist'));
      const file = join(folder, 'mnist', 't10k-images-idx3-ubyte.gz');
      const labels = formatIdx({ dimensions: [10000], values: new Uint8Array(10000) });
      writeFileSync(join(folder, 'mnist', 't10k-labels-idx1-ubyte'), labels);
      const refused = async (words: RegExp) => {
        await assert.rejects(mnist('test'), (error: Error) => {
          assert.ok(error instanceof DataError, `${error}`);
          assert.ok(error.message.includes(file), error.message);
          assert.match(error.message, words);
          return true;
        });
        rmSync(file, { recursive: true });
      };
      mkdirSync(file);
      await refused(/is a folder; expected a file\. Remove it/);
      if (spawnSync('mkfifo', [file]).status === 0) await refused(/is a FIFO; expected a file/);
      writeFileSync(file, gzipSync(new Uint8Array(5e7))); // 50 kB
      await refused(/unpacks to more bytes than expected, which is at most 7840016/);
      writeFileSync(file, '');
      truncateSync(file, 5e9); // a sparse file
      await refused(/5000000000 bytes; expected 7840016 unpacked/);
    }));

  it('is refused where the system does not let one read it', () => {
    const root = process.getuid?.() === 0; // root may read anything
    return inDataFolder(async (folder) => {
      mkdirSync(join(folder, 'mnist'));
      for (const name of ['images-idx3', 'labels-idx1']) {
        writeFileSync(join(folder, 'mnist', `t10k-${name}-ubyte.gz`), 'some');
      }
      chmodSync(folder, 0o755);
      chmodSync(join(folder, 'mnist', 't10k-images-idx3-ubyte.gz'), 0);
      const refused = async (words: RegExp) => {
        if (root) process.seteuid!(65534);
        try {
          await assert.rejects(mnist('test'), (error: Error) => {
            assert.ok(error instanceof DataError, `${error}`);
            assert.match(error.message, words);
            return true;
          });
        } finally {
          if (root) process.seteuid!(0);
        }
      };
      await refused(/t10k-images-idx3-ubyte\.gz cannot be read: EACCES.*LATENT_TORUS_DATA/s);
      chmodSync(join(folder, 'mnist'), 0);
      await refused(/mnist.* cannot be read: EACCES/s);
      chmodSync(join(folder, 'mnist'), 0o755);
    });
  });

  itWith(['MNIST'], 'is never read wrong, however its file is damaged', async () => {
    const right = await mnist('test');
    const labels = realFile('mnist/t10k-labels-idx1-ubyte')!;
    const images = readFileSync(realFile('mnist/t10k-images-idx3-ubyte')!);
    const random = new Random('damaged MNIST');
    await inDataFolder(async (folder) => {
      mkdirSync(join(folder, 'mnist'));
      const path = join(folder, 'mnist', 't10k-images-idx3-ubyte.gz');
      symlinkSync(labels, join(folder, 'mnist', 't10k-labels-idx1-ubyte.gz'));
      let refused = 0;
      for (let i = 0; i < 60; i++) {
        writeFileSync(path, damage(images, random));
        try {
          assert.deepEqual((await mnist('test')).pixels, right.pixels, `number ${i}`);
        } catch (error) {
          assert.ok(error instanceof DataError, `number ${i}: ${error}`);
          refused++;
        }
      }
      assert.ok(refused > 50, `${refused} of 60 refused`);
    });
  });
});
