import { expectList, expectSamples } from './expect';
import type { Images } from './images';
import { type Factor, type Samples, sampleSize } from './samples';

/**
 * Several sets, one after another; classes of the same name become one. All sets have classes or none has,
 * and all have the same factors.
 * @throws RangeError if there is none, they do not fit together, or together have more than 256 classes
 */
export function concat<S extends Samples>(sets: readonly S[], name?: string): S {
  expectList('concat', 'sets', sets, '[train, test]');
  for (const set of sets) expectSamples('concat', set);
  if (sets.length === 0) throw new RangeError('concat: no set of samples; expected at least one');
  const [first, ...rest] = sets;
  for (const set of rest) checkAlike(first, set);
  const count = sets.reduce((sum, set) => sum + set.count, 0);
  const pixels = joined(sets, (set) => set.pixels, count * sampleSize(first));
  const synthetic = sets.some((set) => set.synthetic);
  return {
    ...first,
    name: name ?? sets.map((set) => set.name).join(' + '),
    synthetic,
    count,
    pixels,
    ...(isImages(first) && joinedLabels(sets as readonly Samples[] as readonly Images[], count)),
    ...(first.factors && { factors: joinedFactors(sets, first.factors, count) }),
  };
}

const isImages = (set: Samples): boolean => 'labels' in set;

function checkAlike(first: Samples, set: Samples): void {
  const fit = (what: string, of: (one: Samples) => string): void => {
    if (of(set) === of(first)) return;
    throw new RangeError(
      `concat: ${what} of '${set.name}': ${of(set)}; expected ${of(first)} as in '${first.name}'`,
    );
  };
  fit('shape', ({ shape }) => shape.join(' × '));
  fit('classes', (one) => (isImages(one) ? 'some' : 'none'));
  fit('factors', ({ factors = {} }) => {
    const period = (name: string) => (factors[name].period ? ` (period ${factors[name].period})` : '');
    const each = Object.keys(factors).sort();
    return each.map((name) => `${name}${period(name)}`).join(', ') || 'none';
  });
}

function joinedLabels(sets: readonly Images[], count: number): Pick<Images, 'labels' | 'classes'> {
  const classes = [...new Set(sets.flatMap((set) => set.classes))];
  if (classes.length > 256) {
    throw new RangeError(
      `concat: ${classes.length} classes together; expected at most 256 (a label is a byte)`,
    );
  }
  const labels = new Uint8Array(count);
  let row = 0;
  for (const set of sets) {
    const index = set.classes.map((each) => classes.indexOf(each));
    for (const label of set.labels) labels[row++] = index[label];
  }
  return { labels, classes };
}

const joinedFactors = (
  sets: readonly Samples[],
  factors: Readonly<Record<string, Factor>>,
  count: number,
): Record<string, Factor> =>
  Object.fromEntries(
    Object.entries(factors).map(([key, factor]) => [
      key,
      { ...factor, values: joined(sets, (set) => set.factors![key].values, count) },
    ]),
  );

function joined<S>(sets: readonly S[], part: (set: S) => Float32Array, length: number): Float32Array {
  const all = new Float32Array(length);
  let at = 0;
  for (const set of sets) {
    all.set(part(set), at);
    at += part(set).length;
  }
  return all;
}
