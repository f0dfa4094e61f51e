import { check, checkOptions, isCount, isSeed } from '../checks';
import type { LatentSpace, Posterior } from '../latent';
import { elbo, type Objective } from '../objectives';
import { tf } from '../tf';
import { dense, type Seeds } from './dense';
import { bernoulli, type Likelihood } from './likelihood';
import { mlp } from './mlp';
import type { Model } from './model';
import { type Architecture, variablesOf } from './network';

export interface VaeOptions {
  /** Numbers in an input: 784 for a 28 × 28 image. */
  inputs: number;
  /** Units of the hidden layers of encoder and decoder, where these are not given; from the input on: [400]. */
  hidden?: readonly number[];
  /** By default `mlp(hidden)`. */
  encoder?: Architecture;
  /** By default `mlp` of the hidden layers in reverse. */
  decoder?: Architecture;
  latent: LatentSpace;
  /** By default `bernoulli`. */
  likelihood?: Likelihood;
  /** By default `elbo()`. */
  objective?: Objective;
  /** Of the starting weights; a list trains a replica for each of its seeds. */
  seed: Seeds;
}

/** What turns inputs into posteriors: all that most metrics ask for. */
export interface Encoder {
  readonly name: string;
  readonly latent: LatentSpace;
  readonly replicas?: number;
  /** The parameters of q(z|x): [..., inputs] → each [..., its size]. */
  encode(x: tf.Tensor): Posterior;
}

/** What turns latent points into inputs. */
export interface Decoder {
  readonly name: string;
  readonly latent: LatentSpace;
  readonly likelihood: Likelihood;
  readonly replicas?: number;
  readonly variables: Readonly<Record<string, tf.Tensor>>;
  /** The decoder's outputs (logits for a Bernoulli likelihood) at latent points: [..., coordinates] → [..., inputs]. */
  decode(point: tf.Tensor): tf.Tensor;
  /** The same at any features, also where no point has them: [..., features] → [..., inputs]. */
  decodeFeatures(features: tf.Tensor): tf.Tensor;
}

/** An encoder, a latent space, a decoder, a likelihood and an objective. */
export interface Vae extends Model<'x'>, Encoder, Decoder {
  readonly name: string;
  readonly replicas?: number;
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** Numbers in an input. */
  readonly size: number;
  readonly options: VaeOptions;
}

/**
 * A variational autoencoder or, on the latent space `code`, an autoencoder.
 * @throws RangeError that names the option that does not fit
 */
export function vae(options: VaeOptions): Vae {
  checkOptions('vae', options, ['inputs', 'hidden', 'encoder', 'decoder', 'latent', 'likelihood', 'objective', 'seed']);
  const { inputs, hidden, latent, likelihood = bernoulli, objective = elbo(), seed } = options;
  check('inputs', inputs, isCount(inputs), 'a whole number of inputs, 1 or more');
  check('latent', latent, typeof latent?.sample === 'function', 'a latent space, as gaussianTorus(2)');
  const seeds = [seed].flat();
  const areSeeds = seeds.length > 0 && seeds.every(isSeed);
  check('seed', seed, areSeeds, 'a whole number from 0 to 2³² − 1, or a list of them');
  const complete = hidden || (options.encoder && options.decoder);
  check('hidden', hidden, Boolean(complete), 'the units of the hidden layers, as [400], or encoder and decoder');
  const forward = options.encoder ?? mlp(hidden as number[]);
  const backward = options.decoder ?? mlp([...(hidden as number[])].reverse());
  const encoder = forward.build('encoder', inputs, undefined, seed);
  const heads = Object.fromEntries(
    Object.entries(latent.heads).map(([name, size]) => [name, dense(name, encoder.outputs, size, seed)]),
  );
  const decoder = backward.build('decoder', latent.features, inputs, seed);
  const model: Vae = {
    name: `VAE ${[inputs, forward.name].filter(Boolean).join('-')}-${latent.name}`,
    description: {
      model: 'vae',
      inputs,
      encoder: forward.description,
      decoder: backward.description,
      latent: latent.name,
      likelihood: likelihood.name,
      objective: objective.description,
      seed,
    },
    replicas: typeof seed === 'number' ? undefined : seed.length,
    inputs: ['x'],
    size: inputs,
    options,
    variables: { ...encoder.variables, ...variablesOf(heads), ...decoder.variables },
    latent,
    likelihood,
    encode(x) {
      const h = encoder.apply(x);
      return Object.fromEntries(Object.entries(heads).map(([name, head]) => [name, head.apply(h)]));
    },
    decode: (point) => decoder.apply(latent.embed(point)),
    decodeFeatures: (features) => decoder.apply(features),
    coefficients: objective.coefficients,
    noiseShape: (batchSize) => objective.noiseShape(model, batchSize),
    loss: ({ x }, noise, coefficients) => objective.terms(model, x, noise, coefficients),
    checkData: ({ x }) => checkDomain(x, inputs, likelihood),
    dispose: () => tf.dispose(Object.values(model.variables)),
  };
  return model;
}

/** @throws RangeError for inputs of another size, or values that the likelihood has no probability for */
function checkDomain(x: tf.Tensor, inputs: number, { name, domain }: Likelihood): void {
  const size = x.shape[x.rank - 1];
  check("the last axis of 'x'", size, size === inputs, `${inputs}, the inputs of the model`);
  if (!domain) return;
  const [low, high] = tf.tidy(() => [tf.min(x).dataSync()[0], tf.max(x).dataSync()[0]]);
  if (!(low < domain.low || high > domain.high)) return; // NaN is for the training to tell
  const expected = `a ${name} likelihood expects ${domain.low} to ${domain.high}: ${domain.hint}`;
  throw new RangeError(`'x' has values from ${low} to ${high}; ${expected}`);
}

/**
 * One replica as a model of its own, with copies of the weights, the caller's to dispose.
 * @param r from 0
 */
export function replica(model: Vae, r: number): Vae {
  const { replicas, options } = model;
  check('the model', model.name, replicas !== undefined, 'a model with replicas');
  check('the replica', r, Number.isInteger(r) && r >= 0 && r < replicas!, `a whole number from 0 to ${replicas! - 1}`);
  const { likelihood = bernoulli } = options;
  const single = vae({
    ...options,
    likelihood: likelihood.ofReplica?.(r) ?? likelihood,
    seed: (options.seed as readonly number[])[r],
  });
  for (const [name, variable] of Object.entries(single.variables)) {
    tf.tidy(() => {
      const all = model.variables[name];
      const own = tf.slice(all, [r, ...all.shape.slice(1).map(() => 0)], [1, ...all.shape.slice(1)]);
      variable.assign(tf.reshape(own, variable.shape));
    });
  }
  return single;
}
