import { createHash } from 'node:crypto';
import { tf } from '../tensorflow';
import { adamConstants } from './adam';
import { eagerCaller, eagerTrainer, inputsAt } from './eager';
import { inputsOf, sizeOf } from './feeds';
import { lossAndGradients, type Fn } from './loss';
import { makeEvaluation, makeStep } from './step';
import type { Adam, Evaluation, Example, Options, Step, Terms } from './types';

/** docs to come */
export function graph(
  fn: Fn<Terms>, example: Example | Example[], variables: Record<string, tf.Variable>, optimiser: Adam, options?: Options,
): Step;
export function graph(
  fn: Fn<Record<string, tf.Tensor>>, example: Example | Example[], variables: Record<string, tf.Variable>,
  optimiser?: undefined, options?: Options,
): Evaluation;
export function graph(
  fn: Fn<Record<string, tf.Tensor>>, example: Example | Example[], variables: Record<string, tf.Variable>,
  optimiser?: Adam, options: Options = {},
): Step | Evaluation {
  const examples = Array.isArray(example) ? example : [example];
  const inputs = examples.map(inputsOf);
  const description = {
    way: 'eager' as const, reason: 'only way built so far', fingerprint: createHash('sha256').update(String(fn)).digest('hex'),
  };
  void options;
  if (!optimiser) return makeEvaluation(description, inputs, eagerCaller(fn, examples, inputs));
  const adam = adamConstants(optimiser);
  const zeros = Object.fromEntries(inputs[0].map(({ name, shape, dtype }) => [name, dtype === 'float32'
    ? new Float32Array(sizeOf(shape)) : dtype === 'int32' ? new Int32Array(sizeOf(shape)) : new Uint8Array(sizeOf(shape))]));
  let terms: string[] = [];
  tf.tidy(() => {
    terms = lossAndGradients(fn as Fn<Terms>, inputsAt(examples[0], inputs[0], zeros, 0), variables).terms;
  });
  return makeStep(description, terms, inputs, variables, adam, eagerTrainer(fn as Fn<Terms>, examples, inputs, variables, adam));
}
