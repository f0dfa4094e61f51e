import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DataError, DataUnavailable } from '../../packages/datasets/errors';
import { fetchFromZip } from '../../packages/datasets/remote-zip';
import { type Archive, Zip } from '../../packages/datasets/zip';
import { withZipFile } from '../../packages/datasets/zip-file';
import { Random } from '../../packages/random';
import { damage } from './damage';
import { inDataFolder, inFolder } from './folder';
import { Loopback } from './loopback';
import { writeZip } from './zip-writer';

const random = new Random('zip');
const noise = (n: number) => Uint8Array.from({ length: n }, () => random.integer(256));
const grey = (n: number) => Uint8Array.from({ length: n }, (_, i) => (i % 784 < 400 ? 0 : random.integer(4)));

// The layout of NIST's zip: a folder entry, then one .gz for each file; these two are wanted, most of it is
// not.
const images = gzipSync(grey(200_000));
const labels = gzipSync(grey(3000));
const entries = (deflated: boolean) => [
  { name: 'gzip/', content: new Uint8Array(0) },
  { name: 'gzip/emnist-balanced-train-images-idx3-ubyte.gz', content: noise(700_000), deflated },
  { name: 'gzip/emnist-some-test-images-idx3-ubyte.gz', content: images, deflated },
  { name: 'gzip/emnist-some-test-labels-idx1-ubyte.gz', content: labels, deflated },
  { name: 'gzip/emnist-mnist-train-images-idx3-ubyte.gz', content: noise(300_000), deflated },
];
const inMemory = (bytes: Uint8Array): Archive => ({
  name: 'archive',
  size: bytes.length,
  read: async (start, length) => bytes.subarray(start, start + length),
});

describe('a zip', () => {
  for (const zip64 of [false, true]) {
    for (const deflated of [false, true]) {
      it(`is read in parts, ${deflated ? 'deflated' : 'stored'}${zip64 ? ', zip64' : ''}`, async () => {
        const written = entries(deflated);
        const comment = zip64 ? `PK\x05\x06${'in a comment'.repeat(3)}` : '';
        const zip = await Zip.open(inMemory(writeZip(written, { zip64, comment })));
        assert.deepEqual(
          zip.names,
          written.map((entry) => entry.name),
        );
        for (const { name, content } of written.slice(1)) {
          assert.deepEqual(Buffer.from(await zip.content(name)), Buffer.from(content));
        }
        await assert.rejects(zip.content('gzip/'), /gzip\/ in the zip: a folder/);
      });
    }
  }

  it('written by another program is read as well', async function () {
    const program = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as z:
    z.writestr('a/stored', b'stored ' * 1000)
    z.writestr('a/deflated', b'deflated ' * 1000, zipfile.ZIP_DEFLATED)
    with z.open('a/large', 'w', force_zip64=True) as entry: entry.write(b'large ' * 1000)
`;
    await inFolder(async (folder) => {
      const path = join(folder, 'some.zip');
      if (spawnSync('python3', ['-c', program, path]).status !== 0) this.skip(); // no Python to write it
      await withZipFile(path, async (zip) => {
        for (const word of ['stored', 'deflated', 'large']) {
          assert.equal(Buffer.from(await zip.content(`a/${word}`)).toString(), `${word} `.repeat(1000));
        }
      });
    });
  });

  it('that is damaged is refused', async () => {
    const good = writeZip([{ name: 'one', content: labels, deflated: true }]);
    for (const end of [0, 10, good.length - 1]) {
      const cut = inMemory(good.subarray(0, end));
      await assert.rejects(Zip.open(cut), (error: Error) => {
        assert.ok(error instanceof DataError);
        assert.match(error.message, /^archive: .*(End of central directory|format).*expected a whole zip/);
        return true;
      });
    }
    const opened = async (at: number, change: (byte: number) => number) => {
      const copy = Buffer.from(good);
      copy[at] = change(copy[at]);
      return (await Zip.open(inMemory(copy))).content('one');
    };
    const directory = good.lastIndexOf('PK\x01\x02');
    const start = 30 + 'one'.length + 9; // of the content, after the local header
    for (const [at, words] of [
      [0, /one in the zip: .*header.*damaged/i], // of the local header
      [directory + 10, /one in the zip: .*(method|mismatch|ambiguous)/i], // method
      [directory + 16, /one in the zip: .*(CRC|mismatch|ambiguous)/i],
      [directory + 24, /one in the zip: .*expected 3?\d+ bytes/], // size
      [start + 50, /one in the zip: .*damaged/], // content
    ] as const) {
      await assert.rejects(
        opened(at, (byte) => byte ^ 9),
        (error: Error) => {
          assert.ok(error instanceof DataError, `${error}`);
          assert.match(error.message, words);
          return true;
        },
      );
    }
  });

  it('is never read wrong, wherever it is damaged', async () => {
    const written = entries(true)
      .slice(2, 4)
      .map((entry) => ({ ...entry, content: entry.content.subarray(0, 900) }));
    const good = writeZip([...written, { name: 'stored', content: noise(300) }]);
    const whole = await Zip.open(inMemory(good));
    const right = await Promise.all(whole.names.map((name) => whole.content(name)));
    const damages = new Random('damaged zips');
    let refused = 0;
    for (let i = 0; i < 600; i++) {
      const damaged = damage(good, damages);
      try {
        const zip = await Zip.open(inMemory(damaged));
        for (const [at, name] of whole.names.entries()) {
          assert.deepEqual(Buffer.from(await zip.content(name)), Buffer.from(right[at]), `number ${i}`);
        }
      } catch (error) {
        assert.ok(error instanceof DataError, `number ${i}: ${(error as Error).stack}`);
        refused++;
      }
    }
    assert.ok(refused > 400, `${refused} of 600 refused`);
  });

  it('that unpacks to more than it says, or than belongs to the file, is refused', async () => {
    const bomb = writeZip([{ name: 'bomb', content: new Uint8Array(5e7), deflated: true }]);
    const zip = await Zip.open(inMemory(bomb));
    await assert.rejects(zip.content('bomb', 1e6), /50000000 bytes; expected at most 1000000/);
    assert.throws(() => zip.record('bomb', 1e6), /50000000 bytes; expected at most 1000000/);
    for (const at of [22, bomb.lastIndexOf('PK\x01\x02') + 24]) bomb.writeUInt32LE(1000, at);
    const lying = await Zip.open(inMemory(bomb));
    const before = process.memoryUsage().arrayBuffers;
    await assert.rejects(lying.content('bomb', 1e6), /bomb in the zip: .*expected 1000 bytes/);
    assert.ok(process.memoryUsage().arrayBuffers - before < 2e7);
  });
});

describe('entries of a zip on the web', () => {
  let server: Loopback;
  beforeEach(async () => {
    server = await new Loopback().start();
  });
  afterEach(() => server.stop());

  const quick = { pause: 1, stall: 5000 };
  const fetched = (folder: string, zip: Buffer, options = {}) => {
    server.files.set('gzip.zip', zip);
    const md5 = createHash('md5').update(zip).digest('hex');
    return fetchFromZip(
      { url: `${server.url}gzip.zip`, md5, path: join(folder, 'gzip.zip') },
      ['images-idx3', 'labels-idx1'].map((kind) => ({
        entry: `gzip/emnist-some-test-${kind}-ubyte.gz`,
        to: join(folder, `${kind}.gz`),
      })),
      { ...quick, ...options },
    );
  };
  const complete = (folder: string, others: string[] = []) => {
    assert.deepEqual(readdirSync(folder).sort(), ['images-idx3.gz', 'labels-idx1.gz', ...others].sort());
    assert.deepEqual(readFileSync(join(folder, 'images-idx3.gz')), images);
    assert.deepEqual(readFileSync(join(folder, 'labels-idx1.gz')), labels);
  };

  for (const deflated of [false, true]) {
    it(`come without the rest (${deflated ? 'deflated' : 'stored'})`, () =>
      inFolder(async (folder) => {
        await fetched(folder, writeZip(entries(deflated)));
        complete(folder);
        // the entries, the 64 kB at the end in which the directory is looked for, and their headers
        assert.ok(server.sent < images.length + labels.length + 65_577 + 200, `${server.sent} bytes`);
        assert.ok(server.requests.every((request) => request.range));
      }));
  }

  it('come from a zip64 too', () =>
    inFolder(async (folder) => {
      await fetched(folder, writeZip(entries(false), { zip64: true }));
      complete(folder);
    }));

  it('resume where the connection was cut', () =>
    inFolder(async (folder) => {
      server.always = { cutAfter: 20_000 };
      await fetched(folder, writeZip(entries(false)));
      complete(folder);
      assert.ok(server.sent < images.length + labels.length + 65_577 + 200, `${server.sent} bytes`);
    }));

  it('are pieced together where a server sends less than it is asked for', () =>
    inFolder(async (folder) => {
      server.always = { atMost: 15_000 };
      await fetched(folder, writeZip(entries(false)));
      complete(folder);
    }));

  it('resume in a later call', () =>
    inFolder(async (folder) => {
      server.next = [{}, {}, { cutAfter: 20_000 }]; // size, directory, entry
      server.always = { status: 500 };
      await assert.rejects(fetched(folder, writeZip(entries(false))), DataUnavailable);
      assert.deepEqual(readdirSync(folder), ['images-idx3.gz.part']);
      server.requests.length = 0;
      server.always = {};
      await fetched(folder, writeZip(entries(false)));
      complete(folder);
      const header = 30 + 'gzip/emnist-some-test-images-idx3-ubyte.gz'.length + 9;
      assert.ok(server.requests.some((request) => request.sent === header + images.length - 20_000));
    }));

  it('come out of the whole zip where the server ignores ranges, which is kept', () =>
    inDataFolder(async (folder, notices) => {
      server.next = [{ ignoresRanges: true }, { ignoresRanges: true, cutAfter: 50_000 }];
      server.always = { ignoresRanges: true };
      await fetched(folder, writeZip(entries(true)));
      complete(folder, ['gzip.zip']);
      assert.equal(notices.length, 1);
      assert.match(notices[0], /does not send parts of a file, so all of .*gzip\.zip is downloaded/);
    }));

  it('come out of the whole zip on disk without the network', () =>
    inFolder(async (folder) => {
      const zip = writeZip(entries(true));
      writeFileSync(join(folder, 'gzip.zip'), zip);
      await fetched(folder, zip);
      complete(folder, ['gzip.zip']);
      assert.equal(server.requests.length, 0);
      writeFileSync(join(folder, 'gzip.zip'), zip.subarray(0, 1e6));
      await assert.rejects(fetched(folder, zip), /gzip\.zip: End of central directory not found/);
    }));

  it('are refused out of a whole zip with another MD5', () =>
    inDataFolder(async (folder) => {
      const zip = writeZip(entries(false));
      server.always = { ignoresRanges: true };
      server.files.set('gzip.zip', zip);
      const remote = { url: `${server.url}gzip.zip`, md5: '0'.repeat(32), path: join(folder, 'gzip.zip') };
      await assert.rejects(fetchFromZip(remote, [], quick), /MD5 [0-9a-f]{32}; expected 0000/);
      assert.deepEqual(readdirSync(folder), []);
    }));

  it('are refused when damaged, and nothing of them remains', () =>
    inFolder(async (folder) => {
      for (const deflated of [false, true]) {
        const zip = writeZip(entries(deflated));
        zip[zip.indexOf('emnist-some-test-images') + 5000] ^= 1;
        await assert.rejects(fetched(folder, zip), (error: Error) => {
          assert.ok(error instanceof DataError);
          assert.match(error.message, /emnist-some-test-images.*expected.*damaged/s);
          return true;
        });
        assert.deepEqual(readdirSync(folder), []);
      }
    }));

  it('are refused when their own check fails', () =>
    inFolder(async (folder) => {
      const zip = writeZip(entries(false));
      server.files.set('gzip.zip', zip);
      const remote = { url: `${server.url}gzip.zip`, md5: '', path: join(folder, 'gzip.zip') };
      const check = () => {
        throw new DataError('not as published');
      };
      const entry = 'gzip/emnist-some-test-labels-idx1-ubyte.gz';
      const wanted = { entry, to: join(folder, 'labels'), check };
      await assert.rejects(fetchFromZip(remote, [wanted], quick), /not as published/);
      assert.deepEqual(readdirSync(folder), []);
      const missing = { entry: 'gzip/none.gz', to: join(folder, 'none') };
      await assert.rejects(fetchFromZip(remote, [missing], quick), /no entry gzip\/none\.gz; expected .* 5/);
    }));

  it('are refused from a server that lies about the length of the zip', () =>
    inFolder(async (folder) => {
      server.always = { announcesMore: 1000 };
      await assert.rejects(fetched(folder, writeZip(entries(false)), { tries: 2 }));
      assert.deepEqual(readdirSync(folder), []);
    }));

  it('are not available where the server fails or is not there', () =>
    inFolder(async (folder) => {
      for (const status of [404, 500]) {
        server.always = { status };
        await assert.rejects(fetched(folder, writeZip(entries(false)), { tries: 2 }), (error: Error) => {
          assert.ok(error instanceof DataUnavailable);
          assert.match(error.message, new RegExp(`HTTP ${status}`));
          assert.match(error.message, /LATENT_TORUS_DATA/);
          assert.ok(error.message.includes(join(folder, 'images-idx3.gz')));
          return true;
        });
      }
      assert.ok(!existsSync(join(folder, 'images-idx3.gz')));
    }));

  it('stop when told to', () =>
    inFolder(async (folder) => {
      server.next = [{}, {}];
      server.always = { stallsAfter: 1000 };
      const controller = new AbortController();
      const running = fetched(folder, writeZip(entries(false)), { signal: controller.signal });
      const some = () => readdirSync(folder).some((name) => readFileSync(join(folder, name)).length === 1000);
      const watch = setInterval(() => some() && controller.abort(), 10);
      await assert.rejects(running, { name: 'AbortError' }).finally(() => clearInterval(watch));
      assert.deepEqual(readdirSync(folder), ['images-idx3.gz.part']);
    }));
});
