/**
 * `tfjs-compiled/eager`: the same functions without a native session, op by op on whatever backend TensorFlow.js has (also
 * in a browser). Imports @tensorflow/tfjs-core and nothing else.
 */
import { eagerCaller, eagerTrainer } from './eager-runner';
import { checkedExamples } from './examples';
import { inputsOf } from './feeds';
import type { Fn } from './loss';
import { type DrawNoise, noiseOfPairs } from './noise';
import { ruleOf } from './optimisers';
import { hashOfRecords } from './record';
import { recordStep } from './record-step';
import { makeEvaluation, makeStep } from './step';
import { tf } from './tf';
import type {
  Evaluation,
  Example,
  Execution,
  Optimiser,
  Options,
  PreparedStep,
  Step,
  Terms,
  TfjsOptimiser,
} from './types';

/** Draws standard normal numbers that a seed pair (stream, index) decides: [...shape]. */
export type Draw = (shape: number[], seed: [number, number]) => tf.Tensor;

/**
 * An execution that knows the mode `eager` alone.
 * @param options.draw where the noise of `noiseInput(shape)` comes from
 */
export function eagerExecution({ draw }: { draw: Draw }): Execution {
  const drawNoise: DrawNoise = (example, seeds) => noiseOfPairs(draw, example, seeds);

  function prepare(
    fn: Fn<Record<string, tf.Tensor>>,
    example: Example | Example[],
    variables: Record<string, tf.Variable>,
    optimiser?: Optimiser | TfjsOptimiser,
    { data = {}, state = {}, execution = 'auto' }: Options = {},
  ) {
    if (execution !== 'auto' && execution !== 'eager') {
      throw new RangeError(
        `execution is '${execution}'; expected 'eager' or 'auto', as there is no TensorFlow session here`,
      );
    }
    const examples = checkedExamples(example);
    const inputs = examples.map(inputsOf);
    const rule = optimiser && ruleOf(optimiser);
    const recorded = examples.map((like) =>
      recordStep(fn, like, { variable: variables, data, state }, rule, { drawNoise }),
    );
    const [{ terms }] = recorded;
    const records = recorded.map(({ texts }) => texts);
    const fingerprint = hashOfRecords(records, inputs, terms, rule?.description, 'eager', tf.getBackend());
    const description = {
      execution: 'eager',
      reason: execution === 'eager' ? 'named by the caller' : 'there is no TensorFlow session here',
      fingerprint,
    } as const;
    return {
      execution: 'eager',
      fingerprint,
      build: () =>
        rule
          ? makeStep(
              description,
              terms,
              inputs,
              {},
              variables,
              state,
              rule,
              eagerTrainer(fn as Fn<Terms>, examples, inputs, variables, state, rule, { drawNoise }),
            )
          : makeEvaluation(description, inputs, {}, eagerCaller(fn, examples, inputs, { drawNoise })),
    } satisfies { build(): Step | Evaluation } & Omit<PreparedStep, 'build'>;
  }

  return {
    graph: ((...given: Parameters<typeof prepare>) => prepare(...given).build()) as Execution['graph'],
    prepareStep: (...given) => prepare(...given) as PreparedStep,
  };
}

export { type NoiseExample, noiseInput } from './noise';
export type {
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  Evaluation,
  Example,
  Execution,
  ExecutionMode,
  FeedArray,
  Feeds,
  Momentum,
  Optimiser,
  OptimiserState,
  Options,
  PreparedStep,
  RmsProp,
  RunResult,
  Sgd,
  Step,
  Terms,
  TfjsOptimiser,
  Values,
} from './types';
