// What a page and its worker tell each other.
import type { Row } from 'latent-torus';
import type { Backend } from '../browser/names';

/** The circle of the thesis' chapter 7. */
export interface CircleJob {
  kind: 'circle';
  posterior: 'right' | 'printed';
  /** σ_X of the decoder. */
  sigmaX: number;
  /** σ of the noise in the data. */
  sigma: number;
  epochs: number;
  seed: number;
}

/** The torus of the working paper, smaller. */
export interface TorusJob {
  kind: 'torus';
  posterior: 'paper' | 'wrapped';
  epochs: number;
  seed: number;
}

export type Job = CircleJob | TorusJob;

/** Images as a file gives them. */
export interface ImageFile {
  /** [count, 28, 28], 0 … 255. */
  images: Uint8Array;
  count: number;
  labels?: Uint8Array;
}

export type ToWorker =
  | { type: 'start'; backends: Backend[]; job: Job; weights?: Weights; data?: ImageFile }
  | { type: 'stop' }
  | { type: 'go on' }
  | { type: 'decode'; point: [number, number] }
  | { type: 'weights' };

/** The weights of a model by name. */
export type Weights = Record<string, { shape: number[]; values: Float32Array }>;

export interface CircleView {
  kind: 'circle';
  /** The angle of each phase, and how wide its posterior is drawn. */
  angles: Float32Array;
  widths: Float32Array;
  phases: Float32Array;
}

export interface TorusView {
  kind: 'torus';
  /** [n, 2], labels [n]. */
  points: Float32Array;
  labels?: Uint8Array;
  /** [side², 784] decoded over the square, from the top left. */
  images: Float32Array;
  side: number;
}

export interface Told {
  type: 'progress';
  step: number;
  steps: number;
  /** Of training in this sitting. */
  seconds: number;
  perStep: number;
  history: Row[];
  done: boolean;
  view: CircleView | TorusView;
}

export type ToPage =
  | { type: 'started'; backend: Backend; missing: string[]; data: string }
  | Told
  | { type: 'stopped'; finished: boolean }
  | { type: 'decoded'; image: Float32Array }
  | { type: 'weights'; weights: Weights; description: object }
  | { type: 'failed'; message: string };
