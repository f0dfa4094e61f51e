// The digits of the basics' notebooks, as many as the scale in force wants.
import { digits, type Images, take } from '@latent-torus/datasets';
import { atScale } from '@latent-torus/settings';

const first = (images: Images, count: number) =>
  count >= images.count ? images : take(images, [...Array(count).keys()]);
const once = <T>(load: () => Promise<T>) => {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
};
const sizes = () => atScale({ smoke: [512, 400], lesson: [60_000, 10_000], paper: [60_000, 10_000] });

/** MNIST's training digits: 60,000, at `smoke` the first 512. */
export const trainDigits = once(async () => first(await digits('train'), sizes()[0]));

/** MNIST's test digits, which no model is trained on: 10,000, at `smoke` the first 400. */
export const testDigits = once(async () => first(await digits('test'), sizes()[1]));
