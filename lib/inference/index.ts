export { inBatches, overBatches, teller } from './batches';
export {
  type Bounds,
  decodeFeatures,
  decodeMean,
  type EvaluateOptions,
  evaluate,
  posteriorMeans,
  posteriorSamples,
  reconstruct,
} from './evaluate';
export { importanceWeighted } from './importance-weighted';
