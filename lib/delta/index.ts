export { type GenerativeModel, generativeModel } from './generative-model';
export { type MapFamily, matrixMap, type Orientation, projectedMatrixMap, rotationMap } from './map-family';
export { type ReduceOptions, type Reduction, reduce } from './reduce';
export { normalKl, type Tolerance, type ToleranceOptions, tolerance, unrelatedTolerance } from './tolerance';
