// TensorFlow.js without a backend; `tfjs-node` has to be loaded by whoever opens a session.
export * as tf from '@tensorflow/tfjs-core';
