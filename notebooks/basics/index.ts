export { type AnomalyScores, anomalyScores, squaredError } from './anomaly-scores';
export {
  type Classifier,
  type ClassifierOptions,
  digitClassifier,
  type Judgement,
  judgement,
} from './classifier';
export { type ConditionalOptions, type ConditionalVae, conditionalVae, oneHot } from './conditional';
export { type ConvolutionalOptions, convolutional, transposedConvolutional } from './convolutional';
export { type Damage, damaged } from './damage';
export { testDigits, trainDigits } from './data';
export { denoising, withNoise } from './denoising';
export { digitJudge, judged } from './digit-judge';
export { sampleExercise, untrainedExercise } from './first-exercises';
export { gradientClaims } from './gradient-claims';
export { scoreExercise } from './gradient-exercises';
export { type HeldOut, heldOutModels, heldOutRows, heldOutSeeds, withoutEach } from './held-out';
export { byHeldOut, type HeldOutScores, heldOutDetection } from './held-out-detection';
export { type ImageNeighbours, imageNeighbours, readDigits } from './image-neighbours';
export { klExercise, logMeanExpExercise } from './mathematics-exercises';
export { mmd } from './mmd';
export { type PrecisionRecall, precisionRecall } from './precision-recall';
export { type PrincipalComponents, principalComponents, projectionError } from './principal-components';
export {
  curveClaims,
  generationClaims,
  latentClaims,
  reconstructionClaims,
  variantClaims,
} from './report-1-claims';
export {
  entropyExercise,
  errorExercise,
  noiseExercise,
  unitExercise,
  voteExercise,
  wayExercise,
} from './report-1-exercises';
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
export { claimValues, type Pair, pairsOf, report1Settings } from './report-1-settings';
export {
  type Arithmetic,
  arithmetic,
  classMeans,
  drawnDigits,
  generated,
  modelValues,
  newImages,
  organisationOf,
  pathImages,
  pathShares,
  pictures,
  referenceDigits,
  threesAndEights,
} from './report-1-values';
export { detectorClaims, interpolationClaims, samplingClaims, termClaims } from './report-2-claims';
export { report2Exercises } from './report-2-exercises';
export { convolutionalVae, report2Digits, report2Options, report2Runs, report2Seeds } from './report-2-runs';
export { betaSweep, betas, collapseSweep, collapsing, type Sweep, warmUp } from './report-2-sweeps';
export { type ScatterPanel, scatterPanels } from './scatter-panels';
export { highFrequencyEnergy } from './sharpness';
export { squaredPixels } from './squared-pixels';
export { straight } from './straight';
export { anomalyClaims, planeClaims, sampleClaims } from './understanding-claims';
export { understandingExercises } from './understanding-exercises';
export {
  understandingAutoencoder,
  understandingOptions,
  understandingRuns,
  understandingSeeds,
  understandingVae,
} from './understanding-runs';
