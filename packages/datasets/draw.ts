import { checkSeed, Random } from '@latent-torus/random';
import { positions } from './classes';
import { expectImages, expectList, expectSamples } from './expect';
import type { Images } from './images';
import type { Samples } from './samples';
import { take } from './take';

/**
 * `count` samples drawn without replacement, in random order; the same seed gives the same samples, which have
 * nothing to do with those that `split` draws from it.
 * @throws RangeError if the set has fewer
 */
export function subset<S extends Samples>(samples: S, count: number, seed: number | string): S {
  expectSamples('subset', samples);
  checkCount(`subset('${samples.name}')`, count, samples.count);
  const random = new Random(`subset/${typeof seed}:${checkSeed(seed)}`);
  return take(samples, random.permutation(samples.count).subarray(0, count));
}

/**
 * The same number of images of each class, drawn without replacement, in random order; the same seed gives
 * the same images.
 * @throws RangeError naming the class that has too few
 */
export function balanced<S extends Images>(images: S, perClass: number, seed: number | string): S {
  expectImages('balanced', images);
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
 * Parts of the given sizes that share no sample, each in random order; the same seed gives the same parts.
 * What is held out is never trained on.
 * @throws RangeError if the sizes add up to more than the set has
 */
export function split<S extends Samples>(samples: S, counts: readonly number[], seed: number | string): S[] {
  expectSamples('split', samples);
  expectList('split', 'counts', counts, '[50000, 10000]');
  counts.forEach((count) => checkCount(`split('${samples.name}')`, count, samples.count));
  const all = counts.reduce((sum, count) => sum + count, 0);
  checkCount(`split('${samples.name}'), all parts together`, all, samples.count);
  const order = new Random(seed).permutation(samples.count);
  let start = 0;
  return counts.map((count) => {
    start += count;
    return take(samples, order.subarray(start - count, start));
  });
}

function checkCount(what: string, count: number, available: number): void {
  if (!Number.isInteger(count) || count < 0 || count > available) {
    throw new RangeError(`${what}: ${count} images asked for; expected a whole number up to ${available}`);
  }
}
