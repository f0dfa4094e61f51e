import type { Normal } from './normal-kl';

const REACH = 10; // standard deviations; beyond them lies 2e-23 of the mass
const POINTS = 4001;

/**
 * ∫ f dq for a normal q, by the trapezoidal rule: for smooth f that grow no faster than polynomials its error is that of
 * double precision.
 */
export function expectation({ mean, sd }: Normal, f: (z: number) => number): number {
  if (!(sd > 0 && Number.isFinite(sd) && Number.isFinite(mean)))
    throw new RangeError(
      `expectation under N(${mean}, ${sd}²): expected a number and a standard deviation above 0`,
    );
  const step = (2 * REACH) / (POINTS - 1);
  let sum = 0;
  for (let k = 0; k < POINTS; k++) {
    const e = -REACH + k * step;
    sum += Math.exp(-0.5 * e * e) * f(mean + sd * e);
  }
  return (sum * step) / Math.sqrt(2 * Math.PI);
}
