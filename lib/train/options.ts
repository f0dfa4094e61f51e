import type { Adam, ExecutionMode } from 'tfjs-compiled/eager';
import type { Seeds } from '../models';
import type { Progress, Row } from './progress';
import type { Schedule } from './schedules';

export interface FitOptions {
  epochs: number;
  /** Rows in a step; the last step of an epoch takes what is left. */
  batchSize: number;
  /** Of the order of the data and of the noise. With replicas, one for each. */
  seed: Seeds;
  /** Adam's step size, by default 1e-3. */
  learningRate?: Schedule | number;
  /** Adam's other constants, by default β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
  adam?: Pick<Adam, 'beta1' | 'beta2' | 'epsilon'>;
  /** What changes over training: `{ klWeight: cosine(0, 1) }`; a list gives each replica its own. */
  coefficients?: Readonly<Record<string, Schedule | number | readonly (Schedule | number)[]>>;
  /** The data have a leading axis of replicas: [replicas, rows, …]. By default all replicas share [rows, …]. */
  dataPerReplica?: boolean;
  /** 'xla', 'graph' or 'eager'; by default chosen from the length of the run. */
  execution?: ExecutionMode | 'auto';
  /** Keep the trained model in the store, and take it from there next time. By default true. */
  cache?: boolean;
  title?: string;
  signal?: AbortSignal;
  progress?: (progress: Progress) => void;
  notice?: (text: string) => void;
}

export const fitOptionNames: readonly string[] =
  'epochs batchSize seed learningRate adam coefficients dataPerReplica execution cache title signal progress notice'.split(
    ' ',
  );

/** What a training gave; the model's variables hold the trained weights. */
export interface Fit {
  /** A row for each epoch; with replicas, the mean over them. */
  history: Row[];
  /** The histories of the replicas. */
  replicas: Row[][];
  steps: number;
  /** Of training, also where it came from the cache. */
  seconds: number;
  execution: ExecutionMode;
  /** All of it was read from the store. */
  cached: boolean;
  /** It was stopped at a batch boundary; calling `fit` again goes on from there. */
  interrupted: boolean;
}
