import { check } from '../checks';
import type { Geometry } from '../latent';
import type { Vae } from '../models';
import type { tf } from '../tf';

/**
 * How a trained model generates data: a point of the prior, the decoder's mean there, noise of standard deviation σ. Thesis,
 * (8.1). Points are given by their features, so that a map between two models is one between flat spaces.
 */
export interface GenerativeModel {
  readonly name: string;
  readonly space: Geometry;
  /** Standard normal numbers that a point of the prior takes. */
  readonly noise: number;
  samplePrior(noise: tf.Tensor): tf.Tensor; // [..., noise] → [..., coordinates]
  /** The mean µ_X of what is generated. */
  mean(features: tf.Tensor): tf.Tensor; // [..., features] → [..., size]
  /** σ, in the units of the data. */
  readonly sigma: number;
  /** D, the numbers in what is generated. */
  readonly size: number;
  /** The tensors that `mean` reads besides the features. */
  readonly variables: Readonly<Record<string, tf.Tensor>>;
}

/** The generative model of a variational autoencoder. @throws RangeError if it has replicas, or is not Gaussian */
export function generativeModel(model: Vae, name = model.name): GenerativeModel {
  const { latent, likelihood, size, replicas, variables } = model;
  const { sigma } = likelihood;
  check('the number of replicas', replicas, replicas === undefined, 'none: take one out with replica(model, r)');
  check('the likelihood', likelihood.name, typeof sigma === 'number', 'gaussian(σ), whose σ is a number');
  const mean = (features: tf.Tensor) => likelihood.mean(model.decodeFeatures(features));
  const { noise, samplePrior } = latent;
  return { name, space: latent, noise, samplePrior, mean, sigma, size, variables };
}
