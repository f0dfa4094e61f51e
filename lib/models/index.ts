export { type Dense, dense, type Seeds, startingVariable } from './dense';
export { bernoulli, gaussian, type Likelihood } from './likelihood';
export { type MlpOptions, mlp } from './mlp';
export type { Batch, Coefficients, Model } from './model';
export { type Architecture, type Network, variablesOf } from './network';
export { type Decoder, type Encoder, replica, type Vae, type VaeOptions, vae } from './vae';
