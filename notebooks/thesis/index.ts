export { benchmarkModel } from './benchmark-model';
export { gapCheck, posteriorVarianceCheck } from './checks-2-3';
export { collapseCheck, radiusCheck } from './checks-6';
export { arcDegreesCheck, honestCheck, remainderCheck } from './checks-7-1';
export {
  ceilingCheck,
  cutCheck,
  determinantCheck,
  oneNatCheck,
  smallCeilingCheck,
  startsCheck,
  threeAnglesCheck,
  turnCheck,
  twiceCheck,
  weightsCheck,
} from './checks-8-11';
export { arcCheck, sameWidthCheck } from './checks-a-1';
export { type CircleClaim, circleClaims, circleClaimValues, type MeasuredSweep } from './circle-claims';
export {
  type CircleDataOptions,
  circleData,
  dataNoises,
  evenCircle,
  signalLength,
  signals,
} from './circle-data';
export {
  type CircleFigures,
  type CirclePosteriors,
  circleFigures,
  circlePosteriors,
  placesOf,
} from './circle-figures';
export { circlePanels, halfWidths, planePanels } from './circle-panels';
export {
  annealedOptions,
  type CircleSetting,
  type CircleSweep,
  circleOptions,
  circleRuns,
  circleSettings,
  circleSweeps,
  circleTrainingData,
  circleVae,
  decoderSigmas,
  firstSigma,
  inRatiosFrom,
  repetitions,
} from './circle-runs';
export { type Compared, compared, comparedRows, figureNames } from './circle-table';
export { cliffordTorus } from './clifford-torus';
export { type CodeLoop, loopOf } from './code-loop';
export { curveOf, excess } from './convergence';
export { type CircleDensity, diffuse } from './diffusion';
export { expectation } from './expectation';
export { frequencyCircle, frequencyData } from './frequency-data';
export {
  type Bar,
  type Barcode,
  bettiNumbers,
  distanceMatrix,
  type HomologyOptions,
  landmarks,
  persistentHomology,
  type Signature,
  signature,
} from './homology';
export { duck, objectImages, shiftedImages } from './image-data';
export {
  fromWide,
  imageRuns,
  imageSigmas,
  imageVae,
  loopSeeds,
  loopSigma,
  loopSize,
  objectSize,
  shiftSize,
} from './image-runs';
export { type LatentPanel, type LatentPanelOptions, latentPanels } from './latent-panels';
export { type LinearGaussian, linearGaussian } from './linear-gaussian';
export { type LinearVaes, linearVaes } from './linear-vaes';
export { circleLoop, circularCorrelation, type Loop, type LoopState, planeLoop, windingOf } from './loop';
export { closedShare, type ModelLoop, modelLoops } from './loops';
export { mapDiagram } from './map-diagram';
export { minimise } from './minimise';
export { type Normal, normalKl } from './normal-kl';
export { cholesky, type NormalOnSpace, normalsKl, solveLower } from './normals-kl';
export {
  type CirclePosterior,
  circleEvidence,
  circleOptimum,
  heatKernel,
  heatKernelKl,
  type Optimum,
  type OptimumOptions,
} from './optimum';
export {
  diffusionSpaces,
  literalTorus,
  printedDiffusion,
  printedTorus,
  sampledHeatKernelTorus,
} from './printed-diffusion';
export { printedDivergence, printedReconstruction } from './printed-elbo';
export { printedSeries } from './printed-series';
export { type RandomWalkOptions, randomWalk } from './random-walk';
export {
  type ReportedSetting,
  reportedAt,
  reportedRepetitions,
  type Spread,
  table51,
  table71,
} from './reported';
export { type Remainder, type ReportedRow, reportedRemainder } from './reported-remainder';
export { besselRatio, ringOptimum } from './ring-optimum';
export { pointsOf, sigmaPanels, sigmaReading } from './sigma-panels';
export { spaceByName } from './space-by-name';
export { bestOf, familyBetween, mapsBetween, type SpaceMap } from './space-maps';
export { countedDivergence, type Mistakes, type Suspect, sampledNoise, suspectOptimum } from './suspects';
export { multiply2, type Svd2, svd2 } from './svd2';
export { distanceToTable92, table92 } from './table-9-2';
export {
  collapses,
  dataVariance,
  type LinearSetting,
  printedSquaredRadius,
  squaredRadius,
} from './theorem-3';
export { type TorusDataOptions, torusData } from './torus-data';
export { type TorusRecovery, torusRecovery } from './torus-recovery';
export { torusDataRuns, torusImages, torusSigmas, torusSize, torusVae } from './torus-runs';
export { vonMisesFisherPosterior, vonMisesFisherSphere } from './von-mises-fisher';
