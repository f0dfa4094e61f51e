import { normal, type PreparedStep } from 'tfjs-compiled/eager';
import type { Model } from '../models';
import { runtime } from '../runtime';
import { tf } from '../tf';
import type { Plan } from './plan';

/** The training step: rows gathered by index, noise, coefficients → terms of the loss. */
export function trainingStep(
  model: Model,
  data: Readonly<Record<string, tf.Tensor>>,
  plan: Plan,
  notice: (text: string) => void,
): PreparedStep & { dispose(): void } {
  const { replicas } = model;
  const axis = replicas ? [replicas] : [];
  const table = Object.fromEntries(
    Object.entries(data).map(
      (
        [name, tensor], // one list of rows for all replicas
      ) => [name, plan.dataPerReplica ? tf.reshape(tensor, [-1, ...tensor.shape.slice(2)]) : tensor],
    ),
  );
  const dispose = () => {
    if (plan.dataPerReplica) tf.dispose(table);
  };
  const examples = plan.batches.map((size) => ({
    index: tf.zeros([...axis, size], 'int32'),
    noise: normal(model.noiseShape(size), replicas ? { replicas } : {}),
    ...Object.fromEntries(
      Object.entries(plan.coefficients).map(([name, own]) => [
        name,
        own.length === 1 ? tf.scalar(own[0][0]) : tf.tensor1d(own.map((values) => values[0])),
      ]),
    ),
  }));
  try {
    const prepared = runtime.execution.prepareStep(
      ({ index, noise, ...coefficients }) => {
        const batch = Object.fromEntries(
          Object.entries(table).map(([name, rows]) => [name, tf.gather(rows, index as tf.Tensor1D)]),
        );
        return model.loss(batch, noise, coefficients);
      },
      examples,
      model.variables,
      { name: 'adam', learningRate: plan.learningRates[0], ...plan.adam },
      { data: table, execution: plan.execution, steps: plan.steps, notice },
    );
    return { ...prepared, dispose };
  } catch (error) {
    dispose();
    throw error;
  } finally {
    tf.dispose(examples.map(({ noise, ...tensors }) => tensors as Record<string, tf.Tensor>));
  }
}
