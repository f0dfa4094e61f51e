import { type Model, type Seeds, startingVariable, tf } from 'latent-torus';
import type { LinearSetting } from './theorem-3';

/** Encoders G and decoders H without hidden layers or biases, trained side by side, one for each setting. */
export interface LinearVaes extends Model<'x'> {
  readonly settings: readonly LinearSetting[];
  /** G x for each row: [settings, rows, 2] → [settings, rows, 2]. */
  encode(x: tf.Tensor): tf.Tensor;
}

/**
 * The simplified baseline of the thesis, section 6.2: µ_Z = Gx, µ_X = Hz, both 2 × 2, with σ_Z and σ_X fixed. Its loss is
 * (6.13) without the constant, ½ (‖Gx‖² + ‖(HG − I)x‖²/σ_X² + σ_Z² ‖H‖²/σ_X²), the expectation over z being exact.
 * @param seed of the starting weights, the same for each setting
 */
export function linearVaes(settings: readonly LinearSetting[], seed: number): LinearVaes {
  const count = settings.length;
  if (!count) throw new RangeError('linearVaes([]): expected one or more settings');
  const seeds: Seeds = settings.map(() => seed);
  const matrix = (name: string) => startingVariable(name, 2, [2, 2], seeds, [count, 2, 2]);
  const [encoder, decoder] = [matrix('encoder'), matrix('decoder')];
  const column = (value: (setting: LinearSetting) => number) => tf.tensor1d(settings.map(value));
  const square = (x: tf.Tensor) => tf.sum(tf.square(x), -1);
  const encode = (x: tf.Tensor) => tf.matMul(x, encoder); // rows are points: x Gᵀ with Gᵀ stored
  return {
    name: `${count} linear VAEs`,
    description: { model: 'linear VAEs', settings, seed },
    replicas: count,
    inputs: ['x'],
    settings,
    variables: { encoder, decoder },
    coefficients: {},
    noiseShape: (batchSize) => [batchSize, 1], // not used
    encode,
    loss({ x }) {
      const z = encode(x); // [settings, rows, 2]
      const error = square(tf.sub(tf.matMul(z, decoder), x)); // [settings, rows]
      const size = tf.sum(tf.square(decoder), [1, 2]); // [settings]
      const precision = column(({ sigmaX }) => sigmaX ** -2);
      const noise = column(({ sigmaX, sigmaZ }) => (sigmaZ / sigmaX) ** 2);
      const kl = tf.mul(tf.mean(square(z), -1), 0.5);
      const fitted = tf.mul(tf.mul(tf.mean(error, -1), precision), 0.5);
      const reconstruction = tf.add(fitted, tf.mul(tf.mul(size, noise), 0.5));
      return { total: tf.add(kl, reconstruction), reconstruction, kl };
    },
    dispose: () => tf.dispose([encoder, decoder]),
  };
}
