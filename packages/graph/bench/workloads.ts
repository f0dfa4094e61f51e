/** One size of problem, the same for every implementation: what it trains and on how much data. */
export interface Workload {
  readonly id: string;
  readonly title: string;
  /** Which made-up data set it reads (see `prepare.ts`), how many examples of how many numbers. */
  readonly data: 'blobs' | 'large blobs' | 'waves';
  readonly count: number;
  readonly features: number;
  readonly batch: number;
  /** Models trained as one: 1 is a plain model, more is a leading axis on data, parameters and noise. */
  readonly replicas: number;
  /** `dense`: layers from `encoder` and `decoder`; `conv`: the convolutional model of `convolutional` below. */
  readonly kind: 'dense' | 'conv';
  /** Widths of the hidden layers, from the input on, and from the latent space on. */
  readonly encoder: readonly number[];
  readonly decoder: readonly number[];
  /** `plane`: z itself, two numbers; `torus`: two angles, decoded from their cosines and sines. */
  readonly latent: 'plane' | 'torus';
  /** Bernoulli from logits, or Gaussian with standard deviation `sigma`. */
  readonly likelihood: 'bernoulli' | 'gaussian';
  readonly sigma: number;
}

const images = {
  data: 'blobs',
  count: 60_000,
  features: 784,
  replicas: 1,
  kind: 'dense',
  latent: 'plane',
  likelihood: 'bernoulli',
  sigma: 0,
} as const;
const thesis = {
  data: 'waves',
  count: 10_000,
  features: 25,
  replicas: 1,
  kind: 'dense',
  latent: 'plane',
  likelihood: 'gaussian',
  sigma: 0.1,
  encoder: [8, 8],
  decoder: [8, 8],
} as const;

/** The sizes that are measured; their letters are the rows of `figures/benchmark.csv`. */
export const workloads: readonly Workload[] = [
  {
    ...images,
    id: 'a',
    title: 'torus VAE 784-400-2, batch 128',
    batch: 128,
    encoder: [400],
    decoder: [400],
    latent: 'torus',
  },
  {
    ...images,
    id: 'b',
    title: 'VAE 784-256-128-2, batch 64',
    batch: 64,
    encoder: [256, 128],
    decoder: [128, 256],
  },
  { ...thesis, id: 'c', title: 'VAE 25-8-8-2, batch 100', batch: 100 },
  { ...thesis, id: 'c-full', title: 'VAE 25-8-8-2, full batch 10,000', batch: 10_000 },
  { ...thesis, id: 'd', title: '45 VAEs 25-8-8-2 as one, batch 100', batch: 100, replicas: 45 },
  {
    ...images,
    id: 'e',
    title: 'VAE 4096-1365-1365-1365-2, batch 64',
    data: 'large blobs',
    count: 1408,
    features: 4096,
    batch: 64,
    encoder: [1365, 1365, 1365],
    decoder: [1365, 1365, 1365],
  },
  {
    ...images,
    id: 'f',
    title: 'convolutional VAE 28×28-32-64-16-2, batch 128',
    kind: 'conv',
    batch: 128,
    encoder: [],
    decoder: [],
  },
];

/** Mean and log-variance have this many numbers each: two coordinates or two angles. */
export const latentSize = 2;

/** Steps that one call runs where a variant runs many: `lax.scan`, the compiled loop. */
export const stepsPerCall = 50;

/**
 * Shapes of the parameters in the order in which every implementation lists them: a weight and a bias for each layer
 * of the encoder, for mean, for log-variance, for each layer of the decoder. Weights are [in, out], convolutions
 * [height, width, in, out], transposed ones [height, width, out, in].
 */
export function parameterShapes(w: Workload): number[][] {
  if (w.kind === 'conv') {
    return [
      [3, 3, 1, 32],
      [32],
      [3, 3, 32, 64],
      [64],
      [3136, 16],
      [16],
      [16, 2],
      [2],
      [16, 2],
      [2],
      [2, 3136],
      [3136],
      [3, 3, 64, 64],
      [64],
      [3, 3, 32, 64],
      [32],
      [3, 3, 1, 32],
      [1],
    ];
  }
  const layer = (from: number, to: number) =>
    w.replicas > 1
      ? [
          [w.replicas, from, to],
          [w.replicas, 1, to],
        ]
      : [[from, to], [to]];
  const chain = (widths: number[]) => widths.slice(1).flatMap((to, i) => layer(widths[i], to));
  const last = w.encoder.at(-1) ?? w.features;
  const decoded = w.latent === 'torus' ? 2 * latentSize : latentSize;
  return [
    ...chain([w.features, ...w.encoder]),
    ...layer(last, latentSize),
    ...layer(last, latentSize),
    ...chain([decoded, ...w.decoder, w.features]),
  ];
}

/** First weights are uniform within ± this: Glorot and Bengio's √(6 / (inputs + outputs)), and 0 for a bias. */
export function initialBound(shape: readonly number[]): number {
  const [rows, columns] = shape.slice(-2);
  const convolution = shape.length === 4;
  if (!convolution && (shape.length === 1 || rows === 1)) return 0;
  const field = convolution ? shape[0] * shape[1] : 1;
  return Math.sqrt(6 / (field * (rows + columns)));
}
