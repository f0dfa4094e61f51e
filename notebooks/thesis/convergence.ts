// Where a sweep ends, how far from the best, and how it gets there.
import type { Line } from '@latent-torus/notebook';
import { mean } from 'd3-array';
import type { Row } from 'latent-torus';
import { type CircleFigures, placesOf } from './circle-figures';
import type { CircleSetting } from './circle-runs';

/** How far each repetition of a setting ends above a reference, in nats. */
export const excess = (
  settings: readonly CircleSetting[],
  figures: readonly CircleFigures[],
  { noise, sigmaX }: Pick<CircleSetting, 'noise' | 'sigmaX'>,
  reference: number,
): number[] => placesOf(settings, noise, sigmaX).map((place) => figures[place].total - reference);

/**
 * The loss over training as curves, averaged over stretches of epochs, above a reference.
 * @param history of one replica, with `total` or its terms
 * @param points of the curve
 */
export function curveOf(name: string, history: readonly Row[], reference: number, points = 60): Line {
  const stretch = Math.max(1, Math.floor(history.length / points));
  const starts = Array.from({ length: Math.floor(history.length / stretch) }, (_, i) => i * stretch);
  return {
    name,
    x: starts.map((start) => start + stretch),
    y: starts.map((start) =>
      Math.max(
        1e-3,
        mean(history.slice(start, start + stretch), (row) => row.reconstruction + row.kl)! - reference,
      ),
    ),
  };
}
