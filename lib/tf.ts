// TensorFlow.js without a backend: whoever uses the library brings one (tfjs-node on Node, WebGL or WebAssembly in a page).
export * as tf from '@tensorflow/tfjs-core';
