import { noiseInput } from '../../packages/graph';
import { tf } from '../../packages/node';
import { Random } from '../../packages/random';
import type { Case } from './compare';

// Small models written out in plain ops, so that graph mode is tested by itself.

/** `tf.tidy` for results that it has no type for: what is kept and the variables stay. */
function tidily<T>(make: () => T): T {
  let made: T | undefined;
  tf.tidy(() => {
    made = make();
  });
  return made as T;
}

/** A tensor of seeded numbers, uniform from −scale to scale. */
export function seeded(seed: number | string, shape: number[], scale = 1): tf.Tensor {
  const random = new Random(seed);
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => scale * (2 * random.uniform() - 1)),
    shape,
  );
}

/** Seed pairs [count, R?, 2]: (stream, step). */
export function seedPairs(streams: number[], from: number, count: number): Int32Array {
  return Int32Array.from(
    Array.from({ length: count }, (_, k) => streams.map((stream) => [stream, from + k])).flat(2),
  );
}

/** Dense layers over variables that it collects. With `replicas`, one seed each. */
class Layers {
  readonly variables: Record<string, tf.Variable> = {};

  constructor(
    private readonly seeds: number[],
    private readonly stacked: boolean,
  ) {}

  dense(name: string, inputs: number, outputs: number) {
    const draws = this.seeds.map((seed) =>
      seeded(`${name} ${seed}`, [inputs, outputs], Math.sqrt(1 / inputs)),
    );
    const weight = (this.variables[`${name}/weight`] = tf.variable(
      this.stacked ? tf.stack(draws) : draws[0],
    ));
    const bias = (this.variables[`${name}/bias`] = tf.variable(
      tf.zeros(this.stacked ? [draws.length, 1, outputs] : [outputs]),
    ));
    tf.dispose(draws);
    return (x: tf.Tensor) => tf.add(tf.matMul(x, weight), bias);
  }
}

const divergence = (mean: tf.Tensor, logVariance: tf.Tensor) =>
  tf.mul(0.5, tf.sub(tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), logVariance), 1));
const reparameterise = (mean: tf.Tensor, logVariance: tf.Tensor, noise: tf.Tensor) =>
  tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise));
const crossEntropy = (x: tf.Tensor, logits: tf.Tensor) => tf.sub(tf.softplus(logits), tf.mul(x, logits));

/** The torus VAE of two angles, smaller: indices into a data set, Bernoulli likelihood. */
export function torusVae({ batch = 16, pixels = 49, hidden = 24, count = 200 } = {}): Case {
  return tidily((): Case => {
    const layers = new Layers([1], false);
    const encode = layers.dense('encoder', pixels, hidden);
    const [location, spread] = [layers.dense('location', hidden, 2), layers.dense('spread', hidden, 2)];
    const [decode, logits] = [layers.dense('decoder', 4, hidden), layers.dense('logits', hidden, pixels)];
    const images = tf.keep(tf.abs(seeded('images', [count, pixels])));
    return {
      fn: ({ index, noise }) => {
        const x = tf.gather(images, index); // [batch, pixels]
        const h = tf.relu(encode(x));
        const [mean, logVariance] = [location(h), spread(h)];
        const angle = reparameterise(mean, logVariance, noise); // [batch, 2]
        const z = tf.concat([tf.cos(angle), tf.sin(angle)], 1);
        const reconstruction = tf.div(tf.sum(crossEntropy(x, logits(tf.relu(decode(z))))), batch);
        const kl = tf.div(tf.sum(divergence(mean, logVariance)), batch);
        return { total: tf.add(reconstruction, kl), reconstruction, kl };
      },
      example: { index: tf.keep(tf.zeros([batch], 'int32')), noise: noiseInput([batch, 2]) },
      variables: layers.variables,
      data: { images },
      feeds: (from, steps) => ({
        index: Int32Array.from({ length: steps * batch }, (_, i) => ((from * batch + i) * 37) % count),
        noise: seedPairs([5], from, steps),
      }),
    };
  });
}

/** The thesis' 25-8-8-2 VAE on noisy sines, by itself or as replicas with own data, weights and noise. */
export function thesisVae({ seeds = [1], stacked = false, count = 40 } = {}): Case {
  return tidily((): Case => {
    const [features, hidden] = [25, 8];
    const layers = new Layers(seeds, stacked);
    const sizes: [string, number, number][] = [
      ['e1', features, hidden],
      ['e2', hidden, hidden],
      ['mean', hidden, 2],
      ['spread', hidden, 2],
      ['d1', 2, hidden],
      ['d2', hidden, hidden],
      ['d3', hidden, features],
    ];
    const [e1, e2, location, spread, d1, d2, d3] = sizes.map((size) => layers.dense(...size));
    const sets = seeds.map((seed) => sines(seed, count, features));
    const x = tf.keep(stacked ? tf.stack(sets) : sets[0]); // [R?, count, features]
    const mean = (t: tf.Tensor) => tf.div(tf.sum(t, [-2, -1]), count); // per replica
    return {
      fn: ({ noise, weight }) => {
        const h = tf.relu(e2(tf.relu(e1(x))));
        const [m, logVariance] = [location(h), spread(h)];
        const z = reparameterise(m, logVariance, noise);
        const reconstruction = tf.mul(50, mean(tf.square(tf.sub(x, d3(tf.relu(d2(tf.relu(d1(z)))))))));
        const kl = mean(divergence(m, logVariance));
        return { total: tf.add(reconstruction, tf.mul(weight, kl)), reconstruction, kl };
      },
      example: {
        noise: noiseInput([count, 2], stacked ? { replicas: seeds.length } : {}),
        weight: tf.keep(tf.scalar(1)),
      },
      variables: layers.variables,
      data: { x },
      feeds: (from, steps) => ({
        noise: seedPairs(seeds, from, steps),
        weight: Float32Array.from({ length: steps }, (_, k) => Math.min(1, (from + k + 1) / 20)),
        learningRate: Float32Array.from({ length: steps }, (_, k) => 2e-3 * 0.99 ** (from + k)),
      }),
    };
  });
}

function sines(seed: number, count: number, features: number): tf.Tensor {
  const random = new Random(`sines ${seed}`);
  const rows = Array.from({ length: count }, () => {
    const phase = 2 * Math.PI * random.uniform();
    return Array.from(
      { length: features },
      (_, j) => Math.sin(phase + (2 * Math.PI * j) / features) + 0.1 * random.normal(),
    );
  });
  return tf.tensor2d(rows);
}

/** A small convolutional autoencoder with a transposed convolution. */
export function convolutional({ batch = 4, side = 8 } = {}): Case {
  return tidily((): Case => {
    const layers = new Layers([1], false);
    const down = (layers.variables.down = tf.variable(seeded('down', [3, 3, 1, 4], 0.3) as tf.Tensor4D));
    const up = (layers.variables.up = tf.variable(seeded('up', [3, 3, 1, 4], 0.3) as tf.Tensor4D));
    const [code, expand] = [layers.dense('code', side * side, 2), layers.dense('expand', 2, side * side)];
    const images = tf.keep(tf.abs(seeded('images', [40, side, side, 1])));
    return {
      fn: ({ index, noise }) => {
        const x = tf.gather(images, index) as tf.Tensor4D; // [batch, side, side, 1]
        const h = tf.relu(tf.conv2d(x, down as unknown as tf.Tensor4D, 2, 'same')); // [batch, side/2, side/2, 4]
        const z = tf.add(code(h.reshape([batch, side * side])), tf.mul(0.1, noise));
        const grid = tf.relu(expand(z)).reshape([batch, side / 2, side / 2, 4]) as tf.Tensor4D;
        const logits = tf.conv2dTranspose(
          grid,
          up as unknown as tf.Tensor4D,
          [batch, side, side, 1],
          2,
          'same',
        );
        return { total: tf.div(tf.sum(crossEntropy(x, logits)), batch) };
      },
      example: { index: tf.keep(tf.zeros([batch], 'int32')), noise: noiseInput([batch, 2]) },
      variables: layers.variables,
      data: { images },
      feeds: (from, steps) => ({
        index: Int32Array.from({ length: steps * batch }, (_, i) => ((from * batch + i) * 7) % 40),
        noise: seedPairs([3], from, steps),
      }),
    };
  });
}
