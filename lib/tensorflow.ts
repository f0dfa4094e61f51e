// The one place that imports TensorFlow.js: everything else takes `tf` from here.
import './before-tensorflow';
import * as tf from '@tensorflow/tfjs-node';

export { tf };
