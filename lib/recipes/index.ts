export { torusVae, trainTorusPaper, type TorusPaperOptions } from './torus-paper';
export { digitClaims, histogramClaims, letterClaims, responseClaims, trainingClaims } from './torus-claims';
