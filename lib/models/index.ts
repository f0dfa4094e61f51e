export { type Dense, dense } from './dense';
export { bernoulli, gaussian, type Likelihood } from './likelihood';
export type { Batch, Coefficients, Model } from './model';
export { type Perceptron, perceptron, variablesOf } from './perceptron';
export { type Vae, type VaeOptions, vae } from './vae';
