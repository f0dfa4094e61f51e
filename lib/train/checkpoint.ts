import type { OptimiserState } from 'tfjs-compiled/eager';
import type { Row } from './progress';

/** A training as it stands: what is needed to go on from here, and what has been seen on the way. */
export interface Checkpoint {
  state: OptimiserState;
  /** By replica, the rows of the epochs that are over. */
  history: Row[][];
  /** By replica, the sums of each term over the part of the epoch that has been done. */
  sums: Row[];
  seconds: number;
}
