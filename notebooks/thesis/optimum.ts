// The best that a variational autoencoder can reach on the benchmark: erratum T4, for any size, σ_X and posterior.
import { minimise } from './minimise';

const TURN = 2 * Math.PI;

/** Posteriors on a circle: the heat kernel; (7.5) and (7.10) as printed; with (7.9) taken literally; von Mises. */
export type CirclePosterior = 'right' | 'printed' | 'literal' | 'von Mises';

export interface OptimumOptions {
  /** σ_X of the decoder. */
  sigmaX: number;
  /** Default 'right'. */
  posterior?: CirclePosterior;
  /** D: numbers in a datapoint (default 25). */
  inputs?: number;
  /** ‖F‖² of one circle (default D/2; on the torus of chapter 11, `D * D / 2` with D² inputs). */
  energy?: number;
  /** Circles that the data are a sum of, each with an angle of its own (default 1; 2 for a torus). */
  circles?: number;
  /**
   * 'on the data' (the default, T4): the decoder draws the data's own circle. 'shrunk': the circle of the radius that is
   * best for noisy angles, ρ√energy with ρ = E cos of the noise; a little lower still at large σ_X.
   */
  decoder?: 'on the data' | 'shrunk';
}

/** Terms of the negative ELBO on data without noise, in nats. */
export interface Optimum {
  total: number;
  kl: number;
  reconstruction: number;
  /** The posterior's parameter there: t (a concentration κ for von Mises). */
  parameter: number;
  /** E cos of the angle's noise. */
  resultant: number;
  /** ‖x − decoded mean‖². */
  squaredError: number;
}

/**
 * The negative ELBO of the best model whose posterior is the same round each phase: angles are the phases, the decoder draws a
 * circle, and the posterior's parameter minimises divergence plus reconstruction.
 *
 * The reconstruction follows from ‖F(ϕ) − rF(θ)‖² = E(1 + r² − 2r cos(θ − ϕ)), E = ‖F‖²: its mean over the noise of θ is
 * E(1 + r² − 2rρ). On the data (r = 1) that is 2E(1 − ρ); the best r is ρ, which leaves E(1 − ρ²).
 * @throws RangeError for a σ_X that is not above 0
 */
export function circleOptimum(options: OptimumOptions): Optimum {
  const { sigmaX, posterior = 'right', inputs = 25, energy = inputs / 2, circles = 1 } = options;
  const { decoder = 'on the data' } = options;
  if (!(sigmaX > 0 && sigmaX < Infinity))
    throw new RangeError(`circleOptimum: sigmaX is ${sigmaX}; expected a standard deviation above 0`);
  const { kl, resultant, range } = posteriors[posterior];
  const termsAt = (log: number): Optimum => {
    const parameter = Math.exp(log);
    const lost = resultant(parameter); // 1 − ρ
    const square = decoder === 'shrunk' ? lost * (2 - lost) : 2 * lost; // per energy
    const constant = (inputs / 2) * Math.log(TURN * sigmaX ** 2);
    const reconstruction = (circles * energy * square) / (2 * sigmaX ** 2) + constant;
    const divergence = circles * kl(parameter);
    return {
      total: divergence + reconstruction,
      kl: divergence,
      reconstruction,
      parameter,
      resultant: 1 - lost,
      squaredError: decoder === 'shrunk' ? circles * energy * lost ** 2 : 0,
    };
  };
  return termsAt(minimise((log) => termsAt(log).total, range));
}

/** Divergence from the uniform distribution in nats, and 1 − E cos of the noise, by parameter; the range of its logarithm. */
const posteriors: Record<
  CirclePosterior,
  { kl: (p: number) => number; resultant: (p: number) => number; range: [number, number] }
> = {
  right: { kl: heatKernelKl, resultant: (t) => -Math.expm1(-t), range: [-24, 3] },
  printed: { kl: (t) => printedKl(t, () => 1), resultant: (t) => -Math.expm1((-t * t) / 2), range: [-12, 1] },
  literal: {
    kl: (t) => printedKl(t, (p) => p),
    resultant: (t) => -Math.expm1((-t * t) / 2),
    range: [-12, 1],
  },
  'von Mises': { kl: (k) => vonMises(k).kl, resultant: (k) => vonMises(k).lost, range: [-3, 24] },
};

/** The heat kernel of the circle at time t. */
export function heatKernel(angle: number, time: number): number {
  const waves = [1, 2, 3, 4, 5, 6, 7, 8];
  if (time > 1)
    return waves.reduce((sum, m) => sum + 2 * Math.cos(m * angle) * Math.exp(-m * m * time), 1) / TURN;
  const turns = [-2, -1, 0, 1, 2];
  const wrapped = angle - TURN * Math.round(angle / TURN);
  const sum = turns.reduce((total, k) => total + Math.exp(-((wrapped + TURN * k) ** 2) / (4 * time)), 0);
  return sum / Math.sqrt(2 * TURN * time);
}

/** D_KL of the heat kernel from the uniform distribution: log 2π minus its entropy. */
export function heatKernelKl(time: number): number {
  if (time < 0.05) return 0.5 * Math.log(TURN) - 0.5 * (1 + Math.log(2 * time)); // nothing wraps round
  return periodic((angle) => {
    const density = TURN * heatKernel(angle, time);
    return density * Math.log(density);
  });
}

/** What (7.9) is on average: the mean of w(P)·log(P/P_Θ) over samples of (7.10), P as in (7.5). */
const printedKl = (time: number, weight: (density: number) => number) =>
  overNormal((noise) => {
    const density = 0.5 / TURN + 0.5 * heatKernel(noise * time, time);
    return weight(density) * Math.log(TURN * density);
  });

/** Von Mises of concentration κ: divergence κA − log I₀ and 1 − A. Both integrals over where it has any mass. */
function vonMises(concentration: number): { kl: number; lost: number } {
  const reach = Math.min(Math.PI, 12 / Math.sqrt(concentration));
  const exponent = (share: number) => -2 * Math.sin((share * reach) / 2) ** 2; // cos − 1
  const grid = Array.from({ length: 400 }, (_, i) => exponent((2 * i) / 400 - 1));
  const weights = grid.map((e) => Math.exp(concentration * e));
  const sum = weights.reduce((a, b) => a + b, 0);
  const lost = -weights.reduce((total, w, i) => total + w * grid[i], 0) / sum;
  return { kl: -concentration * lost - Math.log((sum * 2 * reach) / 400 / TURN), lost };
}

/** The mean of a function round the circle. */
const periodic = (f: (angle: number) => number, points = 256) =>
  Array.from({ length: points }, (_, i) => f((TURN * i) / points)).reduce((a, b) => a + b) / points;

/** The mean of a function over a standard normal number. */
function overNormal(f: (noise: number) => number): number {
  const step = 1 / 32;
  let sum = 0;
  for (let x = -9; x <= 9; x += step) sum += f(x) * Math.exp(-0.5 * x * x);
  return (sum * step) / Math.sqrt(TURN);
}

/**
 * −log p(x) of a datapoint without noise under the best circle of decoder means, evenly used. The radius is chosen best;
 * energy is ‖F‖². No bound can be lower, on whatever latent space: with a Gaussian decoder p(x) is a mixture of N(m, σ_X² I),
 * and for data spread evenly over a circle this is the best mixture. For no mean m does E N(x; m)/p(x) exceed 1, as by symmetry
 * p(x) is the same at all data and the radius is the best one: B. Lindsay's condition (The geometry of mixture likelihoods,
 * Annals of Statistics 11, 1983).
 */
export function circleEvidence({ sigmaX, inputs = 25, energy = inputs / 2 }: OptimumOptions): number {
  const at = (ratio: number) => {
    const concentration = (ratio * energy) / sigmaX ** 2;
    const reach = Math.min(Math.PI, 12 / Math.sqrt(concentration));
    const mean = // of exp κ(cos − 1)
      (periodic((a) => Math.exp(-2 * concentration * Math.sin(((a / Math.PI - 1) * reach) / 2) ** 2), 400) *
        reach) /
      Math.PI;
    return ((1 - ratio) ** 2 * energy) / (2 * sigmaX ** 2) - Math.log(mean);
  };
  const logRatio = minimise((log) => at(Math.exp(log)), [-3, 0.5]);
  return at(Math.exp(logRatio)) + (inputs / 2) * Math.log(TURN * sigmaX ** 2);
}
