import { Random } from '@latent-torus/random';

/** A set of grey images with a class each. */
export interface Images {
  /** What a caption calls it: 'MNIST train', 'glyphs (synthetic digits)'. */
  readonly name: string;
  /** True for generated stand-ins; every figure drawn from them says so. */
  readonly synthetic: boolean;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** [count, height × width], 0 … 1, row by row, upright. */
  readonly pixels: Float32Array;
  /** [count], index into `classes`. */
  readonly labels: Uint8Array;
  readonly classes: readonly string[];
}

/**
 * Checks that a set of images is what it says and returns it.
 * @throws RangeError naming the field that does not fit
 */
export function checkImages(images: Images): Images {
  const { name, count, height, width, pixels, labels, classes } = images;
  const wrong = (found: string, expected: string): never => {
    throw new RangeError(`Images '${name}': ${found}; expected ${expected}`);
  };
  for (const [key, value] of Object.entries({ count, height, width })) {
    const least = key === 'count' ? 0 : 1;
    const right = Number.isInteger(value) && value >= least;
    if (!right) wrong(`${key} is ${value}`, `a whole number from ${least}`);
  }
  if (pixels.length !== count * height * width) {
    wrong(`${pixels.length} pixels`, `${count} × ${height} × ${width} = ${count * height * width}`);
  }
  if (labels.length !== count) wrong(`${labels.length} labels`, `${count}, one an image`);
  const label = labels.find((value) => value >= classes.length);
  if (label !== undefined) wrong(`label ${label}`, `an index into its ${classes.length} classes`);
  return images;
}

/**
 * The images at the given positions, in the given order.
 * @throws RangeError if a position lies outside the set
 */
export function take(images: Images, indices: ArrayLike<number>, name = images.name): Images {
  const size = images.height * images.width;
  const pixels = new Float32Array(indices.length * size);
  const labels = new Uint8Array(indices.length);
  for (let row = 0; row < indices.length; row++) {
    const from = indices[row];
    if (!Number.isInteger(from) || from < 0 || from >= images.count) {
      const expected = `a whole number below ${images.count}`;
      throw new RangeError(`take('${images.name}'): position ${from}; expected ${expected}`);
    }
    pixels.set(images.pixels.subarray(from * size, (from + 1) * size), row * size);
    labels[row] = images.labels[from];
  }
  return { ...images, name, count: indices.length, pixels, labels };
}

/**
 * The positions of the images of one class, in the order of the set. Throws RangeError if there is no such
 * class.
 */
export function positions(images: Images, className: string): number[] {
  const label = images.classes.indexOf(className);
  if (label < 0) {
    const known = images.classes.join(', ');
    throw new RangeError(`'${images.name}' has no class '${className}'; expected one of ${known}`);
  }
  const found: number[] = [];
  images.labels.forEach((value, i) => {
    if (value === label) found.push(i);
  });
  return found;
}

/**
 * The images of some classes, in the order of the set; labels become indices into the classes as given here.
 * @throws RangeError for a class that the set does not have or that is named twice
 */
export function ofClasses(images: Images, classes: readonly string[], name?: string): Images {
  if (new Set(classes).size !== classes.length) {
    throw new RangeError(`ofClasses('${images.name}', ${classes.join(', ')}): expected each class once`);
  }
  const indices = classes.flatMap((each) => positions(images, each)).sort((a, b) => a - b);
  const chosen = take(images, indices, name ?? `${images.name} ${classes.join(', ')}`);
  const labels = chosen.labels.map((label) => classes.indexOf(images.classes[label]));
  return { ...chosen, labels, classes: [...classes] };
}

/**
 * `count` images drawn without replacement, in random order; the same seed gives the same images.
 * @throws RangeError if the set has fewer
 */
export function subset(images: Images, count: number, seed: number | string): Images {
  checkCount(`subset('${images.name}')`, count, images.count);
  return take(images, new Random(seed).permutation(images.count).subarray(0, count));
}

/**
 * As many images of each class, drawn without replacement, in random order; the same seed gives the same
 * images.
 * @throws RangeError naming the class that has too few
 */
export function balanced(images: Images, perClass: number, seed: number | string): Images {
  const random = new Random(seed);
  const chosen = images.classes.flatMap((each) => {
    const own = positions(images, each);
    checkCount(`balanced('${images.name}'), class ${each}`, perClass, own.length);
    return Array.from(random.permutation(own.length).subarray(0, perClass), (i) => own[i]);
  });
  return take(
    images,
    random.permutation(chosen.length).map((i) => chosen[i]),
  );
}

/**
 * Parts of the given sizes that share no image, each in random order; the same seed gives the same parts.
 * The positions of the parts never overlap: what is held out is never trained on.
 * @throws RangeError if the sizes add up to more than the set has
 */
export function split(images: Images, counts: readonly number[], seed: number | string): Images[] {
  counts.forEach((count) => checkCount(`split('${images.name}')`, count, images.count));
  const all = counts.reduce((sum, count) => sum + count, 0);
  checkCount(`split('${images.name}'), all parts together`, all, images.count);
  const order = new Random(seed).permutation(images.count);
  let start = 0;
  return counts.map((count) => {
    start += count;
    return take(images, order.subarray(start - count, start));
  });
}

/**
 * Several sets, one after another; classes of the same name become one.
 * @throws RangeError if there is none, or their images differ in size
 */
export function concat(sets: readonly Images[], name = sets.map((set) => set.name).join(' + ')): Images {
  if (sets.length === 0) throw new RangeError('concat: no set of images; expected at least one');
  const { height, width } = sets[0];
  const odd = sets.find((set) => set.height !== height || set.width !== width);
  if (odd) {
    const found = `images of '${odd.name}' are ${odd.height} × ${odd.width}`;
    throw new RangeError(`concat: ${found}; expected ${height} × ${width} as in '${sets[0].name}'`);
  }
  const classes = [...new Set(sets.flatMap((set) => set.classes))];
  const count = sets.reduce((sum, set) => sum + set.count, 0);
  const pixels = new Float32Array(count * height * width);
  const labels = new Uint8Array(count);
  let row = 0;
  for (const set of sets) {
    pixels.set(set.pixels, row * height * width);
    labels.set(
      set.labels.map((label) => classes.indexOf(set.classes[label])),
      row,
    );
    row += set.count;
  }
  const synthetic = sets.some((set) => set.synthetic);
  return { name, synthetic, count, height, width, pixels, labels, classes };
}

/** How many images each class has: [classes]. */
export function histogram(images: Images): number[] {
  const counts = images.classes.map(() => 0);
  for (const label of images.labels) counts[label]++;
  return counts;
}

function checkCount(what: string, count: number, available: number): void {
  if (!Number.isInteger(count) || count < 0 || count > available) {
    throw new RangeError(`${what}: ${count} images asked for; expected a whole number up to ${available}`);
  }
}
