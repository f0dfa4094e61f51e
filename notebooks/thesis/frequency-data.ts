// The benchmark in the frequency domain (thesis, section 6.1), as points whose moments are exact.
import { tf } from 'latent-torus';

/** (sin ϕ, cos ϕ) at evenly spaced phases, (6.5): [phases, 2]. */
export const frequencyCircle = (phases: number): tf.Tensor2D =>
  tf.tensor2d(
    Array.from({ length: phases }, (_, k) => {
      const phase = -Math.PI + (2 * Math.PI * k) / phases;
      return [Math.sin(phase), Math.cos(phase)];
    }),
  );

/**
 * Points of the noisy circle, F(ϕ) + σ√2 · (cos ψ, sin ψ) for even grids of ϕ and ψ: mean 0 and covariance (½ + σ²) I as the
 * distribution (6.6) has them, without sampling error. A quadratic loss sees no more of the data than these.
 * @param sigma σ ≥ 0 of the noise
 * @param side phases, and directions of the noise, each 3 or more: [side², 2]
 */
export function frequencyData(sigma: number, side = 8): tf.Tensor2D {
  if (!(sigma >= 0 && sigma < Infinity)) throw new RangeError(`σ is ${sigma}; expected 0 or more`);
  if (!Number.isInteger(side) || side < 3)
    throw new RangeError(`side is ${side}; expected a whole number from 3`);
  const angles = Array.from({ length: side }, (_, k) => (2 * Math.PI * k) / side);
  const radius = sigma * Math.SQRT2;
  return tf.tensor2d(
    angles.flatMap((phase) =>
      angles.map((psi) => [
        Math.sin(phase) + radius * Math.cos(psi),
        Math.cos(phase) + radius * Math.sin(psi),
      ]),
    ),
  );
}
