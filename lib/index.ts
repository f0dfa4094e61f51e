export { check, checkOptions, isCount, isSeed } from './checks';
export * from './delta';
export * from './geometry';
export * from './inference';
export * from './latent';
export * from './metrics';
export * from './models';
export * from './objectives';
export { asTensor, type Rows, type Samples, tensor } from './rows';
export {
  type Kept,
  type Noise,
  normalNoise,
  type Runtime,
  runtime,
  type SeedPair,
  type Store,
  uniformNoise,
} from './runtime';
export { tf } from './tf';
export * from './train';
