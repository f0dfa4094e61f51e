export { type ConditionalOptions, type ConditionalVae, conditionalVae, oneHot } from './conditional';
export { type ConvolutionalOptions, convolutional, transposedConvolutional } from './convolutional';
export { testDigits, trainDigits } from './data';
export { denoising, withNoise } from './denoising';
export { type ImageNeighbours, imageNeighbours, readDigits } from './image-neighbours';
export { mmd } from './mmd';
export { type PrecisionRecall, precisionRecall } from './precision-recall';
export {
  curveClaims,
  generationClaims,
  latentClaims,
  reconstructionClaims,
  variantClaims,
} from './report-1-claims';
export {
  betaRuns,
  conditionalRuns,
  report1Betas,
  report1Dimensions,
  report1Model,
  report1Options,
  report1Runs,
  report1Seeds,
} from './report-1-runs';
export { highFrequencyEnergy } from './sharpness';
