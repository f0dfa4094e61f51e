export { digits, emnistDigits, letters } from './digits';
export { emnistByClass, emnistLetters, letterClasses } from './emnist';
export { DataError, DataUnavailable } from './errors';
export { glyphs } from './glyphs';
export { formatIdx, type Idx, parseIdx } from './idx';
export {
  balanced,
  checkImages,
  concat,
  histogram,
  type Images,
  ofClasses,
  positions,
  split,
  subset,
  take,
} from './images';
export { digitClasses, mnist } from './mnist';
export { type DownloadProgress, dataDefaults } from './progress';
