export { activeUnits } from './active-units';
export { type ClassCircles, classCircles } from './circular';
export { bandwidths, chooseBandwidth, logDensity } from './density';
export {
  type Detection,
  detection,
  detectionInterval,
  detectionIntervals,
  type Estimate,
  quantile,
} from './detection';
export {
  type Bounds,
  decodeMean,
  evaluate,
  evaluateReplicas,
  posteriorMeans,
  posteriorSamples,
  reconstruct,
} from './evaluate';
export { importanceWeighted } from './importance';
export { distances, nearest, neighbourAccuracy, vote } from './neighbours';
export { latentOffset } from './offset';
export { overBatches } from './over-batches';
export { silhouette, silhouettes } from './silhouette';
