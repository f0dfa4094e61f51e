// The data of the torus paper's notebooks, as large as the scale in force wants them.
import {
  balanced,
  digits,
  emnistDigits,
  type Images,
  letters,
  ofClasses,
  split,
  take,
} from '@latent-torus/datasets';
import { atScale } from '@latent-torus/settings';

const first = (images: Images, count: number) =>
  count >= images.count ? images : take(images, [...Array(count).keys()]);
const once = <T>(load: () => Promise<T>) => {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
};
const sizes = () => atScale({ smoke: [512, 400], lesson: [60_000, 10_000], paper: [60_000, 10_000] });

/** MNIST's training digits. */
export const trainDigits = once(async () => first(await digits('train'), sizes()[0]));

/** MNIST's test digits. */
export const testDigits = once(async () => first(await digits('test'), sizes()[1]));

/** Digits of EMNIST, of the letters' own source, apart in a part to train on and one to test on. */
export const emnistSplit = once(async () => {
  const pool = await emnistDigits();
  const [train, test] = split(pool, [45_000, pool.count - 45_000], 1);
  return { train: first(train, sizes()[0]), test: first(test, sizes()[1]) };
});

/** Letters that the paper calls similar to digits (B, D, P, I) and dissimilar (K, X, W, Z): as many of each. */
export const shockLetters = once(async () => {
  const alphabet = await letters();
  const each = atScale({ smoke: 40, lesson: 800, paper: 800 });
  const group = (names: string) => balanced(ofClasses(alphabet, [...names]), each, 1);
  return { similar: group('BDPI'), dissimilar: group('KXWZ') };
});
