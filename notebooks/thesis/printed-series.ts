/**
 * The density that the thesis prints as the solution of the diffusion equation, (7.5) and (A.19):
 * (1/2π) Σ_{m ≥ 0} cos(mθ) e^{−m²t}. It lacks a factor 2 before the cosines: it is ½ · uniform + ½ · heat kernel.
 * @param angle θ − µ
 * @param time t, from 1e-4 on
 */
export function printedSeries(angle: number, time: number): number {
  if (!(time >= 1e-4)) throw new RangeError(`printedSeries(…, ${time}): expected a time from 1e-4 on`);
  const terms = Math.ceil(Math.sqrt(36 / time)); // e^{−36} is below what a double adds to 1
  let sum = 0;
  for (let m = 0; m <= terms; m++) sum += Math.cos(m * angle) * Math.exp(-m * m * time);
  return sum / (2 * Math.PI);
}
