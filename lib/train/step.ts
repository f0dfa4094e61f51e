import { noiseInput, type PreparedStep } from 'tfjs-compiled/eager';
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
  const each = <T, U>(record: Readonly<Record<string, T>>, fn: (value: T) => U) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, fn(value)]));
  const asOneList = (rows: tf.Tensor) => tf.reshape(rows, [-1, ...rows.shape.slice(2)]); // for all replicas
  const table = plan.dataPerReplica ? each(data, asOneList) : data;
  const dispose = () => {
    if (plan.dataPerReplica) tf.dispose(table);
  };
  const examples = plan.batches.map((size) => ({
    index: tf.zeros(replicas ? [replicas, size] : [size], 'int32'),
    noise: noiseInput(model.noiseShape(size), replicas ? { replicas } : {}),
    ...each(plan.coefficients, (own) =>
      own.length === 1 ? tf.scalar(own[0][0]) : tf.tensor1d(own.map((values) => values[0])),
    ),
  }));
  const optimiser = { name: 'adam', learningRate: plan.learningRates[0], ...plan.adam } as const;
  const options = { data: { ...table, ...model.constants }, execution: plan.execution, steps: plan.steps, notice };
  try {
    const step = ({ index, noise, ...coefficients }: Record<string, tf.Tensor>) =>
      model.loss(
        each(table, (rows) => tf.gather(rows, index as tf.Tensor1D)),
        noise,
        coefficients,
      );
    return { ...runtime.execution.prepareStep(step, examples, model.variables, optimiser, options), dispose };
  } catch (error) {
    dispose();
    throw error;
  } finally {
    tf.dispose(examples.map(({ noise, ...tensors }) => tensors as Record<string, tf.Tensor>));
  }
}
