export { type Detection, detection, detectionInterval, detectionIntervals, type Estimate } from './detection';
export { logisticRegression, logisticScores, randomFolds } from './logistic-regression';
