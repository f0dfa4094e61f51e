/** A normal distribution on the line. */
export interface Normal {
  readonly mean: number;
  /** Standard deviation, above 0. */
  readonly sd: number;
}

/** D_KL(q ‖ p) of two normal distributions, in nats. For p = N(0, 1) it is the thesis' (4.4) with d = 1. */
export function normalKl(q: Normal, p: Normal = { mean: 0, sd: 1 }): number {
  const ratio = q.sd / p.sd;
  return 0.5 * (ratio ** 2 + ((q.mean - p.mean) / p.sd) ** 2 - 1) - Math.log(ratio);
}
