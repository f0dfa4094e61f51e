export { noiseSeed, orderOf } from './batches';
export type { Checkpoint } from './checkpoint';
export { type Fit, type FitOptions, fit, TrainingError } from './fit';
export type { Progress, Row } from './progress';
export { constant, cosine, linear, type Schedule } from './schedules';
