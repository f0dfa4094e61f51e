import type { Workload } from './workloads';

/** Whose time a measurement is. Ratios are taken to the best of a group. */
export type Group =
  | 'latent-torus fit'
  | 'latent-torus'
  | 'TensorFlow.js'
  | 'PyTorch'
  | 'PyTorch batched'
  | 'JAX jit'
  | 'JAX scan'
  | 'products';

/** One process that takes part: a program with a variant. */
export interface Contestant {
  readonly group: Group;
  readonly program: 'ours' | 'torch' | 'jax';
  readonly variant: string;
  readonly label: string;
  /** Set before the process starts. */
  readonly environment: Readonly<Record<string, string>>;
  /** The workload that it runs, where it is not the one in question, and how many of them make up that one. */
  readonly runs?: { workload: string; times: number };
}

/** Everything that is measured on a workload. @param xlaFlags the flags that this library runs with */
export function contestantsOf(w: Workload, xlaFlags: string): Contestant[] {
  const ours = (variant: string, group: Group = 'latent-torus', label = variant): Contestant => ({
    group,
    program: 'ours',
    variant,
    label,
    environment: { XLA_FLAGS: xlaFlags },
  });
  const torch = (
    variant: string,
    group: Group = 'PyTorch',
    threads = 2,
    runs?: Contestant['runs'],
  ): Contestant => ({
    group,
    program: 'torch',
    variant,
    environment: { OMP_NUM_THREADS: String(threads), PEER_THREADS: String(threads) },
    runs,
    label: [variant, ...(threads === 1 ? ['one thread'] : []), ...(runs ? ['one after the other'] : [])].join(
      ', ',
    ),
  });
  const jax = (variant: 'jit' | 'scan', flags: string): Contestant => ({
    group: `JAX ${variant}`,
    program: 'jax',
    variant,
    label: flags ? `${variant}, with our XLA flags` : variant,
    environment: { XLA_FLAGS: flags },
  });

  const torchVariants = [
    'adam',
    'fused',
    'compile',
    'compile-step',
    ...(w.kind === 'conv' ? ['channels-last', 'channels-last-compile'] : []),
  ];
  // A second thread only helps where there is work for it: the small models also run with one.
  const small = w.kind === 'dense' && w.features < 100;
  const alone = w.replicas > 1 ? { workload: 'c', times: w.replicas } : undefined;
  return [
    ours('fit', 'latent-torus fit'),
    ours('xla'),
    ours('graph'),
    ours('eager'),
    ours('minimize', 'TensorFlow.js'),
    ...['jit', 'scan'].flatMap((variant) =>
      ['', xlaFlags].map((flags) => jax(variant as 'jit' | 'scan', flags)),
    ),
    ...torchVariants.map((variant) => torch(variant, 'PyTorch', 2, alone)),
    ...(small ? ['fused', 'compile-step'].map((variant) => torch(variant, 'PyTorch', 1, alone)) : []),
    ...(alone ? torchVariants.map((variant) => torch(variant, 'PyTorch batched')) : []),
    ours('products-xla', 'products', 'compiled by XLA'),
    ours('products-graph', 'products', "TensorFlow's kernels"),
  ];
}
