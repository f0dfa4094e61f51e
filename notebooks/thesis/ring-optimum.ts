// A reference for the baseline: the best ring of round Gaussians in the plane.
import { minimise } from './minimise';
import type { Optimum, OptimumOptions } from './optimum';

/**
 * The negative ELBO of the best model of a plane whose means are a circle of radius r, in the order of the phases, with the same
 * round posterior of deviation s about each, on data without noise.
 *
 * Only q = r/s matters: at its best s² = 2/(q² + 2), which leaves the divergence log(1 + q²/2). A point z of the plane tells of
 * its phase the von Mises distribution about its own angle of concentration κ = r|z|/s², so that the best decoder draws
 * A(κ)·F(arg z), A = I₁/I₀, and misses ‖F‖²(1 − E A²). It is not the best of all models of the plane: posteriors that are narrow
 * along the loop and wide across it cost less.
 */
export function ringOptimum({
  sigmaX,
  inputs = 25,
  energy = inputs / 2,
}: OptimumOptions): Omit<Optimum, 'squaredError'> {
  if (!(sigmaX > 0 && sigmaX < Infinity))
    throw new RangeError(`ringOptimum: sigmaX is ${sigmaX}; expected a standard deviation above 0`);
  const constant = (inputs / 2) * Math.log(2 * Math.PI * sigmaX ** 2);
  const termsAt = (log: number) => {
    const ratio = Math.exp(log);
    const { missed, resultant } = meanOverPlane(ratio);
    const kl = Math.log1p(ratio ** 2 / 2);
    const reconstruction = (energy * missed) / (2 * sigmaX ** 2) + constant;
    return { total: kl + reconstruction, kl, reconstruction, parameter: ratio, resultant };
  };
  return termsAt(minimise((log) => termsAt(log).total, [-3, 10], 60));
}

/** 1 − E A² and E A over standard normal (a, b) at κ = q|(q + a, b)|. */
function meanOverPlane(ratio: number) {
  const step = 1 / 4;
  let [missed, resultant, mass] = [0, 0, 0];
  for (let a = -6; a <= 6; a += step) {
    for (let b = 0; b <= 6; b += step) {
      const weight = Math.exp(-(a * a + b * b) / 2) * (b ? 2 : 1);
      const lost = 1 - besselRatio(ratio * Math.hypot(ratio + a, b));
      missed += weight * lost * (2 - lost);
      resultant += weight * (1 - lost);
      mass += weight;
    }
  }
  return { missed: missed / mass, resultant: resultant / mass };
}

/** A(κ) = I₁(κ)/I₀(κ), by Lentz's continued fraction read from its end; for large κ the series in 1/κ. */
export function besselRatio(concentration: number): number {
  const k = concentration;
  if (k > 60) return 1 - 1 / (2 * k) - 1 / (8 * k ** 2) - 1 / (8 * k ** 3) - 25 / (128 * k ** 4);
  let ratio = 0;
  for (let n = 90; n >= 1; n--) ratio = 1 / ((2 * n) / (k || 1e-300) + ratio);
  return ratio;
}
