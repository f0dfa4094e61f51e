/**
 * latent-torus on Node. Importing this package hands the library TensorFlow's noise and kernels, compiled training and a
 * store of trainings on disk.
 */
import { runtime } from 'latent-torus';
import { graph, prepareStep } from 'tfjs-compiled';
import { normalNoise, uniformNoise } from './stateless';
import { store } from './store';
import { tf } from './tensorflow';

Object.assign(runtime, {
  noise: { normal: normalNoise, uniform: uniformNoise },
  execution: { graph, prepareStep },
  store,
});

export { type CachedOptions, cached, type Json } from './cached';
export { keyOf } from './key';
export { type Run, type RunFamily, type RunSize, type Runs, runsOf, type TrainedModel } from './runs';
export { tf };
