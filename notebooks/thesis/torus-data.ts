// The data of the thesis' chapter 11: images that are sums of two sine waves, told apart by two phases.
import { checkSamples, type Samples } from '@latent-torus/datasets';

const TURN = 2 * Math.PI;

export interface TorusDataOptions {
  /** D: height and width of an image (default 25). */
  side?: number;
  /** Phases along each circle (default 50, so 2,500 images). */
  phases?: number;
  /**
   * (11.1) has the row i in both waves ('printed'); the text's mesh grid has the column j in the second ('mesh', the
   * default). Erratum T8.
   */
  reading?: 'mesh' | 'printed';
}

/**
 * F(ϕ₁, ϕ₂), with pixel (i, j) = sin(2πi/D + ϕ₁) + sin(4πj/D + ϕ₂), at a grid of phases from −π on: thesis, (11.1) to (11.4),
 * where (11.3) divides by 100 in place of 50 (erratum T8). Rows are ϕ₁ by ϕ₂, the factors `phase 1` and `phase 2`.
 */
export function torusData(options: TorusDataOptions = {}): Samples {
  const { side = 25, phases = 50, reading = 'mesh' } = options;
  for (const [name, value, least] of [
    ['side', side, 5],
    ['phases', phases, 3],
  ] as const)
    if (!Number.isInteger(value) || value < least)
      throw new RangeError(`torusData: ${name} is ${value}; expected a whole number, ${least} or more`);
  if (reading !== 'mesh' && reading !== 'printed')
    throw new RangeError(`torusData: reading is '${reading}'; expected 'mesh' or 'printed'`);
  const count = phases * phases;
  const [first, second] = [new Float32Array(count), new Float32Array(count)];
  const pixels = new Float32Array(count * side * side);
  for (let at = 0; at < count; at++) {
    first[at] = (TURN * Math.floor(at / phases)) / phases - Math.PI;
    second[at] = (TURN * (at % phases)) / phases - Math.PI;
    for (let p = 0; p < side * side; p++) {
      const [i, j] = [Math.floor(p / side) + 1, (p % side) + 1];
      const across = reading === 'mesh' ? j : i;
      pixels[at * side * side + p] =
        Math.sin((TURN * i) / side + first[at]) + Math.sin((2 * TURN * across) / side + second[at]);
    }
  }
  return checkSamples({
    name: `torus data (${reading === 'mesh' ? 'mesh grid' : 'as printed'})`,
    synthetic: false,
    count,
    shape: [side, side],
    pixels,
    factors: {
      'phase 1': { values: first, period: TURN },
      'phase 2': { values: second, period: TURN },
    },
  });
}
