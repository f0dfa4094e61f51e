import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { checkImages, coil20, DataError, histogram, rotatingObjects, take } from '../../packages/datasets';
import { homes } from '../../packages/datasets/homes';
import { withZipFile } from '../../packages/datasets/zip-file';
import { inDataFolder } from './folder';
import { Loopback } from './loopback';
import { itWith, realPath } from './real-data';
import { type Entry, writeZip } from './zip-writer';

/** A grey PNG whose pixels are 2 × object + pose, but for the upper left pixel, which is 255. */
function png(object: number, pose: number, side = 128, channels = 1): Uint8Array {
  const data = new Uint8Array(side * side * channels).fill(2 * object + pose);
  data[0] = 255;
  return encode({ width: side, height: side, channels, depth: 8, data });
}
const coilEntries = (): Entry[] =>
  Array.from({ length: 1440 }, (_, i) => {
    const [object, pose] = [1 + Math.floor(i / 72), i % 72];
    return { name: `coil-20-proc/obj${object}__${pose}.png`, content: png(object, pose) };
  });

/** For each image, the position of the nearest other one. */
function nearest({ count, pixels }: { count: number; pixels: Float32Array }): number[] {
  const size = pixels.length / count;
  const distance = (i: number, j: number) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += (pixels[i * size + k] - pixels[j * size + k]) ** 2;
    return sum;
  };
  return Array.from({ length: count }, (_, i) => {
    const others = Array.from({ length: count }, (_, j) => (j === i ? Infinity : distance(i, j)));
    return others.indexOf(Math.min(...others));
  });
}

describe('COIL-20', () => {
  const place = (folder: string, zip: Uint8Array) => {
    mkdirSync(join(folder, 'coil20'), { recursive: true });
    const path = join(folder, 'coil20', 'coil-20-proc.zip');
    writeFileSync(path, zip);
    return path;
  };
  const entries = coilEntries();
  const whole = writeZip([{ name: 'coil-20-proc/', content: new Uint8Array(0) }, ...entries]);

  it('is 72 poses of 20 objects, averaged over areas, with the pose as a factor', () =>
    inDataFolder(async (folder, notices) => {
      place(folder, whole);
      const all = checkImages(await coil20());
      assert.deepEqual([all.name, all.synthetic, all.count, all.shape], ['COIL-20', false, 1440, [32, 32]]);
      assert.deepEqual(
        histogram(all),
        Array.from({ length: 20 }, () => 72),
      );
      const { values, period } = all.factors!.pose;
      assert.equal(period, 2 * Math.PI);
      for (const [i, object, pose] of [
        [0, 1, 0],
        [71, 1, 71],
        [72 * 6 + 18, 7, 18],
      ]) {
        assert.equal(values[i], Math.fround((2 * Math.PI * pose) / 72));
        assert.equal(all.classes[all.labels[i]], `${object}`);
        const grey = 2 * object + pose;
        assert.equal(all.pixels[i * 1024 + 500], Math.fround(grey / 255));
        const mean = (255 + 15 * grey) / 16 / 255; // of the 4 × 4 pixels with the light one
        assert.ok(Math.abs(all.pixels[i * 1024] - mean) < 1e-6);
      }
      const one = checkImages(await coil20({ object: 7, size: 128 }));
      assert.deepEqual([one.name, one.count, one.classes], ['COIL-20 object 7', 72, ['7']]);
      assert.deepEqual(one.shape, [128, 128]);
      assert.deepEqual([...one.pixels.subarray(0, 2)], [1, Math.fround(14 / 255)]);
      const half = await coil20({ object: 7, size: 64 });
      assert.ok(Math.abs(half.pixels[0] - (255 + 3 * 14) / 4 / 255) < 1e-6);
      assert.deepEqual(notices, []);
    }));

  const refusals: [string, () => Uint8Array, RegExp][] = [
    ['lacks an image', () => writeZip(entries.slice(0, -1)), /no entry coil-20-proc\/obj20__71\.png/],
    [
      'holds more',
      () => writeZip([...entries, { name: 'coil-20-proc/obj21__0.png', content: png(0, 0) }]),
      /1441 images; expected 1440/,
    ],
    [
      'holds an image of another size',
      () => writeZip([{ ...entries[0], content: png(1, 0, 64) }, ...entries.slice(1)]),
      /obj1__0\.png: 64 × 64 pixels of 1 channels.*expected 128 × 128 grey/,
    ],
    [
      'holds a coloured image',
      () => writeZip([{ ...entries[0], content: png(1, 0, 128, 3) }, ...entries.slice(1)]),
      /of 3 channels/,
    ],
    [
      'holds something else than an image',
      () => writeZip([{ ...entries[0], content: Buffer.from('<html>') }, ...entries.slice(1)]),
      /obj1__0\.png: .*expected a PNG/,
    ],
    ['is cut', () => whole.subarray(0, 1e5), /expected a whole zip archive/],
    [
      'is damaged',
      () => {
        const copy = Buffer.from(whole);
        copy[copy.indexOf('obj1__0.png') + 60] ^= 1;
        return copy;
      },
      /obj1__0\.png in the zip: .*damaged/,
    ],
  ];
  for (const [what, zip, words] of refusals) {
    it(`is refused where its zip ${what}, and nothing stands in`, () =>
      inDataFolder(async (folder, notices) => {
        const path = place(folder, zip());
        await assert.rejects(coil20({ object: 1 }), (error: Error) => {
          assert.ok(error instanceof DataError, `${error}`);
          assert.match(error.message, words);
          return true;
        });
        assert.ok(existsSync(path));
        assert.deepEqual(notices, []);
      }));
  }

  it('refuses options that there are not', async () => {
    const wrong = [
      [{ object: 0 }, /coil20: object is 0; expected 1, 2, .* 19 or 20/],
      [{ object: '4' }, /object is '4'/],
      [{ size: 28 }, /size is 28; expected 32, 64 or 128/],
      [{ sizes: 32 }, /unknown option 'sizes'; expected object, size/],
      [4, /options are 4; expected an object such as \{ object: … \}/],
    ] as const;
    for (const [options, words] of wrong) await assert.rejects(coil20(options as never), words);
  });

  describe('where it is not on disk', () => {
    let server: Loopback;
    const published = [...homes.coil20];
    beforeEach(async () => {
      server = await new Loopback().start();
      homes.coil20.splice(0, Infinity, `${server.url}none.zip`, `${server.url}coil.zip`);
    });
    afterEach(async () => {
      homes.coil20.splice(0, Infinity, ...published);
      await server.stop();
    });

    it('is downloaded from a home that has it, checked and kept', () =>
      inDataFolder(async (folder, notices) => {
        server.files.set('coil.zip', whole);
        server.next = [{}, { cutAfter: 100_000 }];
        const some = await coil20({ object: 3 });
        assert.deepEqual([some.synthetic, some.count], [false, 72]);
        assert.deepEqual(readdirSync(join(folder, 'coil20')), ['coil-20-proc.zip']);
        assert.equal(server.requests.length, 3);
        await coil20({ object: 3 });
        assert.equal(server.requests.length, 3);
        assert.deepEqual(notices, []);
      }));

    it('is not put there where what a home sends is something else', () =>
      inDataFolder(async (folder) => {
        server.files.set('coil.zip', writeZip(entries.slice(1)));
        await assert.rejects(coil20(), /no entry coil-20-proc\/obj1__0\.png.*put the file there yourself/s);
        assert.deepEqual(readdirSync(join(folder, 'coil20')), []);
      }));

    it('generated objects stand in, with a notice that says where to put the file', () =>
      inDataFolder(async (folder, notices) => {
        const some = checkImages(await coil20({ object: 2, size: 64 }));
        assert.deepEqual([some.synthetic, some.count, some.shape], [true, 72, [64, 64]]);
        assert.match(some.name, /synthetic/);
        assert.equal(notices.length, 1);
        assert.match(
          notices[0],
          /^COIL-20 object 2 is not available, so rotating objects \(synthetic\) stand in/,
        );
        assert.ok(notices[0].includes(join(folder, 'coil20', 'coil-20-proc.zip')), notices[0]);
        assert.match(notices[0], /put the file there yourself/);
      }));
  });

  itWith(['COIL-20'], 'as published is a closed loop of poses for each object', async () => {
    const some = await coil20({ object: 4 });
    assert.equal(some.synthetic, false);
    const near = nearest(some).map((other, i) => Math.min((other - i + 72) % 72, (i - other + 72) % 72));
    assert.ok(near.filter((steps) => steps === 1).length >= 60, near.join());
  });

  itWith(['COIL-20'], 'as published is decoded as the PNG specification says', async () => {
    const three = take(await coil20({ object: 9, size: 128 }), [0, 35, 71]);
    const right = await withZipFile(realPath('coil20/coil-20-proc.zip')!, async (zip) => {
      const pngs = [0, 35, 71].map((pose) => zip.content(`coil-20-proc/obj9__${pose}.png`));
      return Buffer.concat((await Promise.all(pngs)).map(decodeGrey));
    });
    assert.deepEqual(Buffer.from(three.pixels.map((value) => Math.round(255 * value))), right);
  });
});

/** The pixels of a PNG of 8-bit grey without interlacing (PNG specification, third edition, 9 and 10). */
function decodeGrey(content: Uint8Array): Buffer {
  const png = Buffer.from(content);
  const packed: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') packed.push(data);
  }
  const lines = inflateSync(Buffer.concat(packed)); // a byte that names the filter before each line
  const out = Buffer.alloc(128 * 128);
  for (let y = 0; y < 128; y++) {
    for (let x = 0; x < 128; x++) {
      const a = x > 0 ? out[y * 128 + x - 1] : 0;
      const b = y > 0 ? out[(y - 1) * 128 + x] : 0;
      const c = x > 0 && y > 0 ? out[(y - 1) * 128 + x - 1] : 0;
      const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
      const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
      out[y * 128 + x] = lines[y * 129 + 1 + x] + [0, a, b, Math.floor((a + b) / 2), paeth][lines[y * 129]];
    }
  }
  return out;
}

describe('rotating objects', () => {
  const some = checkImages(rotatingObjects([1, 2, 3], 32));

  it('are 72 poses of each object, the same for the same number', () => {
    assert.deepEqual([some.synthetic, some.count, some.classes], [true, 216, ['1', '2', '3']]);
    assert.deepEqual(rotatingObjects([2], 32).pixels, some.pixels.slice(72 * 1024, 144 * 1024));
    assert.deepEqual(some.factors!.pose.values[73], Math.fround((2 * Math.PI) / 72));
    assert.ok(some.pixels.every((value) => value >= 0 && value <= 1));
    assert.ok(some.pixels.some((value) => value > 0.5));
  });

  it('are a closed loop: the pose most like another is its neighbour, round the end too', () => {
    for (const object of [0, 1, 2]) {
      const own = take(
        some,
        Array.from({ length: 72 }, (_, i) => 72 * object + i),
      );
      nearest(own).forEach((other, i) => {
        assert.ok(
          [1, 71].includes((other - i + 72) % 72),
          `object ${object + 1}: ${other} is nearest to ${i}`,
        );
      });
    }
  });

  it('refuse what is not a size or a list', () => {
    assert.throws(() => rotatingObjects([1], 0.5), /size is 0\.5; expected a whole number of pixels/);
    assert.throws(() => rotatingObjects(3 as never, 32), /objects is 3; expected a list, such as \[1, 2\]/);
  });

  it('stay within the image', () => {
    const all = rotatingObjects(
      Array.from({ length: 20 }, (_, i) => i + 1),
      32,
    );
    all.pixels.forEach((value, at) => {
      const [y, x] = [Math.floor(at / 32) % 32, at % 32];
      if (y === 0 || x === 0 || y === 31 || x === 31) assert.equal(value, 0, `pixel ${y}, ${x}`);
    });
  });
});
