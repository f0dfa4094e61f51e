import { expectImages, expectList } from './expect';
import type { Images } from './images';
import { take } from './take';

/**
 * The positions of the images of one class, in the order of the set.
 * @throws RangeError if there is no such class
 */
export function positions(images: Images, className: string): number[] {
  expectImages('positions', images);
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
export function ofClasses<S extends Images>(images: S, classes: readonly string[], name?: string): S {
  expectImages('ofClasses', images);
  expectList('ofClasses', 'classes', classes, "['3', '8']");
  if (new Set(classes).size !== classes.length) {
    throw new RangeError(`ofClasses('${images.name}', ${classes.join(', ')}): expected each class once`);
  }
  const indices = classes.flatMap((each) => positions(images, each)).sort((a, b) => a - b);
  const chosen = take(images, indices, name ?? `${images.name} ${classes.join(', ')}`);
  const labels = chosen.labels.map((label) => classes.indexOf(images.classes[label]));
  return { ...chosen, labels, classes: [...classes] };
}

/** How many images each class has: [classes]. */
export function histogram(images: Images): number[] {
  expectImages('histogram', images);
  const counts = images.classes.map(() => 0);
  for (const label of images.labels) counts[label]++;
  return counts;
}
