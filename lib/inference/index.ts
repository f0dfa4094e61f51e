export { inBatches, overBatches, teller } from './batches';
export * from './evaluate';
export { importanceWeighted } from './importance-weighted';
