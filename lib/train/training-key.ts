import type { Step } from '../graph';
import type { Model } from '../models';
import { tf } from '../tensorflow';
import { keyOf } from './checkpoint';
import type { Plan } from './plan';

/** The name of a training's checkpoint: a hash of everything that determines the result. */
export function trainingKey(model: Model, data: Record<string, tf.Tensor>, plan: Plan, step: Step): string {
  const { seeds, batchSize, learningRates, adam, coefficients, ownData } = plan;
  const content = (tensors: Readonly<Record<string, tf.Tensor>>) => Object.entries(tensors).flatMap(([name, tensor]) =>
    [{ name }, { shape: tensor.shape, values: Float32Array.from(tensor.dataSync()) }]);
  const versions = { node: tf.version['tfjs-node'], tensorflow: (tf.backend() as unknown as { binding: { TF_Version?: string } }).binding.TF_Version };
  return keyOf({ ...model.description, seeds, batchSize, learningRates, adam, coefficients, ownData, ...versions, program: step.fingerprint },
    ...content(data), ...content(model.variables));
}

