import { type GenerativeModel, tf, torus, uniformPrior } from 'latent-torus';
import { signalLength } from './circle-data';

/**
 * Φ, the process that made the benchmark data, as a generative model: a uniform phase, the signal F(ϕ), noise. As sin(a + ϕ) =
 * sin a cos ϕ + cos a sin ϕ, the signal is a linear function of the phase's features. Thesis, chapter 5 and section 9.1.
 * @param sigma the noise σ on the data
 */
export function benchmarkModel(sigma: number): GenerativeModel {
  const space = torus(1);
  const angles = Array.from({ length: signalLength }, (_, j) => (2 * Math.PI * (j + 1)) / signalLength);
  const rows = [angles.map(Math.sin), angles.map(Math.cos)];
  return {
    name: 'Φ',
    space,
    noise: 1,
    samplePrior: (noise) => uniformPrior.sample(space, noise),
    mean(features) {
      const flat = tf.matMul(tf.reshape(features, [-1, 2]), tf.tensor2d(rows));
      return tf.reshape(flat, [...features.shape.slice(0, -1), signalLength]);
    },
    sigma,
    size: signalLength,
    variables: {},
  };
}
