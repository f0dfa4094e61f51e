import { expectList, expectSamples } from './expect';
import type { Images } from './images';
import { type Factor, type Samples, sampleSize } from './samples';

/**
 * The samples at the given positions, in the given order, with their labels and factors.
 * @throws RangeError if a position lies outside the set
 */
export function take<S extends Samples>(samples: S, indices: ArrayLike<number>, name = samples.name): S {
  expectSamples('take', samples);
  expectList('take', 'indices', indices, '[0, 1, 2]');
  const size = sampleSize(samples);
  const { labels } = samples as Partial<Images>;
  const pixels = new Float32Array(indices.length * size);
  for (let row = 0; row < indices.length; row++) {
    const from = indices[row];
    if (!Number.isInteger(from) || from < 0 || from >= samples.count) {
      const expected = `a whole number below ${samples.count}`;
      throw new RangeError(`take('${samples.name}'): position ${from}; expected ${expected}`);
    }
    pixels.set(samples.pixels.subarray(from * size, (from + 1) * size), row * size);
  }
  return {
    ...samples,
    name,
    count: indices.length,
    pixels,
    ...(labels && { labels: Uint8Array.from(indices, (i) => labels[i]) }),
    ...(samples.factors && { factors: takeFactors(samples.factors, indices) }),
  };
}

const takeFactors = (
  factors: Readonly<Record<string, Factor>>,
  indices: ArrayLike<number>,
): Record<string, Factor> =>
  Object.fromEntries(
    Object.entries(factors).map(([name, factor]) => [
      name,
      { ...factor, values: Float32Array.from(indices, (i) => factor.values[i]) },
    ]),
  );
