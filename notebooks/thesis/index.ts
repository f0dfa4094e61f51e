export { gapCheck, posteriorVarianceCheck } from './checks-2-3';
export { collapseCheck, radiusCheck } from './checks-6';
export { arcDegreesCheck, honestCheck, remainderCheck } from './checks-7-1';
export { arcCheck, sameWidthCheck } from './checks-a-1';
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
  fromLarge,
  repetitions,
} from './circle-runs';
export { type CircleDensity, diffuse } from './diffusion';
export { expectation } from './expectation';
export { frequencyCircle, frequencyData } from './frequency-data';
export { type LinearGaussian, linearGaussian } from './linear-gaussian';
export { type LinearVaes, linearVaes } from './linear-vaes';
export { minimise } from './minimise';
export { type Normal, normalKl } from './normal-kl';
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
export { type Remainder, type ReportedRow, reportedRemainder } from './reported-remainder';
export { countedDivergence, type Mistakes, type Suspect, sampledNoise, suspectOptimum } from './suspects';
export {
  collapses,
  dataVariance,
  type LinearSetting,
  printedSquaredRadius,
  squaredRadius,
} from './theorem-3';
