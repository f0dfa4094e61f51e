export * from './geometry';
export * from './latent';
export * from './metrics';
export * from './models';
export { type Pixels, tensor } from './rows';
export {
  type Execution,
  type Noise,
  type Runtime,
  runtime,
  type SeedPair,
  type Store,
  standardNormal,
  uniform,
} from './runtime';
export { tf } from './tf';
export { tidily } from './tidily';
export * from './train';
