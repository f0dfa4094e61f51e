/** Data as plain numbers: images, signals. */
export interface Samples {
  /** What a caption calls it: 'MNIST train', 'glyphs (synthetic digits)'. */
  readonly name: string;
  /** True for generated stand-ins; every figure drawn from them says so. */
  readonly synthetic: boolean;
  readonly count: number;
  /** Shape of one sample: [28, 28] for an image (height, width; upright), [25] for a signal. */
  readonly shape: readonly number[];
  /** [count, ...shape], the last dimension changing fastest; 0 … 1 for grey images. */
  readonly pixels: Float32Array;
  /** What else is known of each sample, by name: a phase, a pose. */
  readonly factors?: Readonly<Record<string, Factor>>;
}

/** A number known of each sample, such as the angle that an object was turned by. */
export interface Factor {
  /** [count] */
  readonly values: Float32Array;
  /** 2π for an angle, 64 for a shift of 64 pixels that comes round again; undefined where it is not cyclic. */
  readonly period?: number;
}

/** How many numbers one sample has: the product of its shape. */
export const sampleSize = ({ shape }: Pick<Samples, 'shape'>): number =>
  shape.reduce((product, n) => product * n, 1);

/**
 * Checks that samples are what they say and returns them.
 * @throws RangeError naming the field that does not fit
 */
export function checkSamples<S extends Samples>(samples: S): S {
  const { count, shape, pixels, factors = {} } = samples;
  const wrong = misfit(samples);
  if (!Number.isInteger(count) || count < 0) wrong(`count is ${count}`, 'a whole number from 0');
  if (shape.length === 0 || shape.some((n) => !Number.isInteger(n) || n < 1)) {
    wrong(`shape is [${shape.join(', ')}]`, 'one or more whole numbers from 1');
  }
  const whole = count * sampleSize(samples);
  if (pixels.length !== whole) {
    wrong(`${pixels.length} pixels`, `${[count, ...shape].join(' × ')} = ${whole}`);
  }
  for (const [name, { values, period }] of Object.entries(factors)) {
    if (values.length !== count) {
      wrong(`factor '${name}' has ${values.length} values`, `${count}, one for each sample`);
    }
    if (period !== undefined && !(period > 0 && Number.isFinite(period))) {
      wrong(`the period of factor '${name}' is ${period}`, 'a positive number, or none');
    }
  }
  return samples;
}

/** Throws for a field of some samples that does not fit. */
export const misfit =
  ({ name }: Samples) =>
  (found: string, expected: string): never => {
    throw new RangeError(`'${name}': ${found}; expected ${expected}`);
  };
