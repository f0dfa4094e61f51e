export type { Batch, Coefficients, Model } from './model';
export { bernoulli, gaussian, type Likelihood } from './likelihood';
export { dense, type Dense } from './dense';
export { perceptron, type Perceptron, variablesOf } from './perceptron';
export { vae, type Vae, type VaeOptions } from './vae';
