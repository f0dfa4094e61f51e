import { checkSeed, Random } from '@latent-torus/random';
import { expectList } from './expect';
import { glyphForms } from './glyph-forms';
import type { Images } from './images';

const size = 28;
const jitter = 0.024; // standard deviation of the points of a skeleton, as a part of its height
const box = 20; // MNIST fits its digits into 20 × 20 pixels before it centres them by mass

/**
 * Handwritten-like characters that stand in for MNIST and EMNIST where those cannot be had: stroke skeletons
 * with random form, slant, proportions, pen and jitter, drawn in grey with smooth edges, scaled into a box of
 * 20 × 20 and centred by mass in 28 × 28 as MNIST is. Every class has the same number of images, give or take
 * one.
 * @param classes characters out of 0–9 and A–Z, as a text or a list: `digitClasses`, `letterClasses`, 'BDP'
 * @param count number of images
 * @param seed the same seed gives the same images
 * @throws RangeError for a character without a skeleton or a count that is no whole number
 */
export function glyphs(classes: string | readonly string[], count: number, seed: number | string): Images {
  if (typeof classes !== 'string') expectList('glyphs', 'classes', classes, "['A', 'B']");
  const names = [...classes];
  const unknown = names.find((name) => !Object.hasOwn(glyphForms, name));
  if (unknown !== undefined || names.length === 0 || new Set(names).size !== names.length) {
    const found = unknown === undefined ? `'${names.join('')}'` : `'${unknown}'`;
    throw new RangeError(`glyphs: no skeletons for ${found}; expected different ones of 0–9 and A–Z`);
  }
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`glyphs: ${count} images; expected a whole number`);
  }
  const random = new Random(`glyphs ${checkSeed(seed)}`);
  const labels = Uint8Array.from(random.permutation(count), (i) => i % names.length);
  const pixels = new Float32Array(count * size * size);
  labels.forEach((label, i) => {
    const forms = glyphForms[names[label]];
    const form = skeleton(forms[random.integer(forms.length)]);
    drawGlyph(form, random, pixels.subarray(i * size * size, (i + 1) * size * size));
  });
  const digits = names.every((name) => name >= '0' && name <= '9');
  const letters = names.every((name) => name >= 'A' && name <= 'Z');
  const kind = digits ? 'digits' : letters ? 'letters' : 'digits and letters';
  return {
    name: `glyphs (synthetic ${kind})`,
    synthetic: true,
    count,
    shape: [size, size],
    pixels,
    labels,
    classes: names,
  };
}

interface XY {
  x: number;
  y: number;
}
interface Point extends XY {
  sharp: boolean;
}
type Stroke = Point[];
type Line = XY[];

const skeletons = new Map<string, Stroke[]>();

/** The strokes of a form, in a box from −0.5 to 0.5. */
function skeleton(form: string): Stroke[] {
  let strokes = skeletons.get(form);
  if (!strokes) {
    strokes = form.split('/').map((stroke) =>
      stroke
        .trim()
        .split(/\s+/)
        .map((point) => {
          const [x, y] = point.split(',').map((number) => parseFloat(number) / 100 - 0.5);
          return { x, y, sharp: point.endsWith('!') };
        }),
    );
    skeletons.set(form, strokes);
  }
  return strokes;
}

/** Draws one character as one hand may write it. */
function drawGlyph(form: Stroke[], random: Random, pixels: Float32Array): void {
  const hand = warp(random);
  const bent = form.map((stroke) => {
    const dx = 0.02 * random.normal(); // each stroke starts a little off
    const dy = 0.02 * random.normal();
    return stroke.map(({ x, y, sharp }) => ({
      ...hand(x + dx + jitter * random.normal(), y + dy + jitter * random.normal()),
      sharp,
    }));
  });
  const pen = clamp(1.2 + 0.3 * random.normal(), 0.7, 2); // radius in pixels
  const fill = box * (0.96 + 0.04 * random.uniform());
  const lines = place(bent.map(smooth), pen, fill);
  const lean = 0.12 * random.normal(); // one end of the strokes is pressed harder
  drawLines(lines, pen, lean, pixels);
  const { x, y } = centre(pixels);
  for (const point of lines.flat()) {
    point.x += size / 2 - x;
    point.y += size / 2 - y;
  }
  pixels.fill(0);
  drawLines(lines, pen, lean, pixels);
}

function drawLines(lines: Line[], pen: number, lean: number, pixels: Float32Array): void {
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      drawSegment(
        line[i - 1],
        line[i],
        Math.max(0.6, pen * (1 + lean * ((2 * i) / line.length - 1))),
        pixels,
      );
    }
  }
}

/** The centre of mass of the ink, in pixels. */
function centre(pixels: Float32Array): XY {
  let [mass, x, y] = [0, 0, 0];
  pixels.forEach((ink, at) => {
    mass += ink;
    x += ink * ((at % size) + 0.5);
    y += ink * (Math.floor(at / size) + 0.5);
  });
  return { x: x / mass, y: y / mass };
}

/** A map of the plane that belongs to one writing: slant, proportions, turn and a slow wave. */
function warp(random: Random): (x: number, y: number) => XY {
  const slant = clamp(0.18 + 0.24 * random.normal(), -0.4, 0.8); // most hands lean to the right
  const wide = clamp(0.84 * Math.exp(0.2 * random.normal()), 0.5, 1.4);
  const turn = 0.1 * random.normal();
  const taper = 0.22 * random.normal(); // wider above than below, or the other way
  const swell = 0.2 * random.normal(); // more height above the middle than below, or the other way
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const waves = [0, 1].map(() => ({
    height: 0.045 * random.normal(),
    across: 2.5 * random.normal(),
    down: 2.5 * random.normal(),
    phase: 2 * Math.PI * random.uniform(),
  }));
  return (x0, y0) => {
    const [wx, wy] = waves.map((w) => w.height * Math.sin(w.across * x0 + w.down * y0 + w.phase));
    const y = y0 + wy + swell * (y0 * y0 - 0.25);
    const x = wide * (x0 + wx) * (1 - taper * y) - slant * y;
    return { x: cos * x - sin * y, y: sin * x + cos * y };
  };
}

/**
 * The curve through the points of a stroke as a line of short pieces (Catmull and Rom 1974), cut at sharp
 * points.
 */
function smooth(stroke: Stroke): Line {
  const line: Line = [stroke[0]];
  for (let i = 0; i + 1 < stroke.length; i++) {
    const [from, to] = [stroke[i], stroke[i + 1]];
    const before = from.sharp || i === 0 ? from : stroke[i - 1];
    const after = to.sharp || i + 2 === stroke.length ? to : stroke[i + 2];
    const straight = before === from && after === to;
    const pieces = straight ? 1 : 5;
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces;
      const along = (b: number, p: number, q: number, a: number): number =>
        p + 0.5 * t * (q - b + t * (2 * b - 5 * p + 4 * q - a + t * (3 * (p - q) + a - b)));
      line.push({ x: along(before.x, from.x, to.x, after.x), y: along(before.y, from.y, to.y, after.y) });
    }
  }
  return line;
}

/** Scales the lines so that pen and all fit a box of `fill` pixels, and puts that in the middle. */
function place(lines: Line[], pen: number, fill: number): Line[] {
  const all = lines.flat();
  const range = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];
  const [left, right] = range(all.map((point) => point.x));
  const [top, bottom] = range(all.map((point) => point.y));
  const scale = (fill - 2 * pen) / Math.max(right - left, bottom - top);
  return lines.map((line) =>
    line.map(({ x, y }) => ({
      x: size / 2 + scale * (x - (left + right) / 2),
      y: size / 2 + scale * (y - (top + bottom) / 2),
    })),
  );
}

/** Inks the pixels within `radius` of a segment; a pixel's centre lies at its index + ½. */
function drawSegment(from: XY, to: XY, radius: number, pixels: Float32Array): void {
  const reach = radius + 0.75;
  const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach));
  const right = Math.min(size - 1, Math.ceil(Math.max(from.x, to.x) + reach));
  const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach));
  const bottom = Math.min(size - 1, Math.ceil(Math.max(from.y, to.y) + reach));
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = dx * dx + dy * dy || 1;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const [px, py] = [x + 0.5 - from.x, y + 0.5 - from.y];
      const t = clamp((px * dx + py * dy) / square, 0, 1);
      const [ax, ay] = [px - t * dx, py - t * dy];
      const away = ax * ax + ay * ay;
      if (away >= reach * reach) continue;
      const ink = Math.min(1, (reach - Math.sqrt(away)) / 1.5); // an edge 1.5 pixels soft
      const at = y * size + x;
      if (ink > pixels[at]) pixels[at] = ink;
    }
  }
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
