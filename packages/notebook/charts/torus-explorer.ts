import type { Chart } from './chart';
import { type ExplorerOptions, explorer, type Readout } from './explorer';
import type { Points } from './points';

export interface TorusExplorerData {
  /** [side · side, height × width], 0 … 1: decoded at `explorerGrid(side)`. */
  readonly images: ArrayLike<number>;
  readonly side: number;
  /** Height and width of an image in pixels (default 28; example `64`). */
  readonly height?: number;
  readonly width?: number;
  /** Encodings of digits and of letters: [n, 2] angles in radians, with labels. */
  readonly digits: Points;
  readonly letters?: Points;
  /** Numbers told for each place (default none; example `[{ name: 'KL', values, unit: 'nats' }]`). */
  readonly readouts?: readonly Readout[];
}

/**
 * The torus to be explored without a kernel: `explorer` with decoded images, digits and letters.
 * @throws RangeError if the images are not side² of them
 * @example torusExplorer({ images, side: 24, digits: { points, labels } })
 */
export function torusExplorer(
  { images, side, height, width, digits, letters, readouts }: TorusExplorerData,
  options: ExplorerOptions = {},
): Chart {
  const frames = { side, images, height, width };
  return explorer(
    { space: 'torus', frames, points: digits, letters, readouts },
    { start: [0.4, 0.4], ...options },
  );
}
