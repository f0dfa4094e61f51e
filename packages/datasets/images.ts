import { checkSamples, misfit, type Samples } from './samples';

/** Samples with a class each. */
export interface Images extends Samples {
  /** [count], index into `classes`. */
  readonly labels: Uint8Array;
  readonly classes: readonly string[];
}

/**
 * Checks that a set of images is what it says and returns it.
 * @throws RangeError naming the field that does not fit
 */
export function checkImages<S extends Images>(images: S): S {
  const { count, labels, classes } = checkSamples(images);
  const wrong = misfit(images);
  if (classes.length > 256) wrong(`${classes.length} classes`, 'at most 256, as a label is one byte');
  if (labels.length !== count) wrong(`${labels.length} labels`, `${count}, one for each image`);
  const label = labels.find((value) => value >= classes.length);
  if (label !== undefined) wrong(`label ${label}`, `an index into its ${classes.length} classes`);
  return images;
}
