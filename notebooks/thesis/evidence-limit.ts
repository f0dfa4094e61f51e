// The lowest −log p(x) that any model with a Gaussian decoder can reach on the benchmark: no negative bound lies below it.

export interface EvidenceLimit {
  /** The least mean of −log p(x) over noise-free data, in nats. */
  readonly value: number;
  /** The radius of the circle of decoder means that reaches it. */
  readonly radius: number;
}

/** Points of the trapezoidal rule round the circle: for κ up to 1e6 its error is that of double precision. */
const POINTS = 1 << 14;

/** log I₀(κ) − κ, for κ ≥ 0. */
function scaledLogBessel(kappa: number): number {
  let sum = 0;
  for (let k = 0; k < POINTS; k++) sum += Math.exp(kappa * (Math.cos((2 * Math.PI * k) / POINTS) - 1));
  return Math.log(sum / POINTS);
}

/**
 * Data on a circle of radius R = √(D/2) (the thesis' F(ϕ), noise-free), decoder N(m, σ_X² I). Whatever the latent space, its
 * prior and its decoder, p(x) is a mixture of such normals. The best mixture is an even circle of radius r: for it
 * −log p(x) = (D/2) log 2πσ_X² + (R² + r²)/(2σ_X²) − log I₀(rR/σ_X²), the same at all data, and its ratio to the density of any
 * other mean is greatest at that same r, which is B. Lindsay's condition for a maximum over all mixtures (The geometry of
 * mixture likelihoods, Annals of Statistics 11, 1983).
 * @param inputs D
 * @param sigmaX σ_X > 0
 */
export function evidenceLimit(inputs: number, sigmaX: number): EvidenceLimit {
  if (!(inputs >= 2)) throw new RangeError(`evidenceLimit(${inputs}, …): expected 2 or more inputs`);
  if (!(sigmaX > 0)) throw new RangeError(`evidenceLimit(…, ${sigmaX}): expected σ_X above 0`);
  const [outer, variance] = [Math.sqrt(inputs / 2), sigmaX ** 2];
  const loss = (r: number) =>
    0.5 * inputs * Math.log(2 * Math.PI * variance) +
    (outer - r) ** 2 / (2 * variance) -
    scaledLogBessel((r * outer) / variance);
  // Golden section: the loss has one minimum in r.
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0, outer];
  while (high - low > 1e-7 * outer) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    if (loss(a) < loss(b)) high = b;
    else low = a;
  }
  const radius = (low + high) / 2;
  return { value: loss(radius), radius };
}
