import assert from 'node:assert/strict';
import { tf } from '../../../packages/node';
import { colourMap, sprite } from '../../../packages/notebook/charts';
import { encodePng } from '../../../packages/notebook/charts/png';
import { quantise } from '../../../packages/notebook/charts/quantise';
import { Random } from '../../../packages/random';

/** TensorFlow's own decoder, as nested arrays [height, width, channels]. */
function decode(png: Uint8Array, channels = 1): number[][][] {
  const pixels = tf.node.decodePng(png, channels);
  const values = pixels.arraySync() as number[][][];
  pixels.dispose();
  return values;
}

const grey = (png: Uint8Array) => decode(png).map((row) => row.map(([value]) => value));

describe('a sprite', () => {
  const options = { height: 2, width: 2, gap: 1, gapGrey: 200 };
  const three = [0, 1, 0.5, 0.25, 1, 1, 1, 1, 0, 0, 0, 0];

  it('holds each image where it belongs, with gaps between', () => {
    const { png, width, height, url } = sprite(three, { ...options, columns: 2, invert: false });
    assert.deepEqual([width, height], [5, 5]);
    assert.deepEqual(grey(png), [
      [0, 255, 200, 255, 255],
      [128, 64, 200, 255, 255],
      [200, 200, 200, 200, 200],
      [0, 0, 200, 200, 200],
      [0, 0, 200, 200, 200],
    ]);
    assert.equal(url, `data:image/png;base64,${png.toString('base64')}`);
  });

  it('draws dark ink on white paper unless told otherwise', () => {
    assert.deepEqual(grey(sprite(three.slice(0, 4), options).png), [
      [255, 0],
      [127, 191],
    ]);
  });

  it('makes a square of each pixel', () => {
    const { png } = sprite([0, 1], { height: 1, width: 2, scale: 2, invert: false });
    assert.deepEqual(grey(png), [
      [0, 0, 255, 255],
      [0, 0, 255, 255],
    ]);
  });

  it('clips values beyond 0 and 1', () => {
    assert.deepEqual(grey(sprite([-3, 7], { height: 1, width: 2, invert: false }).png), [[0, 255]]);
  });

  it('refuses what does not make images', () => {
    assert.throws(() => sprite([1, 2, 3], options), /3 values do not make images of 2 × 2 pixels/);
    assert.throws(() => sprite([], options), /0 values/);
    assert.throws(() => sprite([0, NaN, 0, 0], options), /image 0 holds a pixel that is not a number/);
    assert.throws(() => sprite(three, { ...options, columns: 0.5 }), /columns is 0\.5/);
  });
});

describe('a colour map', () => {
  const options = {
    height: 2,
    width: 2,
    colours: ['#000000', '#ff0000', '#ffff00'],
    domain: [0, 2] as const,
  };

  it('interpolates between its colours and stays at the ends', () => {
    assert.deepEqual(decode(colourMap([-1, 0.5, 1, 9], options).png, 3), [
      [
        [0, 0, 0],
        [128, 0, 0],
      ],
      [
        [255, 0, 0],
        [255, 255, 0],
      ],
    ]);
  });

  it('has row 0 at the bottom if asked', () => {
    assert.deepEqual(decode(colourMap([0, 0, 2, 2], { ...options, flip: true }).png, 3)[0][0], [255, 255, 0]);
  });

  it('refuses a wrong number of values', () =>
    assert.throws(() => colourMap([1], options), /needs 4 values, not 1/));
});

describe('encodePng', () => {
  for (const channels of [1, 3, 4] as const) {
    it(`keeps every one of ${channels} channels`, () => {
      const random = new Random(channels);
      const [height, width] = [7, 5];
      const data = Uint8Array.from({ length: height * width * channels }, () => random.integer(256));
      assert.deepEqual(decode(encodePng({ data, height, width, channels }), channels).flat(2), [...data]);
    });
  }

  it('keeps colours of a palette', () => {
    const palette = Uint8Array.from([255, 0, 0, 0, 0, 255]);
    const png = encodePng({ data: Uint8Array.from([0, 1, 1]), height: 1, width: 3, channels: 1, palette });
    assert.deepEqual(decode(png, 3), [
      [
        [255, 0, 0],
        [0, 0, 255],
        [0, 0, 255],
      ],
    ]);
  });

  it('refuses sizes that do not agree', () => {
    assert.throws(
      () => encodePng({ data: new Uint8Array(5), height: 2, width: 3, channels: 1 }),
      /need 6 bytes, not 5/,
    );
    assert.throws(
      () => encodePng({ data: new Uint8Array(0), height: 0, width: 3, channels: 1 }),
      /3 × 0 pixels/,
    );
  });
});

describe('quantise', () => {
  const error = (rgba: Uint8Array) => {
    const { indices, palette } = quantise(rgba);
    assert.ok(palette.length <= 768);
    let worst = 0;
    indices.forEach((index, i) => {
      for (const c of [0, 1, 2]) worst = Math.max(worst, Math.abs(palette[3 * index + c] - rgba[4 * i + c]));
    });
    return worst;
  };

  it('keeps up to 256 colours exactly', () => {
    const rgba = Uint8Array.from(
      { length: 4 * 1000 },
      (_, i) => (((i >> 2) % 256) * [1, 3, 7, 0][i % 4]) % 256,
    );
    assert.equal(error(rgba), 0);
  });

  it('keeps what is frequent exactly, such as the colours of a legend', () => {
    const random = new Random(2);
    const frequent = [
      [170, 206, 208],
      [157, 186, 208],
      [255, 255, 255],
    ];
    const noise = Array.from({ length: 9000 }, () => [
      random.integer(256),
      random.integer(256),
      random.integer(256),
    ]);
    const pixels = [...frequent.flatMap((colour) => Array<number[]>(200).fill(colour)), ...noise];
    const { indices, palette } = quantise(Uint8Array.from(pixels.flatMap((colour) => [...colour, 255])));
    frequent.forEach((colour, i) => {
      const index = indices[200 * i];
      assert.deepEqual([...palette.slice(3 * index, 3 * index + 3)], colour);
    });
  });

  it('comes near to each of many colours', () => {
    const random = new Random(1);
    assert.ok(error(Uint8Array.from({ length: 40_000 }, () => random.integer(256))) < 64);
  });
});
