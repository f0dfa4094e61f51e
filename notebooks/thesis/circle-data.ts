// The benchmark data of the thesis' chapter 5: sine waves of one period, told apart by their phase.
import { checkSamples, type Samples } from '@latent-torus/datasets';
import { Random } from '@latent-torus/random';

const TURN = 2 * Math.PI;

/** D: numbers in a datapoint. */
export const signalLength = 25;

/** The standard deviations σ of the noise on the three data sets. */
export const dataNoises: readonly number[] = [0.01, 0.1, 1];

/**
 * F(ϕ) = (sin(2πj/D + ϕ)), j = 1 … D, of each phase: [count, D] row by row. Thesis, (5.1). Its points are a circle of
 * radius √(D/2) in a plane of ℝᴰ.
 * @param length D, 3 or more: below that the wave of one period is not resolved
 */
export function signals(phases: ArrayLike<number>, length: number = signalLength): Float32Array {
  if (!Number.isInteger(length) || length < 3)
    throw new RangeError(`signals: length is ${length}; expected a whole number, 3 or more`);
  return Float32Array.from({ length: phases.length * length }, (_, i) =>
    Math.sin((TURN * ((i % length) + 1)) / length + phases[Math.floor(i / length)]),
  );
}

export interface CircleDataOptions {
  /** N (default 10,000). */
  count?: number;
  /** D (default 25). */
  length?: number;
  /** Of phases and noise (default 1). Data sets of one seed have the same phases, and the same noise but for its size. */
  seed?: number;
}

/**
 * X_σ of the thesis' section 5.1: F at phases uniform in [−π, π), with normal noise of standard deviation σ on each number.
 * The samples carry their phase as the factor `phase`. They are the document's own data, generated as it says, and so not
 * marked as a stand-in.
 * @param noise σ, 0 or more
 */
export function circleData(noise: number, options: CircleDataOptions = {}): Samples {
  const { count = 10_000, length = signalLength, seed = 1 } = options;
  if (!(noise >= 0 && noise < Infinity))
    throw new RangeError(`circleData: noise is ${noise}; expected a standard deviation from 0`);
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`circleData: count is ${count}; expected a whole number, 1 or more`);
  const random = new Random(`circle data/${seed}`);
  const phases = Float32Array.from({ length: count }, () => TURN * random.uniform() - Math.PI);
  const pixels = signals(phases, length).map((value) => value + noise * random.normal());
  return samplesOf(`circle, σ = ${noise}`, phases, pixels, length);
}

/** X_Vis of the thesis' section 5.4: F without noise at 100 phases evenly round the circle, (5.4) and (5.5). */
export function evenCircle(count = 100, length: number = signalLength): Samples {
  const phases = Float32Array.from({ length: count }, (_, i) => (TURN * i) / count - Math.PI);
  return samplesOf('circle without noise', phases, signals(phases, length), length);
}

const samplesOf = (name: string, phases: Float32Array, pixels: Float32Array, length: number): Samples =>
  checkSamples({
    name,
    synthetic: false,
    count: phases.length,
    shape: [length],
    pixels,
    factors: { phase: { values: phases, period: TURN } },
  });
