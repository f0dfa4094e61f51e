/** A row of a training's history: the epoch (from 0), the mean of each term over it, and each coefficient. */
export type Row = Record<string, number>;

/** What a progress callback is told, a few times a second and once at the end. */
export interface Progress {
  title: string;
  /** Steps done of all; of a metric, batches of rows. */
  step: number;
  steps: number;
  epoch: number;
  epochs: number;
  seconds: number;
  /** The epochs that are over; with replicas, the mean over them. Empty for a metric. */
  history: Row[];
  done: boolean;
  /** How the training runs or why it ended: 'compiled by XLA', 'interrupted'. */
  note?: string;
}
