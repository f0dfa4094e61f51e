import type { LatentSpace, Posterior } from '../latent';
import { tf } from '../tf';
import { dense } from './dense';
import type { Likelihood } from './likelihood';
import type { Model } from './model';
import { perceptron, variablesOf } from './perceptron';

export interface VaeOptions {
  /** Numbers in an input: 784 for a 28 × 28 image. */
  inputs: number;
  /** Units of the encoder's hidden layers; the decoder has the same in reverse: [400]. */
  hidden: number[];
  latent: LatentSpace;
  likelihood: Likelihood;
  /** Of the starting weights; a list trains a replica for each of its seeds. */
  seed: number | number[];
}

/** A variational autoencoder: encoder + latent space + likelihood. */
export interface Vae extends Model {
  readonly latent: LatentSpace;
  readonly likelihood: Likelihood;
  readonly inputs: number;
  /** The parameters of q(z|x): [..., inputs] → each [..., its size]. */
  encode(x: tf.Tensor): Posterior;
  /** The decoder's outputs (logits for a Bernoulli likelihood) at latent points: [..., dimensions] → [..., inputs]. */
  decode(point: tf.Tensor): tf.Tensor;
}

/**
 * A VAE of fully connected layers. Its loss has the terms `total` = `reconstruction` + klWeight · `divergence`, in nats
 * for each input (working paper, section 2.3).
 */
export function vae({ inputs, hidden, latent, likelihood, seed }: VaeOptions): Vae {
  const encoder = perceptron('encoder', [inputs, ...hidden], seed);
  const heads = Object.fromEntries(
    Object.entries(latent.heads).map(([name, size]) => [name, dense(name, encoder.outputs, size, seed)]),
  );
  const decoder = perceptron('decoder', [latent.features, ...[...hidden].reverse()], seed);
  const output = dense('output', decoder.outputs, inputs, seed);
  const variables = variablesOf({ ...encoder.layers, ...heads, ...decoder.layers, output });

  const encode = (x: tf.Tensor): Posterior => {
    const h = encoder.apply(x);
    return Object.fromEntries(Object.entries(heads).map(([name, head]) => [name, head.apply(h)]));
  };
  const decode = (point: tf.Tensor) => output.apply(decoder.apply(latent.embed(point)));

  return {
    name: `VAE ${[inputs, ...hidden].join('-')}-${latent.name}`,
    description: { model: 'vae', inputs, hidden, latent: latent.name, likelihood: likelihood.name, seed },
    replicas: Array.isArray(seed) ? seed.length : undefined,
    variables,
    latent,
    likelihood,
    inputs,
    encode,
    decode,
    coefficients: { klWeight: 1 },
    noiseShape: (batchSize) => [batchSize, latent.dimensions],
    loss({ x }, noise, { klWeight }) {
      const posterior = encode(x);
      const reconstruction = tf.mean(likelihood.loss(x, decode(latent.sample(posterior, noise))), -1);
      const divergence = tf.mean(latent.divergence(posterior), -1);
      return { total: tf.add(reconstruction, tf.mul(klWeight, divergence)), reconstruction, divergence };
    },
    dispose: () => tf.dispose(Object.values(variables)),
  };
}
