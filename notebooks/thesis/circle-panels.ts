// Figures 5.4 and 7.1: the posteriors of X_Vis, rows by the noise on the data, columns by σ_X.
import { type Chart, circleScatter, planeScatter } from '@latent-torus/notebook';
import { dataNoises, evenCircle } from './circle-data';
import { type CirclePosteriors, placesOf } from './circle-figures';
import { type CircleSetting, decoderSigmas } from './circle-runs';

/** Every second phase of X_Vis is drawn: 50. */
const shown = (length: number) => Array.from({ length: Math.ceil(length / 2) }, (_, i) => 2 * i);

/** The replica of each setting that is drawn: the first repetition, unless told otherwise. */
type Choice = (noise: number, sigmaX: number) => number;

function grid(
  settings: readonly CircleSetting[],
  panel: (place: number, title: string) => Chart,
  choice?: Choice,
): Chart {
  const rows = dataNoises.filter((noise) => settings.some((each) => each.noise === noise));
  return {
    vconcat: rows.map((noise) => ({
      hconcat: decoderSigmas.map((sigmaX) =>
        panel(
          choice?.(noise, sigmaX) ?? placesOf(settings, noise, sigmaX)[0],
          `σ = ${noise}, σ_X = ${sigmaX}`,
        ),
      ),
    })),
    resolve: { scale: { color: 'shared' } },
    config: { axis: { titleFontSize: 9, labelFontSize: 9 } },
  };
}

const phaseOf = (which: readonly number[]) => {
  const { values, period } = evenCircle().factors!.phase;
  return { name: 'Phase ϕ', values: which.map((i) => values[i]), period };
};

/** Figure 5.4: means in the plane, each with the ellipse of its standard deviations, (5.6). */
export const planePanels = (
  settings: readonly CircleSetting[],
  posteriors: readonly CirclePosteriors[],
  choice?: Choice,
) =>
  grid(
    settings,
    (place, title) => {
      const { means, parameters } = posteriors[place];
      const which = shown(means.length / 2);
      const pairs = (values: ArrayLike<number>) => which.flatMap((i) => [values[2 * i], values[2 * i + 1]]);
      const axes = pairs(parameters.logVariance).map((log) => Math.exp(log / 2));
      return planeScatter(
        { points: pairs(means), factor: phaseOf(which) },
        { title, size: 170, ellipses: { axes } },
      );
    },
    choice,
  );

/** Half the arc of a posterior: t as (7.11) has it for the printed posterior, √(2t) for the right one. */
export const halfWidths = ({ parameters }: CirclePosteriors): Float32Array =>
  parameters.logTime?.map(Math.exp) ?? parameters.logVariance.map((log) => Math.exp(log / 2));

/** Figure 7.1: means on the circle, each with its arc, (7.11). */
export const circlePanels = (
  settings: readonly CircleSetting[],
  posteriors: readonly CirclePosteriors[],
  choice?: Choice,
) =>
  grid(
    settings,
    (place, title) => {
      const { means } = posteriors[place];
      const which = shown(means.length);
      const half = halfWidths(posteriors[place]);
      return circleScatter(
        { points: which.map((i) => means[i]), factor: phaseOf(which) },
        { title, size: 170, arcs: { halfWidths: which.map((i) => half[i]) } },
      );
    },
    choice,
  );
