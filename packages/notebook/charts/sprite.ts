import { interpolateRgb, piecewise, quantize } from 'd3-interpolate';
import type { Chart } from './chart';
import { encodePng } from './png';

/** A picture that is ready for a chart: as a data URL and as PNG, with its size in pixels. */
export interface Sprite {
  readonly url: string;
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
}

/** How images are laid out in a sprite. */
export interface SpriteOptions {
  /** Height and width of one image in pixels. */
  height: number;
  width: number;
  /** Images in a row (default: all in one). */
  columns?: number;
  /** Pixels between images (default 2). */
  gap?: number;
  /** Grey of the gaps, 0 black … 255 white (default 226). */
  gapGrey?: number;
  /** Side of the square that a pixel becomes (default 1). */
  scale?: number;
  /** Ink dark on white paper (default), or as it is stored: 0 black, 1 white. */
  invert?: boolean;
}

/**
 * Many grey images as one picture, far lighter than a mark for each pixel.
 * @param pixels [n, height × width], 0 … 1; values beyond are clipped
 * @throws RangeError if the pixels do not make whole images, or one is not a number
 */
export function sprite(pixels: ArrayLike<number>, options: SpriteOptions): Sprite {
  const { height, width, gap = 2, gapGrey = 226, scale = 1, invert = true } = options;
  const area = height * width;
  const count = pixels.length / area;
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`${pixels.length} values do not make images of ${height} × ${width} pixels`);
  }
  const columns = Math.min(options.columns ?? count, count);
  for (const [name, value, least] of [
    ['columns', columns, 1],
    ['gap', gap, 0],
    ['scale', scale, 1],
  ] as const) {
    if (!Number.isInteger(value) || value < least)
      throw new RangeError(`${name} is ${value}; expected a whole number from ${least}`);
  }
  const rows = Math.ceil(count / columns);
  const full = {
    width: columns * width * scale + (columns - 1) * gap,
    height: rows * height * scale + (rows - 1) * gap,
  };
  const data = new Uint8Array(full.width * full.height).fill(gapGrey);
  for (let i = 0; i < count; i++) {
    const left = (i % columns) * (width * scale + gap);
    const top = Math.floor(i / columns) * (height * scale + gap);
    for (let y = 0; y < height * scale; y++) {
      const line = i * area + Math.floor(y / scale) * width;
      for (let x = 0; x < width * scale; x++) {
        const value = pixels[line + Math.floor(x / scale)];
        if (Number.isNaN(value)) throw new RangeError(`image ${i} holds a pixel that is not a number`);
        const grey = Math.round(255 * Math.min(1, Math.max(0, value)));
        data[(top + y) * full.width + left + x] = invert ? 255 - grey : grey;
      }
    }
  }
  return toSprite(encodePng({ data, ...full, channels: 1 }), full);
}

/** Shades of a colour map: more than an eye tells apart, odd so that a middle is one of them. */
const SHADES = 501;

/** How numbers over an area become colours. */
export interface ColourMapOptions {
  height: number;
  width: number;
  /** Colours from low to high, as '#rrggbb'; between them is interpolated. */
  colours: readonly string[];
  /** Values of the first and last colour; beyond them the colours stay. */
  domain: readonly [number, number];
  /** Row 0 at the bottom, as y grows upwards in a chart (default false). */
  flip?: boolean;
}

/**
 * Numbers over an area as a picture with a pixel each.
 * @param values [height, width] row by row
 * @throws RangeError if their number is wrong or one is not a number
 */
export function colourMap(values: ArrayLike<number>, options: ColourMapOptions): Sprite {
  const {
    height,
    width,
    colours,
    domain: [low, high],
    flip = false,
  } = options;
  if (values.length !== height * width) {
    throw new RangeError(
      `an area of ${height} × ${width} needs ${height * width} values, not ${values.length}`,
    );
  }
  if (!(high >= low) || colours.length < 2)
    throw new RangeError(
      `the domain is ${low} to ${high} with ${colours.length} colours; expected a range and two colours or more`,
    );
  const shades = quantize(piecewise(interpolateRgb, [...colours]), SHADES).map((rgb) =>
    rgb.match(/\d+/g)!.map(Number),
  );
  const data = new Uint8Array(3 * values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = values[(flip ? height - 1 - y : y) * width + x];
      if (Number.isNaN(value)) throw new RangeError(`the value in row ${y}, column ${x} is not a number`);
      const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0;
      data.set(shades[Math.round((SHADES - 1) * share)], 3 * (y * width + x));
    }
  }
  return toSprite(encodePng({ data, height, width, channels: 3 }), { height, width });
}

function toSprite(png: Buffer, { width, height }: { width: number; height: number }): Sprite {
  return { png, width, height, url: `data:image/png;base64,${png.toString('base64')}` };
}

/**
 * A layer that stretches a sprite over a rectangle of the chart's coordinates. `x` and `y` are the channels
 * of the points.
 */
export function spriteLayer(
  { url }: Sprite,
  { x, y }: { x: Chart; y: Chart },
  [left, right]: [number, number],
  [bottom, top]: [number, number],
): Chart {
  return {
    data: { values: [{ left, right, bottom, top }] },
    mark: { type: 'image', url, aspect: false, tooltip: null },
    encoding: {
      x: { ...x, field: 'left' },
      x2: { field: 'right' },
      y: { ...y, field: 'top' },
      y2: { field: 'bottom' },
    },
  };
}
