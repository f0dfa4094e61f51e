import type { Chart } from '@latent-torus/notebook';
import { imageSigmas } from './image-runs';
import { latentPanels } from './latent-panels';
import type { Loop } from './loop';
import type { ModelLoop } from './loops';

/** The points of a loop in a plane: angles on the unit circle, or as they are: [n, 2]. */
export const pointsOf = ({ means }: ModelLoop, count: number): number[] =>
  means.length === count
    ? Array.from(means, (angle) => [Math.cos(angle), Math.sin(angle)]).flat()
    : Array.from(means);

/** A circle of data in the latent space at each σ_X side by side: thesis, figures 10.2, 10.3, 10.6 and 10.7. */
export const sigmaPanels = (loops: readonly ModelLoop[], phases: ArrayLike<number>, legend: string): Chart =>
  latentPanels(
    loops.map((loop, i) => ({
      title: `σ_X = ${imageSigmas[i]}`,
      points: pointsOf(loop, phases.length),
      phases,
    })),
    { legend, size: 190 },
  );

/** What became of the loop at each σ_X, in a sentence. */
export const sigmaReading = (loops: readonly Loop[]): string =>
  `${loops
    .map(
      ({ state, correlation, jump }, i) =>
        `σ_X = ${imageSigmas[i]}: ${state} (circular correlation ${correlation.toFixed(2)}, longest step ` +
        `${(100 * jump).toFixed(0)} % of the loop)`,
    )
    .join('; ')}.`;
