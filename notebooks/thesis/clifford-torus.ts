import { heatKernelTorus, type LatentSpace, tf } from 'latent-torus';

/**
 * A torus of angles whose decoder sees (cos θ₁, sin θ₁, cos θ₂, sin θ₂)/√k, the thesis' (11.6) for k = 2: a point of the unit
 * sphere. Posterior and prior are those of `flat`; each angle has a time t of its own (11.8).
 * @param flat a torus of k angles (default: two, exact heat kernel)
 */
export function cliffordTorus(flat: LatentSpace = heatKernelTorus(2)): LatentSpace {
  const scale = 1 / Math.sqrt(flat.coordinates);
  return {
    ...flat,
    name: `clifford(${flat.name})`,
    embed: (point) => tf.mul(flat.embed(point), scale),
  };
}
