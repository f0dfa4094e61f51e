import { withAssignments } from './assignments';
import { type Choice, choose, otherNumbersUnderXla, stepsAtOnce } from './choose';
import { eagerCaller, eagerTrainer } from './eager-runner';
import { checkedExamples, noiseOf } from './examples';
import { checksOf } from './faults';
import { inputsOf } from './feeds';
import { UnknownOperation } from './graph-def';
import type { Given, Known } from './known';
import type { Fn } from './loss';
import { withNativeGradients } from './native-gradients';
import { ruleOf } from './optimisers';
import { drawNoise } from './philox';
import { assertSame, fingerprint, type Program } from './program';
import { hashOfRecords, Unrecordable } from './record';
import { recordStep, type Uses, watched } from './record-step';
import type { Caller, Trainer } from './runner';
import { sessionCaller, sessionTrainer } from './session-runner';
import { makeEvaluation, makeStep } from './step';
import { tf } from './tf';
import { trace, Untraceable } from './trace';
import type { Part } from './training-graph';
import type {
  Evaluation,
  Example,
  Execution,
  ExecutionMode,
  Optimiser,
  Options,
  PreparedStep,
  Step,
  Terms,
  TfjsOptimiser,
} from './types';
import { coefficientsInput } from './update';
import { keepNaN } from './xla-flags';

/** Traces a function of tensors and runs it as one TensorFlow graph, compiled by XLA where that pays; see `Execution`. */
export const graph: Execution['graph'] = ((...given: Parameters<typeof prepare>) =>
  prepare(...given).build()) as Execution['graph'];

/** The first half of `graph` for a training step: enough to know whether its result is kept somewhere already. */
export const prepareStep: Execution['prepareStep'] = (...given) => prepare(...given) as PreparedStep;

const parts = { drawNoise, around: withNativeGradients };
const modes: (ExecutionMode | 'auto')[] = ['auto', 'xla', 'graph', 'eager'];

function prepare(
  fn: Fn<Record<string, tf.Tensor>>,
  example: Example | Example[],
  variables: Record<string, tf.Variable>,
  optimiser?: Optimiser | TfjsOptimiser,
  { data = {}, state = {}, execution = 'auto', steps, notice = console.warn }: Options = {},
) {
  if (!modes.includes(execution))
    throw new RangeError(`execution is '${execution}'; expected one of ${modes.join(', ')}`);
  const examples = checkedExamples(example);
  const inputs = examples.map(inputsOf);
  const rule = optimiser && ruleOf(optimiser);
  const uses: Uses = { variable: variables, data, state };
  keepNaN();

  const tracing = traced();
  const { programs } = tracing;
  let { terms } = tracing;
  let choice: Choice;
  if (!programs) choice = { execution: 'eager', reason: `it cannot be traced: ${tracing.problem}` };
  else if (execution === 'auto') choice = choose(programs, !!rule, steps);
  else choice = { execution, reason: 'named by the caller' };
  if (!programs && execution !== 'eager') {
    if (execution !== 'auto') throw new Error(`execution '${execution}' is not possible: ${choice.reason}`);
    notice(`Running step by step through TensorFlow.js, as ${choice.reason}`);
  }
  const eagerly = programs ? undefined : recordedFingerprint();

  return {
    execution: choice.execution,
    fingerprint: identity(choice.execution),
    build(): Step | Evaluation {
      for (;;) {
        try {
          return build(choice);
        } catch (error) {
          const reason = impossible(choice.execution, error as Error);
          if (!reason) throw error;
          if (execution !== 'auto')
            throw new Error(`execution '${execution}' is not possible: ${reason}`, { cause: error });
          choice = { execution: choice.execution === 'xla' ? 'graph' : 'eager', reason };
          const how = choice.execution === 'graph' ? 'without XLA' : 'step by step through TensorFlow.js';
          notice(`Running ${how}, as ${choice.reason}`);
        }
      }
    },
  };

  /** Traces every example twice and compares: see `assertSame`. */
  function traced(): { programs?: Program[]; terms: string[]; problem?: string } {
    let terms: string[] = [];
    try {
      const programs = examples.map((like) => {
        const once = () => {
          const { result, terms: found } = watched(fn, like, uses, rule, parts, trace);
          terms = found;
          return result;
        };
        const first = once();
        assertSame(first, once());
        return first;
      });
      return { programs, terms };
    } catch (error) {
      if (!(error instanceof Untraceable)) throw error;
      return { terms, problem: error.message };
    }
  }

  /** What the function does where it cannot be traced, from what TensorFlow.js calls; undefined if that cannot be told. */
  function recordedFingerprint(): string | undefined {
    let recorded: ReturnType<typeof recordStep>[];
    try {
      recorded = examples.map((like) => recordStep(fn, like, uses, rule, parts));
    } catch (error) {
      if (!(error instanceof Unrecordable)) throw error;
      notice(`What the function does has no fingerprint, so its results cannot be kept: ${error.message}`);
      terms = namesOfTerms();
      return undefined;
    }
    terms = recorded[0].terms;
    const records = recorded.map(({ texts }) => texts);
    return hashOfRecords(records, inputs, terms, rule?.description, 'eager');
  }

  /** From a run that nobody watches. */
  function namesOfTerms(): string[] {
    const run = (known: Known, once: () => Given) =>
      withAssignments(known.state, () => tf.tidy(() => void once()));
    return watched(fn, examples[0], uses, rule, parts, run).terms;
  }

  function build({ execution, reason }: Choice): Step | Evaluation {
    const description = { execution, reason, fingerprint: identity(execution) };
    const bounds = boundsOf(programs ?? []);
    const evaluation = (caller: Caller) => makeEvaluation(description, inputs, bounds, caller);
    const step = (trainer: Trainer) => {
      const known = rule as NonNullable<typeof rule>;
      return makeStep(description, terms, inputs, bounds, variables, state, known, trainer);
    };
    if (execution === 'eager' || !programs) {
      return rule
        ? step(eagerTrainer(fn as Fn<Terms>, examples, inputs, variables, state, rule, parts))
        : evaluation(eagerCaller(fn, examples, inputs, parts));
    }
    const compiled = execution === 'xla';
    const other = compiled && otherNumbersUnderXla(programs);
    if (other) throw new Error(other);
    const { chunk, preferred } = stepsAtOnce(programs[0]);
    const all = programs.map(
      (program, i): Part => ({
        program,
        inputs: rule ? [...inputs[i], coefficientsInput(rule)] : inputs[i],
        noise: noiseOf(examples[i]),
        chunk: compiled && rule ? (i === 0 ? chunk : 1) : undefined, // smaller last batches come one at a time
        checks: compiled ? checksOf(program) : [],
      }),
    );
    return rule
      ? step(sessionTrainer(all, variables, state, data, rule, compiled ? preferred : 1))
      : evaluation(sessionCaller(all, variables, data, compiled));
  }

  function identity(mode: ExecutionMode) {
    if (!programs) return eagerly;
    return fingerprint(
      programs,
      rule?.description,
      mode,
      mode === 'xla' ? (process.env.XLA_FLAGS ?? '') : '',
    );
  }
}

/** Why an operation or the platform cannot be run in a mode; undefined for errors of any other kind. */
function impossible(execution: ExecutionMode, error: Error): string | undefined {
  const { message } = error;
  if (execution === 'xla') {
    const op = error instanceof UnknownOperation ? error.op : message.match(/No registered '(\w+)'/)?.[1];
    if (op) return `${op} cannot be compiled by XLA`;
    if (/compile-time constant|Detected unsupported operations|UNIMPLEMENTED|XLA/.test(message))
      return message;
  }
  // a graph that TensorFlow does not accept, though it has run each of its operations
  if (execution !== 'eager' && message.startsWith('Failed to load SavedModel')) return message;
  return undefined;
}

/** By input, the least of the bounds that the examples have. */
function boundsOf(programs: Program[]): Record<string, number> {
  const least: Record<string, number> = {};
  for (const { bounds } of programs)
    for (const [name, bound] of Object.entries(bounds))
      least[name] = Math.min(bound, least[name] ?? Infinity);
  return least;
}
