export { noiseSeed, orderOf } from './batches';
export type { Checkpoint } from './checkpoint';
export { fit, TrainingError } from './fit';
export type { Fit, FitOptions } from './options';
export type { Progress, Row } from './progress';
export { constant, cosine, linear, type Schedule } from './schedules';
