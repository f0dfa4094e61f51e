import type { Samples } from './samples';

const SIDE = 64;
const wave = (x: number, times: number, phase: number): number =>
  Math.sin((2 * Math.PI * times * x) / SIDE + phase);
/** 1 where `distance` (in pixels) is positive, 0 where it is negative, soft over one pixel. */
const inside = (distance: number): number => Math.min(1, Math.max(0, distance + 0.5));

/**
 * A drawn grey landscape, 64 × 64 pixels, with structure at several scales: sky and hills over the whole width,
 * a sun, trees, a house with windows of two pixels, and furrows. Left and right edges meet, so that a circular
 * shift leaves no seam.
 * @returns one sample [64, 64], 0 … 1
 */
export function landscape(): Samples {
  const pixels = new Float32Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) pixels[y * SIDE + x] = greyAt(x + 0.5, y + 0.5);
  }
  return { name: 'landscape (synthetic)', synthetic: true, count: 1, shape: [SIDE, SIDE], pixels };
}

function greyAt(x: number, y: number): number {
  let grey = 0.7 - 0.3 * (y / SIDE) + 0.04 * wave(x, 2, 0.4) * wave(y, 1, 0); // sky, a little cloudy
  const over = (cover: number, other: number): void => {
    grey += cover * (other - grey);
  };
  over(inside(7 - Math.hypot(x - 18, y - 14)), 1); // sun
  over(inside(y - (34 + 5 * wave(x, 1, 1) + 2.5 * wave(x, 3, 0.5))), 0.38 + 0.03 * wave(x, 5, y / 6)); // far hills
  const ground = 44 + 3 * wave(x, 2, 2.5) + wave(x, 5, 1);
  over(inside(y - ground), 0.58 + 0.1 * wave(y + 0.25 * x, 16, 0) + 0.06 * wave(x, 1, 4)); // field, furrows
  for (const [at, height] of [
    [6, 13],
    [11, 9],
    [27, 11],
    [57, 15],
  ]) {
    const foot = 47 + 3 * wave(at, 2, 2.5);
    const up = (foot - y) / height; // 0 at the foot of a tree, 1 at its top
    over(
      inside(up * height) * inside(3.2 * (1 - up) * (0.75 + 0.25 * wave(y, 13, at)) - Math.abs(x - at)),
      0.08,
    );
  }
  over(inside(6 - Math.abs(x - 42)) * inside(5 - Math.abs(y - 46)), 0.9); // house
  over(inside(8 - Math.abs(x - 42) - 1.6 * (41 - y)) * inside(41.5 - y), 0.22); // roof
  for (const window of [38, 42, 46])
    over(inside(1 - Math.abs(x - window)) * inside(1.5 - Math.abs(y - 45)), 0.1);
  return Math.min(1, Math.max(0, grey));
}
