// A user of the library without Node's TensorFlow: @tensorflow/tfjs brings gradients and a backend in JavaScript.
import * as tf from '@tensorflow/tfjs';
import { bernoulli, euclidean, fit, posteriorMeans, runtime, vae } from 'latent-torus';
import { eagerExecution } from 'tfjs-compiled/eager';

const normal = (shape: number[], seed: readonly [number, number]) =>
  tf.randomNormal(shape, 0, 1, 'float32', 1 + seed[0] + seed[1]);
const uniform = (shape: number[], low: number, high: number, seed: readonly [number, number]) =>
  tf.randomUniform(shape, low, high, 'float32', 1 + seed[0] + seed[1]);

async function main(): Promise<void> {
  await tf.setBackend('cpu');
  Object.assign(runtime, {
    noise: { normal, uniform },
    execution: { ...eagerExecution({ draw: normal }), versions: {} },
  });
  const model = vae({ inputs: 4, hidden: [8], latent: euclidean(2), likelihood: bernoulli, seed: 1 });
  const x = tf.tensor2d([
    [0, 0, 1, 1],
    [1, 1, 0, 0],
  ]);
  const { history } = await fit(
    model,
    { x },
    { epochs: 30, batchSize: 2, seed: 1, learningRate: 0.05, cache: false },
  );
  const means = posteriorMeans(model, x);
  // @ts-expect-error a history has rows, not a text: the types are there
  const text: string = history;
  const last = text.at(-1) as unknown as Record<string, number>;
  const first = text.at(0) as unknown as Record<string, number>;
  console.log(
    JSON.stringify({
      backend: tf.getBackend(),
      shape: means.shape,
      fell: last.total < first.total,
      epochs: text.length,
    }),
  );
}

void main();
