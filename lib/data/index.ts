export {
  balanced, checkImages, concat, histogram, type Images, ofClasses, positions, split, subset, take, tensor,
} from './images';
export { formatIdx, type Idx, parseIdx } from './idx';
export { digitClasses, mnist } from './mnist';
export { emnistByClass, emnistLetters, letterClasses } from './emnist';
export { glyphs } from './glyphs';
export { digits, emnistDigits, letters } from './digits';
export { DataError, DataUnavailable } from './errors';
export { dataDefaults, type DownloadProgress } from './progress';
