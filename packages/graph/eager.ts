/**
 * `tfjs-compiled/eager`: the same functions without a native session, op by op on whatever backend TensorFlow.js has (also
 * in a browser). Imports @tensorflow/tfjs-core and nothing else.
 */
import { adamConstants } from './adam';
import { eagerCaller, eagerTrainer } from './eager-runner';
import { checkedExamples, trialInputs } from './examples';
import { inputsOf } from './feeds';
import { type Fn, lossAndGradients } from './loss';
import { type DrawNoise, noiseOfPairs } from './noise';
import { hashOfRecords, record } from './record';
import { makeEvaluation, makeStep } from './step';
import { tf } from './tf';
import type { Adam, Evaluation, Example, Execution, Options, PreparedStep, Step, Terms } from './types';

/** Draws standard normal numbers that a seed pair (stream, index) decides: [...shape]. */
export type Draw = (shape: number[], seed: [number, number]) => tf.Tensor;

/**
 * An execution that knows the mode `eager` alone.
 * @param options.draw where the noise of `normal(shape)` comes from
 */
export function eagerExecution({ draw }: { draw: Draw }): Execution {
  const drawNoise: DrawNoise = (example, seeds) => noiseOfPairs(draw, example, seeds);

  function prepare(
    fn: Fn<Record<string, tf.Tensor>>,
    example: Example | Example[],
    variables: Record<string, tf.Variable>,
    optimiser?: Adam,
    { data = {}, execution = 'auto' }: Options = {},
  ) {
    if (execution !== 'auto' && execution !== 'eager') {
      throw new RangeError(
        `execution is '${execution}'; expected 'eager' or 'auto', as there is no TensorFlow session here`,
      );
    }
    const examples = checkedExamples(example);
    const inputs = examples.map(inputsOf);
    const adam = optimiser && adamConstants(optimiser);
    let terms: string[] = [];
    const records = examples.map((like) => {
      const input = tf.tidy(() => trialInputs(like, drawNoise));
      try {
        return record({ input, variable: variables, data }, () => {
          if (!adam) return fn(input);
          const { terms: found, values, gradients } = lossAndGradients(fn as Fn<Terms>, input, variables);
          terms = found;
          return { ...gradients, '': values };
        });
      } finally {
        tf.dispose(input);
      }
    });
    const fingerprint = hashOfRecords(records, inputs, terms, adam, 'eager', tf.getBackend());
    const description = {
      execution: 'eager',
      reason: execution === 'eager' ? 'named by the caller' : 'there is no TensorFlow session here',
      fingerprint,
    } as const;
    return {
      execution: 'eager',
      fingerprint,
      build: () =>
        adam
          ? makeStep(
              description,
              terms,
              inputs,
              {},
              variables,
              adam,
              eagerTrainer(fn as Fn<Terms>, examples, inputs, variables, adam, { drawNoise }),
            )
          : makeEvaluation(description, inputs, {}, eagerCaller(fn, examples, inputs, { drawNoise })),
    } satisfies { build(): Step | Evaluation } & Omit<PreparedStep, 'build'>;
  }

  return {
    graph: ((...given: Parameters<typeof prepare>) => prepare(...given).build()) as Execution['graph'],
    prepareStep: (...given) => prepare(...given) as PreparedStep,
  };
}

export { type NoiseExample, normal } from './noise';
export type {
  Adam,
  Evaluation,
  Example,
  Execution,
  ExecutionMode,
  FeedArray,
  Feeds,
  OptimiserState,
  Options,
  PreparedStep,
  RunResult,
  Step,
  Terms,
  Values,
} from './types';
