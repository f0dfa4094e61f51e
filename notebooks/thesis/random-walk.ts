import { Random } from '@latent-torus/random';

export interface RandomWalkOptions {
  walkers: number;
  /** t, how long each walks; above 0. */
  time: number;
  /** Of one step (default t/200). */
  stepTime?: number;
  seed: number;
}

/**
 * Where walkers are that started at angle 0 and diffuse for a time, on the unwrapped line: [walkers]. Each step is
 * uniform with variance 2 · its time, so nothing about the steps is normal.
 */
export function randomWalk({ walkers, time, stepTime = time / 200, seed }: RandomWalkOptions): Float64Array {
  if (!Number.isInteger(walkers) || walkers < 1)
    throw new RangeError(`${walkers} walkers; expected a whole number, 1 or more`);
  if (!(time > 0 && stepTime > 0 && stepTime <= time))
    throw new RangeError(`time ${time} in steps of ${stepTime}; expected 0 < step ≤ time`);
  const steps = Math.round(time / stepTime);
  const reach = Math.sqrt((6 * time) / steps); // uniform in ± reach: variance reach²/3 = 2 · time/steps
  const random = new Random(`random walk ${seed}`);
  return Float64Array.from({ length: walkers }, () => {
    let at = 0;
    for (let step = 0; step < steps; step++) at += (2 * random.uniform() - 1) * reach;
    return at;
  });
}
