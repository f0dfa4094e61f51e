import { type AdamConstants, adamConstants } from './adam';
import { type Choice, choose, otherNumbersUnderXla, stepsAtOnce } from './choose';
import { eagerCaller, eagerTrainer } from './eager';
import { type Input, inputsOf } from './feeds';
import { type Fn, lossAndGradients } from './loss';
import { drawNoise, isNoise, type NoiseExample, seedShape } from './noise';
import { assertSame, fingerprint, type Program } from './program';
import type { Caller, Trainer } from './runner';
import { sessionCaller, sessionTrainer } from './session-runner';
import { sizeOf } from './sizes';
import { makeEvaluation, makeStep } from './step';
import { tf } from './tf';
import { trace, Untraceable } from './trace';
import { gradientOf, type Part, TERMS } from './training-graph';
import type { Adam, Evaluation, Example, Options, Step, Terms, Way } from './types';

/**
 * Traces a function of tensors and runs it as one TensorFlow graph, compiled by XLA where that pays.
 *
 * With an optimiser it is a training step: `fn` returns terms of which `total` is minimised, and `run` makes steps.
 * Without, `call` gives the function's results. `fn` has to be pure: what changes from call to call is an input (noise too,
 * see `normal`), and tensors that it uses without being given them are `variables` or declared in `options.data`.
 *
 * @param fn receives tensors of the example's shapes by name
 * @param example one example of the inputs, or several (a full batch and a smaller last one) that share weights and session
 * @param variables the weights by name
 * @param optimiser how to train; leave it out for a function without training
 * @throws Error if the function reads a value back, uses an unknown tensor, draws stateful random numbers, or holds a
 *   constant that changes between two traces
 */
export function graph(
  fn: Fn<Terms>,
  example: Example | Example[],
  variables: Record<string, tf.Variable>,
  optimiser: Adam,
  options?: Options,
): Step;
export function graph(
  fn: Fn<Record<string, tf.Tensor>>,
  example: Example | Example[],
  variables: Record<string, tf.Variable>,
  optimiser?: undefined,
  options?: Options,
): Evaluation;
export function graph(
  fn: Fn<Record<string, tf.Tensor>>,
  example: Example | Example[],
  variables: Record<string, tf.Variable>,
  optimiser?: Adam,
  options: Options = {},
): Step | Evaluation {
  return prepare(fn, example, variables, optimiser, options).build();
}

/** A training step that has been traced and has its way, and that no session has been opened for. */
export interface PreparedStep {
  /** The way that `build` tries first, and what the step's fingerprint is if it succeeds. */
  readonly way: Way;
  readonly fingerprint: string;
  /** Opens the session, which compiles the step where XLA does. */
  build(): Step;
}

/** The first half of `graph` for a training step: enough to know whether its result is kept somewhere already. */
export const prepareStep = (
  fn: Fn<Terms>,
  example: Example | Example[],
  variables: Record<string, tf.Variable>,
  optimiser: Adam,
  options?: Options,
): PreparedStep => prepare(fn, example, variables, optimiser, options) as PreparedStep;

function prepare(
  fn: Fn<Record<string, tf.Tensor>>,
  example: Example | Example[],
  variables: Record<string, tf.Variable>,
  optimiser?: Adam,
  options: Options = {},
) {
  const examples = Array.isArray(example) ? example : [example];
  checkExamples(examples);
  const inputs = examples.map(inputsOf);
  const { data = {}, notice = console.warn } = options;
  const adam = optimiser && adamConstants(optimiser);
  let terms: string[] = [];
  const traced = (like: Example) =>
    traceTwice(like, variables, data, (given) => {
      if (!adam) return fn(given);
      const { terms: found, values, gradients } = lossAndGradients(fn as Fn<Terms>, given, variables);
      terms = found;
      const named = Object.entries(gradients).map(([name, gradient]) => [gradientOf(name), gradient]);
      return { [TERMS]: values, ...Object.fromEntries(named) };
    });

  let programs: Program[] | undefined;
  let choice: Choice;
  try {
    programs = examples.map(traced);
    choice =
      options.way && options.way !== 'auto'
        ? { way: options.way, reason: 'named by the caller' }
        : choose(programs, !!adam, options.steps);
  } catch (error) {
    if (!(error instanceof Untraceable)) throw error;
    if (adam)
      tf.tidy(() => {
        terms = lossAndGradients(fn as Fn<Terms>, tracingInputs(examples[0]), variables).terms;
      });
    choice = { way: 'eager', reason: `it cannot be traced: ${error.message}` };
    if (options.way !== 'eager') notice(`Running step by step through TensorFlow.js, as ${choice.reason}`);
  }

  return {
    way: choice.way,
    fingerprint: identity(choice.way),
    build(): Step | Evaluation {
      for (;;) {
        try {
          return build(choice);
        } catch (error) {
          choice = fallback(choice.way, error as Error);
          const how = choice.way === 'graph' ? 'without XLA' : 'step by step through TensorFlow.js';
          notice(`Running ${how}, as ${choice.reason}`);
        }
      }
    },
  };

  function build({ way, reason }: Choice): Step | Evaluation {
    const description = { way, reason, fingerprint: identity(way) };
    const bounds = boundsOf(programs ?? []);
    const step = (trainer: Trainer) =>
      makeStep(description, terms, inputs, bounds, variables, adam as AdamConstants, trainer);
    const evaluation = (caller: Caller) => makeEvaluation(description, inputs, bounds, caller);
    if (way === 'eager' || !programs) {
      return adam
        ? step(eagerTrainer(fn as Fn<Terms>, examples, inputs, variables, adam))
        : evaluation(eagerCaller(fn, examples, inputs));
    }
    const compiled = way === 'xla';
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

  function identity(way: Way) {
    const how = [adam, way, way === 'xla' ? (process.env.XLA_FLAGS ?? '') : ''];
    return programs ? fingerprint(programs, ...how) : fingerprint([], String(fn), inputs, ...how);
  }
}

/** The next way where one failed. @throws the error itself where there is none left */
function fallback(way: Way, error: Error): Choice {
  if (way === 'eager') throw error;
  const message = error.message;
  const op =
    message.match(/No registered '(\w+)'/)?.[1] ?? message.match(/operation (\w+) is not in the table/)?.[1];
  const reason = op
    ? `${op} ${way === 'xla' ? 'cannot be compiled by XLA' : 'cannot be put into a graph'}`
    : message;
  return { way: way === 'xla' ? 'graph' : 'eager', reason };
}

/** Traces a function twice and compares: see `assertSame`. */
function traceTwice(
  like: Example,
  variables: Record<string, tf.Variable>,
  data: Record<string, tf.Tensor>,
  run: (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>,
): Program {
  const input = tf.tidy(() => tracingInputs(like));
  try {
    const once = () => trace({ input, variable: variables, data }, () => run(input));
    const first = once();
    assertSame(first, once());
    return first;
  } finally {
    tf.dispose(input);
  }
}

/** Inputs to trace with: the example's tensors, and noise for seeds 0. */
const tracingInputs = (example: Example) =>
  Object.fromEntries(
    Object.entries(example).map(([name, value]) => [
      name,
      isNoise(value) ? drawNoise(value, new Int32Array(sizeOf(seedShape(value)))) : tf.clone(value),
    ]),
  );

const noiseOf = (example: Example): Record<string, NoiseExample> =>
  Object.fromEntries(
    Object.entries(example).filter((entry): entry is [string, NoiseExample] => isNoise(entry[1])),
  );

const boundsOf = (programs: Program[]) => programs.reduce((all, { bounds }) => ({ ...all, ...bounds }), {});

function checkExamples(examples: Example[]) {
  const [first, ...rest] = examples.map((example) => Object.keys(example).sort().join(', '));
  if (first === undefined) throw new Error('no example is given');
  const other = rest.find((names) => names !== first);
  if (other !== undefined) throw new Error(`the examples have different inputs: ${first}; ${other}`);
  if ('learningRate' in examples[0])
    throw new Error("an input must not be called 'learningRate': it is the optimiser's");
}
