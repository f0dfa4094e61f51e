export {
  type CircleDataOptions,
  circleData,
  dataNoises,
  evenCircle,
  signalLength,
  signals,
} from './circle-data';
export { type CircleDensity, diffuse } from './diffusion';
export { type EvidenceLimit, evidenceLimit } from './evidence-limit';
export { expectation } from './expectation';
export { frequencyCircle, frequencyData } from './frequency-data';
export { type LinearGaussian, linearGaussian } from './linear-gaussian';
export { type LinearVaes, linearVaes } from './linear-vaes';
export { type Normal, normalKl } from './normal-kl';
export { printedDivergence, printedReconstruction } from './printed-elbo';
export { printedSeries } from './printed-series';
export { type RandomWalkOptions, randomWalk } from './random-walk';
export {
  collapses,
  dataVariance,
  type LinearSetting,
  printedSquaredRadius,
  squaredRadius,
} from './theorem-3';
