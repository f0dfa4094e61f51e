// TensorFlow.js without a backend: whoever uses the library brings one, and the gradients (tfjs-node on Node; in a page WebGL
// or WebAssembly and '@tensorflow/tfjs-core/dist/register_all_gradients').
export * as tf from '@tensorflow/tfjs-core';
