import { type AdamConstants, adamConstants } from './adam';
import { type Choice, choose, otherNumbersUnderXla, stepsAtOnce } from './choose';
import { eagerCaller, eagerTrainer } from './eager-runner';
import { checkedExamples, noiseOf, trialInputs } from './examples';
import { type Input, inputsOf } from './feeds';
import { type Fn, lossAndGradients } from './loss';
import { withNativeGradients } from './native-gradients';
import { drawNoise } from './philox';
import { assertSame, fingerprint, type Program } from './program';
import type { Caller, Trainer } from './runner';
import { sessionCaller, sessionTrainer } from './session-runner';
import { makeEvaluation, makeStep } from './step';
import { tf } from './tf';
import { trace, Untraceable } from './trace';
import { gradientOf, type Part, TERMS } from './training-graph';
import type {
  Adam,
  Evaluation,
  Example,
  Execution,
  ExecutionMode,
  Options,
  PreparedStep,
  Step,
  Terms,
} from './types';

/** Traces a function of tensors and runs it as one TensorFlow graph, compiled by XLA where that pays; see `Execution`. */
export const graph: Execution['graph'] = ((...given: Parameters<typeof prepare>) =>
  prepare(...given).build()) as Execution['graph'];

/** The first half of `graph` for a training step: enough to know whether its result is kept somewhere already. */
export const prepareStep: Execution['prepareStep'] = (...given) => prepare(...given) as PreparedStep;

const eagerParts = { drawNoise, around: withNativeGradients };

function prepare(
  fn: Fn<Record<string, tf.Tensor>>,
  example: Example | Example[],
  variables: Record<string, tf.Variable>,
  optimiser?: Adam,
  options: Options = {},
) {
  const examples = checkedExamples(example);
  const inputs = examples.map(inputsOf);
  const { data = {}, notice = console.warn } = options;
  const adam = optimiser && adamConstants(optimiser);
  let terms: string[] = [];
  const traced = (like: Example) =>
    traceTwice(like, variables, data, (given) => {
      if (!adam) return fn(given);
      const {
        terms: found,
        values,
        gradients,
      } = lossAndGradients(fn as Fn<Terms>, given, variables, withNativeGradients);
      terms = found;
      const named = Object.entries(gradients).map(([name, gradient]) => [gradientOf(name), gradient]);
      return { [TERMS]: values, ...Object.fromEntries(named) };
    });

  let programs: Program[] | undefined;
  let choice: Choice;
  try {
    programs = examples.map(traced);
    choice =
      options.execution && options.execution !== 'auto'
        ? { execution: options.execution, reason: 'named by the caller' }
        : choose(programs, !!adam, options.steps);
  } catch (error) {
    if (!(error instanceof Untraceable)) throw error;
    if (adam)
      tf.tidy(() => {
        terms = lossAndGradients(fn as Fn<Terms>, trialInputs(examples[0], drawNoise), variables).terms;
      });
    choice = { execution: 'eager', reason: `it cannot be traced: ${error.message}` };
    if (options.execution !== 'eager')
      notice(`Running step by step through TensorFlow.js, as ${choice.reason}`);
  }

  return {
    execution: choice.execution,
    fingerprint: identity(choice.execution),
    build(): Step | Evaluation {
      for (;;) {
        try {
          return build(choice);
        } catch (error) {
          choice = fallback(choice.execution, error as Error);
          const how = choice.execution === 'graph' ? 'without XLA' : 'step by step through TensorFlow.js';
          notice(`Running ${how}, as ${choice.reason}`);
        }
      }
    },
  };

  function build({ execution, reason }: Choice): Step | Evaluation {
    const description = { execution, reason, fingerprint: identity(execution) };
    const bounds = boundsOf(programs ?? []);
    const step = (trainer: Trainer) =>
      makeStep(description, terms, inputs, bounds, variables, adam as AdamConstants, trainer);
    const evaluation = (caller: Caller) => makeEvaluation(description, inputs, bounds, caller);
    if (execution === 'eager' || !programs) {
      return adam
        ? step(eagerTrainer(fn as Fn<Terms>, examples, inputs, variables, adam, eagerParts))
        : evaluation(eagerCaller(fn, examples, inputs, eagerParts));
    }
    const compiled = execution === 'xla';
    const other = compiled && otherNumbersUnderXla(programs);
    if (other) throw new Error(other);
    const { chunk, preferred } = stepsAtOnce(programs[0]);
    const parts = programs.map(
      (program, i): Part => ({
        program,
        inputs: inputs[i],
        noise: noiseOf(examples[i]),
        chunk: compiled && adam ? (i === 0 ? chunk : 1) : undefined, // smaller last batches come one at a time
      }),
    );
    return adam
      ? step(sessionTrainer(parts, variables, data, adam, compiled ? preferred : 1))
      : evaluation(sessionCaller(parts, variables, data, compiled));
  }

  function identity(execution: ExecutionMode) {
    const how = [adam, execution, execution === 'xla' ? (process.env.XLA_FLAGS ?? '') : ''];
    return programs ? fingerprint(programs, ...how) : fingerprint([], String(fn), inputs, ...how);
  }
}

/** The next mode where one failed. @throws the error itself where there is none left */
function fallback(execution: ExecutionMode, error: Error): Choice {
  if (execution === 'eager') throw error;
  const message = error.message;
  const op =
    message.match(/No registered '(\w+)'/)?.[1] ?? message.match(/operation (\w+) is not in the table/)?.[1];
  const reason = op
    ? `${op} ${execution === 'xla' ? 'cannot be compiled by XLA' : 'cannot be put into a graph'}`
    : message;
  return { execution: execution === 'xla' ? 'graph' : 'eager', reason };
}

/** Traces a function twice and compares: see `assertSame`. */
function traceTwice(
  like: Example,
  variables: Record<string, tf.Variable>,
  data: Record<string, tf.Tensor>,
  run: (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>,
): Program {
  const input = tf.tidy(() => trialInputs(like, drawNoise));
  try {
    const once = () => trace({ input, variable: variables, data }, () => run(input));
    const first = once();
    assertSame(first, once());
    return first;
  } finally {
    tf.dispose(input);
  }
}

const boundsOf = (programs: Program[]) => programs.reduce((all, { bounds }) => ({ ...all, ...bounds }), {});
