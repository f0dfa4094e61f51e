import {
  bernoulli,
  type Decoder,
  dense,
  type Encoder,
  euclidean,
  type LatentSpace,
  type Model,
  mlp,
  tf,
  variablesOf,
} from 'latent-torus';

export interface ConditionalOptions {
  /** Numbers in an input: 784 for a 28 × 28 image. */
  inputs: number;
  /** How many classes there are; data `y` says which, one-hot. */
  classes: number;
  /** Units of the encoder's hidden layers, the decoder's in reverse. */
  hidden: readonly number[];
  /** By default `euclidean(2)`. */
  latent?: LatentSpace;
  /** Of the starting weights. */
  seed: number;
}

/** A VAE that is told the class of an image: encoder and decoder see it beside what they see anyway. */
export interface ConditionalVae extends Model<'x' | 'y'> {
  readonly latent: LatentSpace;
  /** The encoder and decoder of one class, for `evaluate`, `decodeMean` and the like. */
  ofClass(label: number): Encoder & Decoder;
}

/**
 * A conditional VAE (Sohn, Lee and Yan 2015): q(z|x, y) and p(x|z, y) with the class y one-hot, and the prior N(0, I) for
 * every class. Its loss is that of a VAE.
 */
export function conditionalVae(options: ConditionalOptions): ConditionalVae {
  const { inputs, classes, hidden, latent = euclidean(2), seed } = options;
  if (!Number.isInteger(classes) || classes < 2)
    throw new RangeError(`conditionalVae: classes is ${classes}; expected a whole number from 2`);
  const encoder = mlp(hidden).build('encoder', inputs + classes, undefined, seed);
  const heads = Object.fromEntries(
    Object.entries(latent.heads).map(([name, size]) => [name, dense(name, encoder.outputs, size, seed)]),
  );
  const decoder = mlp([...hidden].reverse()).build('decoder', latent.features + classes, inputs, seed);
  const name = `conditional VAE ${[inputs, ...hidden].join('-')}-${latent.name}`;
  const encode = (x: tf.Tensor, y: tf.Tensor) => {
    const h = encoder.apply(tf.concat([x, y], -1));
    return Object.fromEntries(Object.entries(heads).map(([head, layer]) => [head, layer.apply(h)]));
  };
  const decode = (features: tf.Tensor, y: tf.Tensor) => decoder.apply(tf.concat([features, y], -1));
  const variables = { ...encoder.variables, ...variablesOf(heads), ...decoder.variables };
  return {
    name,
    description: { model: 'conditional vae', inputs, classes, hidden, latent: latent.name, seed },
    inputs: ['x', 'y'],
    variables,
    latent,
    coefficients: { klWeight: 1 },
    noiseShape: (batchSize) => [batchSize, latent.noise],
    loss({ x, y }, noise, { klWeight }) {
      const posterior = encode(x, y);
      const point = latent.sample(posterior, noise);
      const reconstruction = tf.mean(bernoulli.loss(x, decode(latent.embed(point), y)), -1);
      const kl = tf.mean(latent.kl(posterior, point), -1);
      return { total: tf.add(reconstruction, tf.mul(klWeight, kl)), reconstruction, kl };
    },
    ofClass(label) {
      if (!(Number.isInteger(label) && label >= 0 && label < classes))
        throw new RangeError(`there is no class ${label}; expected a whole number from 0 to ${classes - 1}`);
      const told = (rows: tf.Tensor) =>
        tf.tile(tf.cast(tf.oneHot(tf.tensor1d([label], 'int32'), classes), 'float32'), [rows.shape[0], 1]);
      return {
        name: `${name}, class ${label}`,
        latent,
        likelihood: bernoulli,
        variables,
        encode: (x) => encode(x, told(x)),
        decode: (point) => decode(latent.embed(point), told(point)),
        decodeFeatures: (features) => decode(features, told(features)),
      };
    },
    dispose: () => tf.dispose(Object.values(variables)),
  };
}

/** Labels one-hot, as `conditionalVae` takes them: [count, classes]; the caller disposes of it. */
export const oneHot = (labels: ArrayLike<number>, classes: number): tf.Tensor2D =>
  tf.tidy(
    () =>
      tf.cast(tf.oneHot(tf.tensor1d(Int32Array.from(labels), 'int32'), classes), 'float32') as tf.Tensor2D,
  );
