export { digitClaims, histogramClaims, letterClaims, responseClaims, trainingClaims } from './claims';
export { combinedScores, logisticRegression, randomFolds } from './combine';
export { complexityCorrected, entropyArgument, less } from './corrections';
export { compressedBits, edgeLength, ink, type Pixels, pixelEntropy } from './model-free';
export { binarise, blur, blurToEntropy } from './one-pipeline';
export { likelihoodRegret } from './regret';
export { type TorusPaperOptions, torusVae, trainTorusPaper } from './runs';
export {
  auroc,
  measureShocks,
  type ShockOptions,
  type ShockSets,
  type Shocks,
  scoreOf,
  shockClaimValues,
  shockFigures,
  shockPairs,
  shockScores,
} from './shocks';
