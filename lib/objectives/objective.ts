import type { Terms } from 'tfjs-compiled/eager';
import type { LatentSpace, Posterior } from '../latent';
import type { Likelihood } from '../models/likelihood';
import type { Coefficients } from '../models/model';
import { tf } from '../tf';

/** What an objective needs of a model. */
export interface Parts {
  readonly latent: LatentSpace;
  readonly likelihood: Likelihood;
  readonly size: number;
  readonly replicas?: number;
  encode(x: tf.Tensor): Posterior;
  decode(point: tf.Tensor): tf.Tensor;
}

/** What a training minimises: terms of a batch, of which `total` is the loss. */
export interface Objective {
  readonly name: string;
  /** Everything that decides it, for the keys of trainings. */
  readonly description: object;
  readonly coefficients: Readonly<Record<string, number>>;
  noiseShape(model: Parts, batchSize: number): number[];
  /** The mean of each term over the batch: scalars, or [replicas]. */
  terms(model: Parts, x: tf.Tensor, noise: tf.Tensor, coefficients: Coefficients): Terms;
}

/** Puts an axis of samples before that of the rows, behind that of the replicas: [...replicas, 1, rows, …]. */
export const beforeRows = (tensor: tf.Tensor, { replicas }: Pick<Parts, 'replicas'>): tf.Tensor =>
  tf.expandDims(tensor, replicas ? 1 : 0);

/** The posterior of inputs, its parameters ready for noise [...replicas, samples, rows, …]. */
export const forSamples = (posterior: Posterior, model: Pick<Parts, 'replicas'>): Posterior =>
  Object.fromEntries(Object.entries(posterior).map(([name, value]) => [name, beforeRows(value, model)]));
