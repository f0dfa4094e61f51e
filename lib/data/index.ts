export { type Images, balanced, checkImages, concat, histogram, ofClasses, positions, split, subset, take, tensor } from './images';
export { type Idx, formatIdx, parseIdx } from './idx';
export { digitClasses, mnist } from './mnist';
export { emnistByClass, emnistLetters, letterClasses } from './emnist';
export { glyphs } from './glyphs';
export { DataError, DataUnavailable } from './errors';
export { type DownloadProgress, dataDefaults } from './progress';
