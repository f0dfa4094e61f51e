export { activeUnits } from './active-units';
export { classCircles, type ClassCircles } from './circular';
export { type Claim, judge, thresholdText, type Verdict } from './claim';
export { decodeMean, evaluate, posteriorMeans, posteriorSamples, reconstruct, type Bounds } from './evaluate';
export { importanceWeighted } from './importance';
export { distances, nearest, neighbourAccuracy, vote } from './neighbours';
export { overBatches } from './over-batches';
export { silhouette, silhouettes } from './silhouette';
