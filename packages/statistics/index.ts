export { type Detection, detection, detectionInterval, detectionIntervals, type Estimate } from './detection';
export { logisticRegression, logisticScores, randomFolds } from './logistic-regression';
export { type Pca, pca } from './pca';
export { type Tsne, type TsneOptions, tsne } from './tsne';
