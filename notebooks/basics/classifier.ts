import { dense, type Model, mlp, overBatches, type Rows, tf, variablesOf } from 'latent-torus';

/** A classifier of images, for `fit` with `{ x, classes }`, classes one-hot (see `oneHot`). */
export interface Classifier extends Model<'x' | 'classes'> {
  /** The probabilities of the classes, p(c|x): [count, inputs] → [count, classes]. */
  probabilities(x: Rows): tf.Tensor2D;
}

export interface ClassifierOptions {
  /** Numbers in an input, by default 784. */
  inputs?: number;
  /** Units of the hidden layers, by default [256]. */
  hidden?: readonly number[];
  /** By default 10. */
  classes?: number;
  seed: number;
}

/** A multi-layer perceptron with a softmax, trained by the cross-entropy −log p(c|x) in nats. */
export function digitClassifier(options: ClassifierOptions): Classifier {
  const { inputs = 784, hidden = [256], classes = 10, seed } = options;
  const network = mlp(hidden).build('classifier', inputs, undefined, seed);
  const output = dense('classes', network.outputs, classes, seed);
  const logits = (x: tf.Tensor) => output.apply(network.apply(x));
  const variables = { ...network.variables, ...variablesOf({ classes: output }) };
  return {
    name: `classifier ${[inputs, ...hidden, classes].join('-')}`,
    description: { model: 'classifier', inputs, hidden: [...hidden], classes, seed },
    inputs: ['x', 'classes'],
    variables,
    coefficients: {},
    noiseShape: (rows) => [rows, 1],
    loss: ({ x, classes: target }) => ({
      total: tf.neg(tf.mean(tf.sum(tf.mul(target, tf.logSoftmax(logits(x) as tf.Tensor2D)), -1))),
    }),
    probabilities: (x) =>
      overBatches({ x }, 1000, ({ x: rows }) => ({ p: tf.softmax(logits(rows) as tf.Tensor2D) }))
        .p as tf.Tensor2D,
    dispose: () => tf.dispose(Object.values(variables)),
  };
}

/** What a classifier says of each image: the likeliest class, its probability, and the entropy of all in nats. */
export interface Judgement {
  readonly label: Uint8Array;
  readonly confidence: Float32Array;
  readonly entropy: Float32Array;
}

/** A classifier's judgement of images: [count, inputs]. */
export function judgement(classifier: Classifier, x: Rows): Judgement {
  const [label, confidence, entropy] = tf.tidy(() => {
    const p = classifier.probabilities(x);
    return [tf.argMax(p, 1), tf.max(p, 1), tf.neg(tf.sum(tf.mul(p, tf.log(tf.add(p, 1e-12))), 1))];
  });
  const numbers = {
    label: Uint8Array.from(label.dataSync()),
    confidence: confidence.dataSync() as Float32Array,
    entropy: entropy.dataSync() as Float32Array,
  };
  tf.dispose([label, confidence, entropy]);
  return numbers;
}
