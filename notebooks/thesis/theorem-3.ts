// Theorem 3 of the thesis: how far from the origin the best linear encoder puts the circle.

/** A linear baseline VAE on the benchmark in the frequency domain. */
export interface LinearSetting {
  /** σ ≥ 0 of the noise on the data. */
  readonly sigma: number;
  /** σ_X > 0 of the decoder's distribution. */
  readonly sigmaX: number;
  /** σ_Z > 0 of the encoder's distribution. */
  readonly sigmaZ: number;
}

/** Γ = ½ + σ²: the variance of each of the two coordinates of the data. */
export const dataVariance = ({ sigma }: Pick<LinearSetting, 'sigma'>): number => 0.5 + sigma ** 2;

/** Whether the best encoder sends everything to 0: √Γ ≤ σ_X σ_Z. */
export const collapses = (setting: LinearSetting): boolean =>
  Math.sqrt(dataVariance(setting)) <= setting.sigmaX * setting.sigmaZ;

/** ‖Gx‖² of the best encoder for x = F(ϕ): σ_Z (√Γ − σ_X σ_Z) / (Γ σ_X), or 0. */
export function squaredRadius(setting: LinearSetting): number {
  const { sigmaX, sigmaZ } = setting;
  const variance = dataVariance(setting);
  return Math.max((sigmaZ * (Math.sqrt(variance) - sigmaX * sigmaZ)) / (variance * sigmaX), 0);
}

/** The same as printed in (6.17), without the factor σ_Z: (σ_Z/Γ) · (√Γ − σ_X σ_Z) / (σ_X σ_Z), or 0. */
export function printedSquaredRadius(setting: LinearSetting): number {
  const { sigmaX, sigmaZ } = setting;
  const variance = dataVariance(setting);
  return Math.max((sigmaZ / variance) * ((Math.sqrt(variance) - sigmaX * sigmaZ) / (sigmaX * sigmaZ)), 0);
}
