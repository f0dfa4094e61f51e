import { emnistByClass, letterClasses } from './emnist';
import { expectOneOf } from './expect';
import { glyphs } from './glyphs';
import type { Images } from './images';
import { digitClasses, mnist } from './mnist';
import { orStandIn } from './stand-in';

/**
 * MNIST or, where neither files nor network are to be had, as many synthetic glyphs, with a notice;
 * `synthetic` and `name` of the result say which.
 * @throws DataError if a file is damaged: only what is missing is stood in for
 */
export async function digits(split: 'train' | 'test'): Promise<Images> {
  expectOneOf('digits', 'split', split, ['train', 'test']);
  return orGlyphs(`MNIST ${split}`, () => mnist(split), digitClasses, split === 'train' ? 60000 : 10000);
}

/**
 * The letters of EMNIST's ByClass test split (`emnistByClass`) or, as in `digits`, 1,000 synthetic ones of
 * each.
 */
export function letters(): Promise<Images> {
  return orGlyphs('EMNIST ByClass test letters', () => emnistByClass('letters'), letterClasses, 26000);
}

/**
 * The digits of EMNIST's ByClass test split, written and processed as the letters were; or, as in `digits`,
 * 58,000 synthetic ones.
 */
export function emnistDigits(): Promise<Images> {
  return orGlyphs('EMNIST ByClass test digits', () => emnistByClass('digits'), digitClasses, 58000);
}

const orGlyphs = (
  name: string,
  real: () => Promise<Images>,
  classes: readonly string[],
  count: number,
): Promise<Images> => orStandIn(name, real, () => glyphs(classes, count, name));
