export { type ElboOptions, elbo } from './elbo';
export { importanceWeightedBound } from './importance-weighted';
export type { Objective, Parts } from './objective';
