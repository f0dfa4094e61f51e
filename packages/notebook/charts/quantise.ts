/** A picture with at most 256 colours: indices into a palette of red, green and blue. */
export interface Quantised {
  readonly indices: Uint8Array;
  readonly palette: Uint8Array;
}

/**
 * Reduces an opaque picture to at most 256 colours. Some of them are its most frequent colours that differ,
 * exactly, so that a legend keeps its own. The rest are found by median cut (P. Heckbert, Color image
 * quantization for frame buffer display, 1982): the box of colours with the widest side is halved at the
 * median of its pixels until there are enough. A picture that has no more than 256 colours is kept exactly.
 * @param rgba [pixels, 4], 0 … 255
 */
export function quantise(rgba: Uint8Array): Quantised {
  const counts = new Map<number, number>();
  const keys = new Uint32Array(rgba.length / 4);
  for (let i = 0; i < keys.length; i++) {
    const key = (rgba[4 * i] << 16) | (rgba[4 * i + 1] << 8) | rgba[4 * i + 2];
    keys[i] = key;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const boxes = boxesOf([...counts].map(([key, count]) => ({ key, count })));
  const palette = new Uint8Array(3 * boxes.length);
  const lookup = new Map<number, number>();
  boxes.forEach(({ colours }, i) => {
    const total = colours.reduce((sum, { count }) => sum + count, 0);
    for (const c of [0, 1, 2]) {
      palette[3 * i + c] = Math.round(
        colours.reduce((sum, { key, count }) => sum + channel(key, c) * count, 0) / total,
      );
    }
    colours.forEach(({ key }) => lookup.set(key, i));
  });
  return { indices: Uint8Array.from(keys, (key) => lookup.get(key)!), palette };
}

/** Colours of a picture in at most 256 boxes of similar ones. */
function boxesOf(colours: Colour[]): Box[] {
  if (colours.length <= 256) return colours.map((colour) => boxOf([colour]));
  colours.sort((a, b) => b.count - a.count);
  const kept: Box[] = [];
  const others: Colour[] = [];
  for (const colour of colours) {
    const isFrequent = colour.count >= leastFrequent && kept.length < mostKept;
    const isNew = isFrequent && kept.every((box) => distance(box.colours[0].key, colour.key) >= 6);
    if (isNew) kept.push(boxOf([colour]));
    else others.push(colour);
  }
  const boxes = [boxOf(others)];
  while (boxes.length + kept.length < 256) {
    let widest = 0;
    boxes.forEach((box, i) => {
      if (box.score > boxes[widest].score) widest = i;
    });
    if (boxes[widest].score === 0) break;
    boxes.push(...halves(boxes.splice(widest, 1)[0]));
  }
  return [...kept, ...boxes];
}

/** A step of a legend's gradient has about as many pixels at twice its size, a symbol has some hundreds. */
const leastFrequent = 24;
const mostKept = 160;

/** The largest difference of two colours in a channel. */
const distance = (a: number, b: number) =>
  Math.max(...[0, 1, 2].map((c) => Math.abs(channel(a, c) - channel(b, c))));

interface Colour {
  key: number;
  count: number;
}
interface Box {
  colours: Colour[];
  side: number;
  score: number;
}

const channel = (key: number, c: number) => (key >> (16 - 8 * c)) & 255;

function boxOf(colours: Colour[]): Box {
  let side = 0;
  let widest = 0;
  for (const c of [0, 1, 2]) {
    let low = 255;
    let high = 0;
    for (const { key } of colours) {
      low = Math.min(low, channel(key, c));
      high = Math.max(high, channel(key, c));
    }
    if (high - low > widest) [side, widest] = [c, high - low];
  }
  const pixels = colours.reduce((sum, { count }) => sum + count, 0);
  return { colours, side, score: widest * Math.cbrt(pixels) };
}

function halves({ colours, side }: Box): [Box, Box] {
  const sorted = [...colours].sort((a, b) => channel(a.key, side) - channel(b.key, side));
  const half = sorted.reduce((sum, { count }) => sum + count, 0) / 2;
  let cut = 0;
  for (let sum = 0; cut < sorted.length - 1 && sum + sorted[cut].count / 2 < half; cut++)
    sum += sorted[cut].count;
  cut = Math.max(1, cut);
  return [boxOf(sorted.slice(0, cut)), boxOf(sorted.slice(cut))];
}
