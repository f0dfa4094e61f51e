import { expectOneOf } from './expect';
import { parseIdx } from './idx';
import { type IdxImagesOptions, imagesFromIdx } from './idx-images';
import type { Images } from './images';
import { digitClasses } from './mnist';
import { type DataFile, dataFiles } from './where';

// EMNIST (Cohen, Afshar, Tapson and van Schaik 2017). Its splits are cut from one pool of writing and
// overlap: never train on one and test on another.

/** The names of the 26 letters, which are classes 0 to 25. */
export const letterClasses: readonly string[] = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

const emnistFile = (name: string, check: Omit<DataFile, 'folder' | 'name'>): DataFile => ({
  folder: 'emnist',
  name: `emnist-${name}-ubyte`,
  ...check,
});

const letters = {
  images: emnistFile('letters-test-images-idx3', {
    size: 16 + 20800 * 784,
    gzipSha256: '50f0e93d75b99b463e9760b8345866f22587fa2c2fba472730a5ba09c693412d',
  }),
  labels: emnistFile('letters-test-labels-idx1', {
    size: 8 + 20800,
    sha256: '22dbcde0a929a7f166bdac863b9195b2994d840a1e082f8f6daaeac5606376a6',
  }),
};

const byClass = {
  images: emnistFile('byclass-test-images-idx3', {
    size: 16 + 116323 * 784,
    sha256: '385559d7d5c96f49cd6b55b3e9e76d7ecbf568897b6067e8cac8f1ffc2f50f81',
  }),
  labels: emnistFile('byclass-test-labels-idx1', {
    size: 8 + 116323,
    sha256: '842d01413932b3ce7afbc9990376a16f8880a212bb42d66fa2922b4218cf300a',
  }),
};

/**
 * The test images of EMNIST's letters split: 800 of each letter, upper and lower case as one class, 28 × 28,
 * upright.
 * @throws DataUnavailable without files and network; DataError if a file is damaged
 */
export function emnistLetters(): Promise<Images> {
  return load(letters, {
    name: 'EMNIST letters test',
    classes: letterClasses,
    count: 20800,
    classOf: (label) => (label >= 1 && label <= 26 ? label - 1 : 'wrong'),
  });
}

/**
 * The test images of EMNIST's ByClass split: 57,918 digits, 58,405 letters (upper and lower case as one
 * class), or both as 36 classes; 28 × 28, upright. Digits and letters come from the same writers and the same
 * processing. Letters have a factor `case`: 0 for a capital, 1 for a small letter.
 * @throws DataUnavailable without files and network; DataError if a file is damaged
 */
export function emnistByClass(what: 'digits' | 'letters' | 'both'): Promise<Images> {
  expectOneOf('emnistByClass', 'what', what, ['digits', 'letters', 'both']);
  const both = [...digitClasses, ...letterClasses];
  const classes = { digits: digitClasses, letters: letterClasses, both }[what];
  const classOf = (label: number): number | undefined | 'wrong' => {
    if (label > 61) return 'wrong'; // 0–9, then A–Z, then a–z
    if (label < 10) return what === 'letters' ? undefined : label;
    const letter = (label - 10) % 26;
    return what === 'digits' ? undefined : what === 'both' ? 10 + letter : letter;
  };
  const name = `EMNIST ByClass test ${what === 'both' ? 'digits and letters' : what}`;
  const factorsOf = what === 'letters' ? { case: (label: number) => Number(label >= 36) } : undefined;
  return load(byClass, { name, classes, classOf, factorsOf, count: 116323 });
}

/** Reads a pair of EMNIST files, which are stored mirrored at the diagonal with respect to MNIST's. */
async function load(
  pair: { images: DataFile; labels: DataFile },
  options: Omit<IdxImagesOptions, 'files'>,
): Promise<Images> {
  const [imageBytes, labelBytes] = await dataFiles(pair.images, pair.labels);
  const images = parseIdx(imageBytes, pair.images.name, 3);
  const labels = parseIdx(labelBytes, pair.labels.name, 1);
  const files = { images: pair.images.name, labels: pair.labels.name };
  return imagesFromIdx(images, labels, { ...options, transposed: true, files });
}
