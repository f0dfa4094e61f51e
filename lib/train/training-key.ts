import type { Model } from '../models';
import { given } from '../runtime';
import type { tf } from '../tf';
import { noiseStream, orderOf } from './batches';
import type { Plan } from './plan';

/** The name of a training's checkpoint: a hash of everything that determines the result. */
export function trainingKey(
  model: Model,
  data: Record<string, tf.Tensor>,
  plan: Plan,
  fingerprint: string,
): string {
  const { seeds, rows, batchSize, learningRates, adam, coefficients, ownData } = plan;
  const content = (tensors: Readonly<Record<string, tf.Tensor>>) =>
    Object.entries(tensors).flatMap(([name, tensor]) => [
      { name },
      { shape: tensor.shape, values: floats(tensor) },
    ]);
  return given('store').keyOf(
    { ...model.description, seeds, batchSize, learningRates, adam, coefficients, ownData },
    { ...given('execution').versions, program: fingerprint },
    // how shuffles and noise follow from the seeds
    ...seeds.map((seed) => ({
      stream: noiseStream(seed),
      order: Array.from(orderOf(seed, 0, Math.min(rows, 100))),
    })),
    ...content(data),
    ...content(model.variables),
  );
}

const floats = (tensor: tf.Tensor) => {
  const values = tensor.dataSync();
  return values instanceof Float32Array ? values : Float32Array.from(values);
};
