import { DataError } from './errors';
import type { Idx } from './idx';
import type { Images } from './images';

/** How the images and labels of two IDX files become a set of images. */
export interface IdxImagesOptions {
  name: string;
  classes: readonly string[];
  /**
   * The class of a label, undefined to leave the image out, 'wrong' if the file may not hold it. By default
   * label i is class i.
   */
  classOf?: (label: number) => number | undefined | 'wrong';
  /** What a label says besides the class, by name of a factor (default none). */
  factorsOf?: Readonly<Record<string, (label: number) => number>>;
  /** True if the file stores images mirrored at their diagonal (EMNIST). */
  transposed?: boolean;
  /** Names of the two files, for messages. */
  files: { images: string; labels: string };
  /** How many images there must be. */
  count?: number;
  /** Height and width that the images must have, in pixels; by default 28. */
  size?: number;
}

/**
 * Puts images and labels together. Bytes 0 … 255 become 0 … 1.
 * @param images [count, height, width]
 * @param labels [count]
 * @throws DataError if the two files do not belong together, or are not what the options say
 */
export function imagesFromIdx(images: Idx, labels: Idx, options: IdxImagesOptions): Images {
  const { files, classes, size = 28, transposed = false } = options;
  const { classOf = (label: number) => (label < classes.length ? label : 'wrong') } = options;
  const [count, height, width] = images.dimensions;
  if (height !== size || width !== size) {
    const found = `images of ${height} × ${width} pixels`;
    throw new DataError(`${files.images}: ${found}; expected ${size} × ${size}. Is it another data set?`);
  }
  if (labels.dimensions[0] !== count) {
    const found = `${files.images} holds ${count} images, ${files.labels} ${labels.dimensions[0]} labels`;
    throw new DataError(`${found}; expected one label an image. Delete both; they are downloaded again.`);
  }
  if (options.count !== undefined && count !== options.count) {
    throw new DataError(`${files.images}: ${count} images; expected ${options.count}. Is it another split?`);
  }

  const rows: number[] = [];
  const chosen: number[] = [];
  labels.values.forEach((label, row) => {
    const index = classOf(label);
    if (index === 'wrong') {
      const expected = `one of the labels of ${options.name}`;
      const found = `label ${label} at position ${row}`;
      throw new DataError(`${files.labels}: ${found}; expected ${expected}. Delete the file.`);
    }
    if (index === undefined) return;
    rows.push(row);
    chosen.push(index);
  });

  const grey = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);
  const pixels = new Float32Array(rows.length * size * size);
  rows.forEach((row, i) => {
    const from = images.values.subarray(row * size * size, (row + 1) * size * size);
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        pixels[(i * size + y) * size + x] = grey[from[transposed ? x * size + y : y * size + x]];
      }
    }
  });
  const factors = Object.entries(options.factorsOf ?? {}).map(([name, factorOf]) => [
    name,
    { values: Float32Array.from(rows, (row) => factorOf(labels.values[row])) },
  ]);
  return {
    name: options.name,
    synthetic: false,
    count: rows.length,
    shape: [height, width],
    pixels,
    labels: Uint8Array.from(chosen),
    classes,
    ...(factors.length && { factors: Object.fromEntries(factors) }),
  };
}
