import { type DrawNoise, isNoise, type NoiseExample, seedShape } from './noise';
import { sizeOf } from './sizes';
import { tf } from './tf';
import type { Example } from './types';

/** One example or several, as a list. @throws Error if their inputs differ or one has a name that is taken */
export function checkedExamples(example: Example | Example[]): Example[] {
  const examples = Array.isArray(example) ? example : [example];
  const [first, ...rest] = examples.map((inputs) => Object.keys(inputs).sort().join(', '));
  if (first === undefined) throw new Error('no example is given');
  const other = rest.find((names) => names !== first);
  if (other !== undefined) throw new Error(`the examples have different inputs: ${first}; ${other}`);
  if ('learningRate' in examples[0])
    throw new Error("an input must not be called 'learningRate': it is the optimiser's");
  return examples;
}

/** Inputs to try a function with: the example's tensors, and noise for seeds 0. Call inside `tf.tidy`. */
export const trialInputs = (example: Example, drawNoise: DrawNoise): Record<string, tf.Tensor> =>
  Object.fromEntries(
    Object.entries(example).map(([name, value]) => [
      name,
      isNoise(value) ? drawNoise(value, new Int32Array(sizeOf(seedShape(value)))) : tf.clone(value),
    ]),
  );

/** The noise inputs of an example. */
export const noiseOf = (example: Example): Record<string, NoiseExample> =>
  Object.fromEntries(
    Object.entries(example).filter((entry): entry is [string, NoiseExample] => isNoise(entry[1])),
  );
