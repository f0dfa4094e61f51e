// Tables 5.1 and 7.1 as the thesis prints them: mean and standard deviation over five repetitions.
import type { CircleFigures } from './circle-figures';

/** Mean and standard deviation. */
export type Spread = readonly [mean: number, deviation: number];

/** A setting of a table: what the thesis reports of each figure. */
export interface ReportedSetting {
  readonly noise: number;
  readonly sigmaX: number;
  readonly figures: Readonly<Record<keyof CircleFigures, Spread>>;
}

/** Repetitions behind each value. */
export const reportedRepetitions = 5;

const row = (
  noise: number,
  sigmaX: number,
  total: Spread,
  kl: Spread,
  rec: Spread,
  mse: Spread,
): ReportedSetting => ({
  noise,
  sigmaX,
  figures: { total, kl, reconstruction: rec, mse },
});

/** Table 5.1: the baseline. */
export const table51: readonly ReportedSetting[] = [
  row(0.01, 0.01, [-79.9, 0.19], [11.18, 0.15], [-91.09, 0.04], [1.59e-5, 0.64e-5]),
  row(0.01, 0.1, [-28.87, 0.03], [4.95, 0.02], [-33.81, 0.02], [1.68e-3, 0.23e-3]),
  row(0.01, 1, [25.41, 0.01], [1.74, 0.01], [23.67, 0.01], [4.22e-2, 0.34e-2]),
  row(0.1, 0.01, [-79.01, 0.11], [11.1, 0.07], [-90.11, 0.08], [2.08e-4, 0.17e-4]),
  row(0.1, 0.1, [-28.74, 0.16], [5.04, 0.1], [-33.77, 0.06], [1.52e-3, 0.17e-3]),
  row(0.1, 1, [25.37, 0.01], [1.75, 0.01], [23.62, 0.07], [4.51e-2, 1.08e-2]),
  row(1, 0.01, [919.28, 213.64], [17.53, 3.35], [901.75, 215.37], [1.99e-2, 0.43e-2]),
  row(1, 0.1, [-12.99, 3.09], [7.79, 0.3], [-20.79, 2.9], [2.59e-2, 0.59e-2]),
  row(1, 1, [25.53, 0.01], [1.79, 0.01], [23.74, 0.01], [4.61e-3, 0.15e-3]),
];

/** Table 7.1: the diffusion VAE. */
export const table71: readonly ReportedSetting[] = [
  row(0.01, 0.01, [-84.99, 1.49], [3.49, 0.21], [-88.48, 1.3], [6.78e-4, 2.52e-4]),
  row(0.01, 0.1, [-32.16, 0.29], [2.14, 0.29], [-34.3, 0.03], [8.4e-4, 7.02e-4]),
  row(0.01, 1, [24.04, 0.06], [0.769, 0.001], [23.27, 0.06], [0.726, 1.24]),
  row(0.1, 0.01, [-80.96, 3.39], [3.47, 0.07], [-84.43, 3.32], [1.49e-3, 0.66e-3]),
  row(0.1, 0.1, [-31.45, 1.77], [1.98, 0.01], [-33.43, 1.77], [1.83e-2, 3.57e-2]),
  row(0.1, 1, [24.05, 0.09], [0.768, 0.001], [23.28, 0.09], [9.51e-2, 17.5e-2]),
  row(1, 0.01, [1849.45, 943.38], [5.03, 0.33], [1844.42, 943.4], [0.387, 0.189]),
  row(1, 0.1, [1.32, 23.47], [3.2, 0.86], [-1.88, 22.71], [0.65, 0.454]),
  row(1, 1, [24.15, 0.09], [0.778, 0.006], [23.37, 0.09], [0.286, 0.188]),
];

/** What a table reports of a setting. @throws RangeError for a setting that it does not have */
export function reportedAt(table: readonly ReportedSetting[], noise: number, sigmaX: number) {
  const found = table.find((each) => each.noise === noise && each.sigmaX === sigmaX);
  if (!found) throw new RangeError(`the table has no setting σ = ${noise}, σ_X = ${sigmaX}`);
  return found.figures;
}
