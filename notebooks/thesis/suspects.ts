// What each of the three misprints of section 7.1 does to the best model's loss: errata T1, T2 and T3, alone and together.
import { minimise } from './minimise';
import { heatKernel } from './optimum';

const TURN = 2 * Math.PI;

/** Which equations of the thesis' section 7.1 are taken as printed. */
export interface Mistakes {
  /** T1: the density (7.5), half uniform, half heat kernel. */
  readonly density?: boolean;
  /** T2: the sampler (7.10), µ + tε in place of µ + √(2t)ε. */
  readonly sampler?: boolean;
  /** T3: (7.9), which weighs log(P/P_Θ) by P at samples of P. */
  readonly weight?: boolean;
}

/** What a loss with these mistakes is at its best, on data without noise, in nats. */
export interface Suspect {
  /** Divergence as counted + reconstruction. */
  readonly total: number;
  readonly counted: number;
  readonly reconstruction: number;
  readonly time: number;
  /** Standard deviation of the angle that the sampler really gives, in radians. */
  readonly noise: number;
}

/** Standard deviation of a sampled angle, before it is wrapped. */
export const sampledNoise = (time: number, { sampler }: Mistakes): number =>
  sampler ? time : Math.sqrt(2 * time);

/** What the estimate of the divergence is on average over its samples, in nats: a divergence only without mistakes. */
export function countedDivergence(time: number, mistakes: Mistakes): number {
  const noise = sampledNoise(time, mistakes);
  const step = 1 / 32;
  let sum = 0;
  for (let e = -9; e <= 9; e += step) {
    const kernel = heatKernel(noise * e, time);
    const density = mistakes.density ? 0.5 / TURN + 0.5 * kernel : kernel;
    const log = density > 0 ? Math.log(TURN * density) : 0; // so far out that its weight is 0
    sum += (mistakes.weight ? density : 1) * log * Math.exp(-0.5 * e * e);
  }
  return (sum * step) / Math.sqrt(TURN);
}

/**
 * The least loss of a model whose decoder draws the data's own circle, ‖F‖² = D/2.
 * @param sigmaX σ_X > 0
 * @param inputs D
 */
export function suspectOptimum(sigmaX: number, mistakes: Mistakes, inputs = 25): Suspect {
  if (!(sigmaX > 0)) throw new RangeError(`suspectOptimum(${sigmaX}): expected σ_X above 0`);
  const at = (time: number): Suspect => {
    const noise = sampledNoise(time, mistakes);
    const counted = countedDivergence(time, mistakes);
    const reconstruction =
      (inputs / 2) * (-Math.expm1(-(noise ** 2) / 2) / sigmaX ** 2 + Math.log(TURN * sigmaX ** 2));
    return { total: counted + reconstruction, counted, reconstruction, time, noise };
  };
  const [low, high] = mistakes.sampler ? [-12, 1] : [-24, 2];
  return at(Math.exp(minimise((log) => at(Math.exp(log)).total, [low, high])));
}
