import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DataError,
  DataUnavailable,
  digitClasses,
  digits,
  emnistDigits,
  emnistLetters,
  histogram,
  letterClasses,
  letters,
  mnist,
} from '../../packages/datasets';
import { homes } from '../../packages/datasets/homes';
import { inDataFolder } from './folder';
import { Loopback } from './loopback';
import { itWith } from './real-data';

describe('without files and network', () => {
  const published = { mnist: [...homes.mnist], emnist: { ...homes.emnist } };
  before(async () => {
    const server = await new Loopback().start();
    const { url } = server; // where nobody listens any more
    await server.stop();
    homes.mnist.splice(0, Infinity, `${url}a/`, `${url}b/`);
    homes.emnist.url = `${url}gzip.zip`;
  });
  after(() => {
    homes.mnist.splice(0, Infinity, ...published.mnist);
    Object.assign(homes.emnist, published.emnist);
  });

  it('the real data sets say that they are not available, where they were looked for and what to do', () =>
    inDataFolder(async (folder) => {
      const loads = [
        [() => mnist('test'), 't10k-images'],
        [emnistLetters, 'letters-test'],
      ] as const;
      for (const [load, file] of loads) {
        await assert.rejects(load(), (error: Error) => {
          assert.ok(error instanceof DataUnavailable, `${error}`);
          for (const word of [folder, file, 'ECONNREFUSED', 'LATENT_TORUS_DATA']) {
            assert.ok(error.message.includes(word), error.message);
          }
          return true;
        });
      }
    }));

  it('glyphs stand in, with a notice and a name that says so', () =>
    inDataFolder(async (_, notices) => {
      for (const [load, of, classes, least] of [
        [() => digits('test'), 'MNIST test', digitClasses, 1000],
        [letters, 'EMNIST ByClass test letters', letterClasses, 1000],
        [emnistDigits, 'EMNIST ByClass test digits', digitClasses, 5000],
      ] as const) {
        const set = await load();
        assert.ok(set.synthetic && set.name.includes('synthetic'), set.name);
        assert.deepEqual(set.classes, classes);
        assert.ok(Math.min(...histogram(set)) >= least, `${histogram(set)}`);
        const notice = notices.pop() ?? '';
        assert.match(notice, new RegExp(`^${of} is not available, so glyphs \\(synthetic`));
        assert.match(notice, /ECONNREFUSED/);
        assert.deepEqual(notices, []);
      }
    }));

  it('a damaged file is an error and no reason to stand in', () =>
    inDataFolder(async (folder, notices) => {
      mkdirSync(join(folder, 'mnist'));
      for (const name of ['images-idx3', 'labels-idx1']) {
        writeFileSync(join(folder, 'mnist', `t10k-${name}-ubyte.gz`), Buffer.of(0x1f, 0x8b, 8));
      }
      await assert.rejects(digits('test'), DataError);
      assert.deepEqual(notices, []);
    }));
});

describe('with files', () => {
  itWith(['MNIST', 'EMNIST ByClass'], 'the real data sets are what is given', async () => {
    for (const load of [() => digits('test'), letters, emnistDigits]) {
      const set = await load();
      assert.ok(!set.synthetic && !set.name.includes('synthetic'), set.name);
    }
  });
});
