export { noiseSeed, orderOf } from './batches';
export { cached, type Json } from './cached';
export { loadCheckpoint, saveCheckpoint, type Checkpoint } from './checkpoint';
export { defaults } from './defaults';
export { fit, TrainingError, type Fit, type FitOptions } from './fit';
export type { Progress, Row } from './progress';
export { constant, cosine, linear, type Schedule } from './schedules';
