// Loaded before every test: the library runs on Node, with TensorFlow's kernels.
import '@latent-torus/node';
