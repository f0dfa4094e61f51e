export { graph } from './graph';
export { normal, type NoiseExample } from './noise';
export type {
  Adam, Evaluation, Example, FeedArray, Feeds, OptimiserState, Options, RunResult, Step, Terms, Values, Way,
} from './types';
