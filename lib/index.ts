export { tf } from './tensorflow';
export { Random, seedFor } from './random';
export { atScale, cacheFolder, dataFolder, figuresFolder, root, scale, type Scale } from './settings';
export { standardNormal, uniform } from './stateless';
export * from './latent';
export * from './models';
export * from './train';
export * from './graph';
export * from './metrics';
export {
  balanced, concat, dataDefaults, DataError, DataUnavailable, digits, emnistByClass, emnistDigits, emnistLetters, glyphs,
  type Images, letters, mnist, ofClasses, split, subset, take, tensor,
} from './data';
export * from './geometry';
export * from './charts';
export { claimTable, show, table } from './notebook';
export * from './recipes';
