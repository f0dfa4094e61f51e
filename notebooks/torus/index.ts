export { type ClassCircles, classCircles } from './circular';
export { claimPlaces, linkTo, type Place, settingPlaces } from './claim-links';
export {
  digitClaims,
  histogramClaims,
  letterClaims,
  ownClaims,
  responseClaims,
  trainingClaims,
} from './claims';
export { complexityCorrected, entropyArgument, minus } from './corrections';
export { coveredShare, effectiveShare } from './coverage';
export { emnistSplit, shockLetters, testDigits, trainDigits } from './data';
export { type GeodesicOptions, type Geodesics, imageGeodesics } from './geodesics';
export { type GroupLosses, histogramValues, lossMode, lossSpread } from './histogram-values';
export { chooseBandwidth, kde } from './kde';
export { labelEntropy } from './label-entropy';
export { letterCases } from './letter-cases';
export { type LetterPlaces, type LetterSets, letterPlaces, type Placed } from './letter-places';
export { letterMedians, letterValues } from './letter-values';
export { compressedBits, edgeLength, type Pixels, pixelEntropy, pixelSum } from './model-free';
export { latentOffset } from './offset';
export { binarise, blur, blurToEntropy } from './one-pipeline';
export {
  alongWays,
  imageChanges,
  imageLengths,
  imageSteps,
  lengthOf,
  refined,
  type StraightWay,
  waysRound,
} from './paths';
export { likelihoodRegret } from './regret';
export { representatives } from './representatives';
export { noiseResponse } from './response';
export { type ClosedPath, closedPath, rotated, rotationPath } from './rotate';
export {
  blurredDigits,
  gaussianByDirection,
  torusOptions,
  torusRuns,
  torusSeeds,
  torusVae,
  wrappedByNumber,
} from './runs';
export { type SavedClaim, savedClaims, savedTable } from './saved-claims';
export { nearerToAnother, type Separation, separation } from './separation';
export {
  auroc,
  measureShocks,
  type ShockOptions,
  type ShockSets,
  type Shocks,
  scoreOf,
  shockClaimValues,
  shockFigures,
  shockOptions,
  shockPairs,
  shockResamples,
  shockScores,
  unseenLetters,
} from './shocks';
export { planeClaims, type SpaceClaims, spaceClaims } from './space-claims';
export {
  type CauseOptions,
  causeText,
  measureOneSource,
  measureSpace,
  type OneSource,
  type SpaceFigures,
  strangers,
  type TwistEffects,
  type TwistRun,
  type TwistValues,
  twistCause,
  twistEffects,
  twistRuns,
  twistVerdict,
} from './twist';
export { type Winding, winding, wrappedKl } from './winding';
