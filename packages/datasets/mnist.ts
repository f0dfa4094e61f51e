import { expectOneOf } from './expect';
import { parseIdx } from './idx';
import { imagesFromIdx } from './idx-images';
import type { Images } from './images';
import { type DataFile, dataFiles } from './where';

const file = (name: string, size: number, sha256: string): DataFile => ({
  folder: 'mnist',
  name,
  size,
  sha256,
});

const splits = {
  train: {
    count: 60000,
    images: file(
      'train-images-idx3-ubyte',
      16 + 60000 * 784,
      'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    ),
    labels: file(
      'train-labels-idx1-ubyte',
      8 + 60000,
      '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    ),
  },
  test: {
    count: 10000,
    images: file(
      't10k-images-idx3-ubyte',
      16 + 10000 * 784,
      '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    ),
    labels: file(
      't10k-labels-idx1-ubyte',
      8 + 10000,
      'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    ),
  },
};

/** The names of the ten digits, which are classes 0 to 9. */
export const digitClasses: readonly string[] = [...'0123456789'];

/**
 * MNIST: 60,000 training or 10,000 test images of handwritten digits, 28 × 28 (LeCun, Cortes and Burges
 * 1998). Read from the data folder, downloaded there if missing.
 * @throws DataUnavailable without files and network; DataError if a file is damaged
 */
export async function mnist(split: 'train' | 'test'): Promise<Images> {
  expectOneOf('mnist', 'split', split, ['train', 'test']);
  const files = splits[split];
  const [imageBytes, labelBytes] = await dataFiles(files.images, files.labels);
  const images = parseIdx(imageBytes, files.images.name, 3);
  const labels = parseIdx(labelBytes, files.labels.name, 1);
  return imagesFromIdx(images, labels, {
    name: `MNIST ${split}`,
    classes: digitClasses,
    count: files.count,
    files: { images: files.images.name, labels: files.labels.name },
  });
}
