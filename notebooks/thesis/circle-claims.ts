// What the thesis claims in prose of its models on the circle (sections 4.3, 5.4, 5.5, 7.3, 7.4), made measurable. Statistics
// and thresholds were written down before the runs at scale `paper`. A value for each repetition.
import type { Claim } from '@latent-torus/notebook';
import { type CircleFigures, placesOf } from './circle-figures';
import { type CircleSetting, repetitions } from './circle-runs';
import type { CodeLoop } from './code-loop';

export const circleClaims = {
  weight: {
    where: '4.3',
    claim: 'Increasing σ_X gives the divergence more weight',
    statistic: 'KL at σ_X = 0.01 minus KL at σ_X = 1, data of σ = 0.01 (nats)',
    threshold: { atLeast: 0 },
  },
  wider: {
    where: '5.4, 7.3',
    claim: 'A larger σ_X makes posteriors wider',
    statistic: 'log₁₀ of the mean standard deviation at σ_X = 1 over that at 0.01, data of σ = 0.01',
    threshold: { atLeast: 0 },
  },
  alike: {
    where: '5.5, 7.4',
    claim: 'The figures for data of σ = 0.01 and σ = 0.1 are the same',
    statistic: '|−ELBO at σ = 0.1 minus that at 0.01|, mean over σ_X = 0.1 and 1 (nats)',
    threshold: { atMost: 0.5 },
  },
  preciser: {
    where: '5.5',
    claim: 'At σ_X = 0.01 the MSE for σ = 0.01 is lower by one order than that for σ = 0.1',
    statistic: 'log₁₀ of MSE at σ = 0.1 over that at 0.01, σ_X = 0.01',
    threshold: { atLeast: 0.5 },
  },
  apart: {
    where: '5.4, 7.3',
    claim: 'With noise σ = 1 and σ_X of 0.1 or 0.01 the loop of codes falls apart',
    statistic:
      'longest step between neighbouring phases as a share of the way round, mean of both σ_X (even: 0.01)',
    threshold: { atLeast: 0.1 },
  },
  smooth: {
    where: '5.4',
    claim: 'With noise σ = 1 and σ_X = 1 the loop is smooth and circular',
    statistic: 'longest step between neighbouring phases as a share of the way round (even: 0.01)',
    threshold: { atMost: 0.05 },
  },
  closed: {
    where: '5.4, 7.3',
    claim: 'Codes form a loop for every σ_X, at little noise',
    statistic: 'share of σ_X whose codes go once round, data of σ = 0.01',
    threshold: { atLeast: 0.9 },
  },
  ordered: {
    where: '7.3',
    claim: 'Codes keep the order of their phases also at σ = 1',
    statistic: 'share of steps in the same direction, mean over σ_X, data of σ = 1',
    threshold: { atLeast: 0.95 },
  },
  covered: {
    where: '7.3',
    claim: 'At σ_X = 0.01 codes do not span the whole circle',
    statistic: 'share of the circle between the ends of the widest gap, data of σ = 0.01',
    threshold: { atMost: 0.8 },
  },
  noisier: {
    where: '7.4',
    claim: 'More noise on the data raises the MSE',
    statistic: 'log₁₀ of MSE at σ = 1 over that at σ = 0.1, mean over σ_X',
    threshold: { atLeast: 0.3 },
  },
} satisfies Record<string, Claim>;

export type CircleClaim = keyof typeof circleClaims;

/** A model's sweep, measured. */
export interface MeasuredSweep {
  readonly settings: readonly CircleSetting[];
  readonly figures: readonly CircleFigures[];
  readonly loops: readonly CodeLoop[];
  /** Mean standard deviation of the posteriors of X_Vis, by replica. */
  readonly widths: readonly number[];
}

/** The statistic of each claim, a value for each repetition. */
export function circleClaimValues({
  settings,
  figures,
  loops,
  widths,
}: MeasuredSweep): Record<CircleClaim, number[]> {
  const each = (value: (at: (noise: number, sigmaX: number) => number) => number) =>
    Array.from({ length: repetitions() }, (_, i) =>
      value((noise, sigmaX) => placesOf(settings, noise, sigmaX)[i]),
    );
  const sigmas = [1, 0.1, 0.01];
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const mseRatio = (a: number, b: number) => Math.log10(figures[a].mse / figures[b].mse);
  return {
    weight: each((at) => figures[at(0.01, 0.01)].kl - figures[at(0.01, 1)].kl),
    wider: each((at) => Math.log10(widths[at(0.01, 1)] / widths[at(0.01, 0.01)])),
    alike: each((at) =>
      mean([0.1, 1].map((s) => Math.abs(figures[at(0.1, s)].total - figures[at(0.01, s)].total))),
    ),
    preciser: each((at) => mseRatio(at(0.1, 0.01), at(0.01, 0.01))),
    apart: each((at) => mean([0.1, 0.01].map((s) => loops[at(1, s)].longestStep))),
    smooth: each((at) => loops[at(1, 1)].longestStep),
    closed: each((at) => mean(sigmas.map((s) => Number(Math.abs(loops[at(0.01, s)].winding) === 1)))),
    ordered: each((at) => mean(sigmas.map((s) => loops[at(1, s)].sameWay))),
    covered: each((at) => loops[at(0.01, 0.01)].covered),
    noisier: each((at) => mean(sigmas.map((s) => mseRatio(at(1, s), at(0.1, s))))),
  };
}
