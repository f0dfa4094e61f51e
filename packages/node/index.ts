/**
 * latent-torus on Node. Importing this package hands the library TensorFlow's noise and kernels, compiled training and a
 * store of checkpoints on disk.
 */
import { runtime } from 'latent-torus';
import { graph, prepareStep } from 'tfjs-compiled';
import { fileStore } from './file-store';
import { standardNormal, uniform } from './stateless';
import { tensorflowVersion, tf } from './tensorflow';

Object.assign(runtime, {
  noise: { normal: standardNormal, uniform },
  execution: {
    graph,
    prepareStep,
    versions: { node: tf.version['tfjs-node'], tensorflow: tensorflowVersion() },
  },
  store: fileStore,
});

export { cached, type Json } from './cached';
export { fileStore } from './file-store';
export { standardNormal, uniform } from './stateless';
export { tf };
