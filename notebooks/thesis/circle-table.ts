// A table of the thesis beside what was measured.
import type { Row } from '@latent-torus/notebook';
import { deviation, mean } from 'd3-array';
import { type CircleFigures, placesOf } from './circle-figures';
import type { CircleSetting } from './circle-runs';
import { type ReportedSetting, reportedRepetitions } from './reported';

/** What the columns of figures are called. */
export const figureNames: Readonly<Record<keyof CircleFigures, string>> = {
  total: '−ELBO',
  kl: 'KL',
  reconstruction: 'reconstruction',
  mse: 'MSE',
};

/** A measured figure of a setting, with what the thesis reports. */
export interface Compared {
  readonly noise: number;
  readonly sigmaX: number;
  readonly figure: keyof CircleFigures;
  readonly reported: number;
  readonly reportedSd: number;
  readonly measured: number;
  /** Undefined for one repetition. */
  readonly measuredSd?: number;
  /** Difference of the means over its standard error; undefined where a spread is not known, or both are 0. */
  readonly z?: number;
}

/** Every figure of every setting of a table that was measured. */
export function compared(
  table: readonly ReportedSetting[],
  settings: readonly CircleSetting[],
  figures: readonly CircleFigures[],
): Compared[] {
  return table.flatMap(({ noise, sigmaX, figures: reported }) => {
    const places = placesOf(settings, noise, sigmaX);
    if (!places.length) return [];
    return (Object.keys(figureNames) as (keyof CircleFigures)[]).map((figure) => {
      const values = places.map((place) => figures[place][figure]);
      const [centre, spread] = reported[figure];
      const measured = mean(values)!;
      const measuredSd = deviation(values);
      const error = Math.sqrt(spread ** 2 / reportedRepetitions + (measuredSd ?? 0) ** 2 / values.length);
      const z = measuredSd === undefined || error === 0 ? undefined : (measured - centre) / error;
      return { noise, sigmaX, figure, reported: centre, reportedSd: spread, measured, measuredSd, z };
    });
  });
}

/** As rows to show: `± ` are standard deviations over repetitions. */
export const comparedRows = (
  all: readonly Compared[],
  optimum?: (sigmaX: number) => Readonly<Partial<Record<keyof CircleFigures, number>>>,
): Row[] =>
  all.map(({ noise, sigmaX, figure, reported, reportedSd, measured, measuredSd, z }) => ({
    σ: noise,
    σ_X: sigmaX,
    figure: figureNames[figure],
    reported: written(reported, reportedSd),
    measured: written(measured, measuredSd),
    z: z === undefined ? '' : z.toFixed(1),
    ...(optimum ? { optimum: optimumText(optimum(sigmaX)[figure]) } : {}),
  }));

const optimumText = (value: number | undefined) => (value === undefined ? '' : number(value));

const written = (centre: number, spread?: number) =>
  spread === undefined ? number(centre) : `${number(centre)} ± ${number(spread)}`;

/** Three digits for what is small, two decimals else, with a true minus sign. */
const number = (value: number) =>
  (Math.abs(value) < 0.1 && value !== 0 ? value.toExponential(2) : value.toFixed(2)).replaceAll('-', '−');
