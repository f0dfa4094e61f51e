import { euclidean } from '../../../lib/latent';
import { bernoulli, type Model } from '../../../lib/models';
import { tf } from '../../node';
import { parameterShapes, type Workload } from './workloads';

/** The convolutional VAE of the Keras example and of report 2, as a model that `fit` can train. Weights start at 0. */
export function convolutionalVae(w: Workload): Model {
  const variables = Object.fromEntries(
    parameterShapes(w).map((shape, i) => [
      `${i % 2 ? 'bias' : 'weight'}${i >> 1}`,
      tf.variable(tf.zeros(shape)),
    ]),
  );
  const list = Object.values(variables);
  const latent = euclidean(2);
  const dense = (at: number, x: tf.Tensor) =>
    tf.add(tf.matMul(x as tf.Tensor2D, list[at] as unknown as tf.Tensor2D), list[at + 1]);
  const conv = (at: number, x: tf.Tensor) =>
    tf.relu(tf.add(tf.conv2d(x as tf.Tensor4D, list[at] as unknown as tf.Tensor4D, 2, 'same'), list[at + 1]));
  const transposed = (at: number, x: tf.Tensor, side: number, stride: number) => {
    const shape: [number, number, number, number] = [x.shape[0], side, side, list[at].shape[2] as number];
    return tf.add(
      tf.conv2dTranspose(x as tf.Tensor4D, list[at] as unknown as tf.Tensor4D, shape, stride, 'same'),
      list[at + 1],
    );
  };

  return {
    name: 'convolutional VAE',
    description: { model: 'bench-convolutional-vae' },
    inputs: ['x'],
    variables,
    coefficients: { klWeight: 1 },
    noiseShape: (batch) => [batch, 2],
    loss({ x }, noise, { klWeight }) {
      const images = tf.reshape(x, [-1, 28, 28, 1]);
      const h = tf.relu(dense(4, tf.reshape(conv(2, conv(0, images)), [-1, 3136])));
      const posterior = { mean: dense(6, h), logVariance: dense(8, h) };
      const started = tf.reshape(tf.relu(dense(10, latent.sample(posterior, noise))), [-1, 7, 7, 64]);
      const output = transposed(
        16,
        tf.relu(transposed(14, tf.relu(transposed(12, started, 14, 2)), 28, 2)),
        28,
        1,
      );
      const reconstruction = tf.mean(bernoulli.loss(x, tf.reshape(output, [-1, 784])));
      const kl = tf.mean(latent.kl(posterior));
      return { total: tf.add(reconstruction, tf.mul(klWeight, kl)), reconstruction, kl };
    },
    dispose: () => tf.dispose(list),
  };
}
