import { tf } from './tf';

/** A layer of tfjs-layers, as far as it is used here. */
export interface Layer {
  name: string;
  layers?: Layer[];
  rate?: number;
  stddev?: number;
  cell?: { dropout?: number; recurrentDropout?: number };
  getClassName(): string;
  getNoiseShape?(input: tf.Tensor): number[] | null | undefined;
  call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor | tf.Tensor[];
}

/** Gives standard-normal noise of a shape, one call after the other. */
export type Draw = (shape: number[]) => tf.Tensor;

type Noisy = (layer: Layer, input: tf.Tensor, draw: Draw) => tf.Tensor;

/** A share `rate` of the numbers (or of whole features, by the noise shape) becomes 0, the others grow by 1/(1 − rate). */
const dropout: Noisy = (layer, input, draw) => {
  const rate = layer.rate ?? 0;
  const noise = draw(layer.getNoiseShape?.(input) ?? input.shape);
  // the same comparison of the same bits in every mode
  const kept = tf.cast(tf.greaterEqual(noise, normalQuantile(rate)), 'float32');
  return tf.mul(input, tf.mul(kept, 1 / (1 - rate)));
};

/** What these layers do while training, with noise that is handed in. */
const noisy: Record<string, Noisy> = {
  Dropout: dropout,
  SpatialDropout1D: dropout,
  GaussianNoise: ({ stddev = 0 }, input, draw) => tf.add(input, tf.mul(draw(input.shape), stddev)),
  GaussianDropout: ({ rate = 0 }, input, draw) =>
    tf.mul(input, tf.add(1, tf.mul(draw(input.shape), Math.sqrt(rate / (1 - rate))))),
};

/**
 * Calls a function while the layers that draw random numbers take them from `draw`.
 * @throws Error that names a layer whose random numbers cannot be handed in
 */
export function withNoise<T>(layers: Layer[], draw: Draw, run: () => T): T {
  const replaced = allOf(layers).filter(({ rate = 1 }) => rate > 0);
  for (const layer of replaced) refuse(layer);
  const own = replaced.filter((layer) => layer.getClassName() in noisy);
  for (const layer of own) {
    const original = Object.getPrototypeOf(layer).call as Layer['call'];
    layer.call = (inputs, kwargs) =>
      kwargs.training
        ? noisy[layer.getClassName()](layer, [inputs].flat()[0], draw)
        : original.call(layer, inputs, kwargs);
  }
  try {
    return run();
  } finally {
    for (const layer of own) delete (layer as Partial<Layer>).call;
  }
}

/** Layers, and those inside models that are layers. */
const allOf = (layers: Layer[]): Layer[] =>
  layers.flatMap((layer) => (layer.layers ? allOf(layer.layers) : [layer]));

function refuse(layer: Layer) {
  const { cell, name } = layer;
  const kind = layer.getClassName();
  if (kind === 'AlphaDropout' || cell?.dropout || cell?.recurrentDropout) {
    throw new Error(
      `layer '${name}' (${kind}) draws random numbers that cannot be given a seed; set its dropout to 0 or use ` +
        Object.keys(noisy).join(', '),
    );
  }
}

/** The number below which a standard normal one lies with probability p, by bisection. */
export function normalQuantile(p: number): number {
  let [low, high] = [-9, 9];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …). */
function normalCdf(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 3; Math.abs(term) > 1e-18 * Math.abs(sum); n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return 0.5 + (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}
