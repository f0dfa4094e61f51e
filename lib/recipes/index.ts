export { torusVae, trainTorusPaper, type TorusPaperOptions } from './torus-paper';
export { digitClaims, histogramClaims, letterClaims, responseClaims, trainingClaims } from './torus-claims';
export {
  auroc, measureShocks, scoreOf, shockClaimValues, shockFigures, shockPairs, shockScores,
  type ShockOptions, type Shocks, type ShockSets,
} from './torus-shocks';
export { binarise, blur, blurToEntropy } from './one-pipeline';
