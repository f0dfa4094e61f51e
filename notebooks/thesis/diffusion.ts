// The diffusion equation ∂ρ/∂t = ∂²ρ/∂θ² on the circle, (A.1a), without any series.

/** A density on the circle at evenly spaced angles. */
export interface CircleDensity {
  /** From −π on: [places]. */
  readonly angles: Float64Array;
  /** By radian: [places]. */
  readonly density: Float64Array;
}

/**
 * Solves the diffusion equation by finite differences from a unit mass at angle 0: explicit Euler steps of a sixth of
 * h², at which the errors of order h² in time and space cancel.
 * @param time t > 0
 * @param places angles round the circle, an even number
 */
export function diffuse(time: number, places = 360): CircleDensity {
  if (!(time > 0 && time < Infinity)) throw new RangeError(`diffuse(${time}): expected a time above 0`);
  if (!Number.isInteger(places) || places < 4 || places % 2)
    throw new RangeError(`diffuse(…, ${places}): expected an even number of places, 4 or more`);
  const h = (2 * Math.PI) / places;
  const steps = Math.ceil((6 * time) / h ** 2);
  const share = time / steps / h ** 2; // at most 1/6
  let density = new Float64Array(places);
  density[places / 2] = 1 / h;
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(places);
    for (let k = 0; k < places; k++) {
      const [left, right] = [density[(k || places) - 1], density[k + 1 === places ? 0 : k + 1]];
      next[k] = density[k] + share * (left - 2 * density[k] + right);
    }
    density = next;
  }
  return { angles: Float64Array.from(density, (_, k) => -Math.PI + k * h), density };
}
