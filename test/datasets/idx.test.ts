import assert from 'node:assert/strict';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DataError } from '../../packages/datasets/errors';
import { formatIdx, parseIdx } from '../../packages/datasets/idx';
import { imagesFromIdx } from '../../packages/datasets/idx-images';
import { Random } from '../../packages/random';
import { damage } from './damage';

const random = new Random('idx');
const bytes = (n: number, below = 256) => Uint8Array.from({ length: n }, () => random.integer(below));
const images = { dimensions: [3, 28, 28], values: bytes(3 * 784) };
const labels = { dimensions: [3], values: Uint8Array.of(2, 0, 1) };
const raw = Buffer.from(formatIdx(images));

const damaged = (content: Uint8Array, rank: number, ...words: RegExp[]) =>
  assert.throws(
    () => parseIdx(content, 'some-file', rank),
    (error: Error) => {
      assert.ok(error instanceof DataError, `${error}`);
      for (const word of [/some-file/, /expected/, ...words]) assert.match(error.message, word);
      return true;
    },
  );
const changed = (at: number, value: number) => {
  const copy = Buffer.from(raw);
  copy[at] = value;
  return copy;
};

describe('IDX files', () => {
  it('come back as they were written, compressed or not', () => {
    for (const idx of [images, labels, { dimensions: [0, 28, 28], values: new Uint8Array(0) }]) {
      for (const gzip of [false, true]) {
        const read = parseIdx(formatIdx(idx, { gzip }), 'file', idx.dimensions.length);
        assert.deepEqual(read.dimensions, idx.dimensions);
        assert.deepEqual(Buffer.from(read.values), Buffer.from(idx.values));
      }
    }
  });

  it('begin with the header that the format prescribes', () => {
    assert.deepEqual([...raw.subarray(0, 16)], [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 28, 0, 0, 0, 28]);
    assert.deepEqual([...formatIdx(labels)], [0, 0, 8, 1, 0, 0, 0, 3, 2, 0, 1]);
    assert.deepEqual(gunzipSync(formatIdx(images, { gzip: true })), raw);
  });

  it('that are truncated are refused wherever they end', () => {
    damaged(new Uint8Array(0), 3, /0 bytes/);
    for (const end of [3, 4, 15]) damaged(raw.subarray(0, end), 3, new RegExp(`${end} bytes`));
    for (const end of [16, 17, raw.length - 1]) damaged(raw.subarray(0, end), 3, /truncated/, /2368/);
  });

  it('that are too long are refused', () => {
    damaged(Buffer.concat([raw, Buffer.of(0)]), 3, /too long, 2369 bytes/);
  });

  it('with a wrong magic number are refused', () => {
    damaged(changed(0, 1), 3, /01 00 08 03/);
    damaged(Buffer.from('<!DOCTYPE html>'), 3, /3c 21 44 4f/);
  });

  it('of another type of value are refused', () => {
    damaged(changed(2, 13), 3, /type 13 \(float\)/);
    damaged(changed(2, 77), 3, /type 77 \(unknown\)/);
  });

  it('of another number of dimensions are refused', () => {
    damaged(raw, 1, /3 dimensions/, /labels/);
    damaged(formatIdx(labels), 3, /1 dimensions/, /images/);
  });

  it('whose dimensions do not fit their length are refused', () => {
    damaged(changed(7, 4), 3, /truncated/, /4 × 28 × 28/);
    damaged(changed(7, 2), 3, /too long/);
    damaged(changed(4, 255), 3, /truncated/);
  });

  it('in a cut or corrupt gzip are refused', () => {
    const zipped = gzipSync(raw);
    damaged(zipped.subarray(0, zipped.length - 9), 3, /gzip/, /unexpected end/);
    damaged(zipped.subarray(0, 2), 3, /gzip/);
    const corrupt = Buffer.from(zipped);
    corrupt[corrupt.length - 6] ^= 1; // the checksum
    damaged(corrupt, 3, /gzip/);
  });

  it('that unpack to more than they may are refused before they do', () => {
    const large = gzipSync(formatIdx({ dimensions: [1e7], values: new Uint8Array(1e7) }));
    assert.equal(parseIdx(large, 'file', 1).values.length, 1e7);
    const words = /some-file: unpacks to more bytes than expected, which is at most 9000000/;
    assert.throws(() => parseIdx(large, 'some-file', 1, 9e6), words);
  });

  it('are never read wrong, however damaged', () => {
    const zipped = gzipSync(raw);
    const damages = new Random('damaged IDX');
    let refused = 0;
    for (let i = 0; i < 442; i++) {
      try {
        const read = parseIdx(damage(zipped, damages), 'file', 3);
        assert.deepEqual(read.dimensions, images.dimensions);
        assert.deepEqual(Buffer.from(read.values), Buffer.from(images.values), `number ${i}`);
      } catch (error) {
        assert.ok(error instanceof DataError, `number ${i}: ${error}`);
        refused++;
      }
    }
    assert.ok(refused > 400, `${refused} of 442 refused`);
  });

  it('are not written from values that do not fit their dimensions', () => {
    assert.throws(() => formatIdx({ dimensions: [2], values: bytes(3) }), /3 values; expected as many as 2/);
    assert.throws(() => formatIdx({ dimensions: [1.5], values: bytes(1) }), RangeError);
  });
});

describe('images out of a pair of IDX files', () => {
  const files = { images: 'images-file', labels: 'labels-file' };
  const options = { name: 'some', classes: ['a', 'b', 'c'], files };

  it('are grey values from 0 to 1 with their labels', () => {
    const set = imagesFromIdx(images, labels, options);
    assert.equal(set.count, 3);
    assert.deepEqual([...set.labels], [2, 0, 1]);
    set.pixels.forEach((value, i) => assert.equal(value, Math.fround(images.values[i] / 255)));
  });

  it('are mirrored at the diagonal where the file says so', () => {
    const set = imagesFromIdx(images, labels, { ...options, transposed: true });
    assert.equal(set.pixels[784 + 5 * 28 + 9], Math.fround(images.values[784 + 9 * 28 + 5] / 255));
  });

  it('are refused where the numbers of images and labels differ', () => {
    const two = { dimensions: [2], values: Uint8Array.of(0, 1) };
    const message = /images-file holds 3 images, labels-file 2 labels/;
    assert.throws(() => imagesFromIdx(images, two, options), message);
  });

  it('are refused with a label out of range', () => {
    const odd = { dimensions: [3], values: Uint8Array.of(0, 3, 1) };
    assert.throws(() => imagesFromIdx(images, odd, options), /labels-file: label 3 at position 1/);
  });

  it('are refused in another size or number', () => {
    const small = { dimensions: [3, 14, 56], values: images.values };
    assert.throws(() => imagesFromIdx(small, labels, options), /14 × 56 pixels; expected 28 × 28/);
    assert.throws(() => imagesFromIdx(images, labels, { ...options, count: 10 }), /3 images; expected 10/);
  });
});
