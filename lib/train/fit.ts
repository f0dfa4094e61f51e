import type { Adam, ExecutionMode, OptimiserState, RunResult, Step } from 'tfjs-compiled/eager';
import type { Model } from '../models';
import { runtime } from '../runtime';
import { tf } from '../tf';
import type { Checkpoint } from './checkpoint';
import { History } from './history';
import { type Plan, planOf } from './plan';
import type { Progress, Row } from './progress';
import type { Schedule } from './schedules';
import { trainingKey } from './training-key';
import { trainingStep } from './training-step';

export interface FitOptions {
  epochs: number;
  /** Rows in a step; the last step of an epoch takes what is left. */
  batchSize: number;
  /** Of the order of the data and of the noise. With replicas, one for each. */
  seed: number | number[];
  /** Adam's step size, by default 1e-3. */
  learningRate?: Schedule | number;
  /** Adam's other constants, by default β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
  adam?: Pick<Adam, 'beta1' | 'beta2' | 'epsilon'>;
  /** What changes over training: `{ klWeight: cosine(0, 1) }`. */
  coefficients?: Record<string, Schedule | number>;
  /** The data have a leading axis of replicas: [replicas, rows, …]. By default all replicas share [rows, …]. */
  ownData?: boolean;
  /** 'xla', 'graph' or 'eager'; by default the one that the length of the run is worth. */
  execution?: ExecutionMode | 'auto';
  /** Keep the trained model on disk, and take it from there next time. By default true. */
  cache?: boolean;
  title?: string;
  signal?: AbortSignal;
  progress?: (progress: Progress) => void;
  notice?: (text: string) => void;
}

/** What a training gave; the model's variables hold the trained weights. */
export interface Fit {
  /** A row for each epoch; with replicas, the mean over them. */
  history: Row[];
  /** The histories of the replicas. */
  replicas: Row[][];
  steps: number;
  /** Of training, also where it came from the cache. */
  seconds: number;
  execution: ExecutionMode;
  /** All of it was read from the cache. */
  cached: boolean;
  /** It was stopped at a batch boundary; calling `fit` again goes on from there. */
  interrupted: boolean;
}

/** Training met a term that is not finite. The model's variables hold the weights of the last good step. */
export class TrainingError extends Error {
  override name = 'TrainingError';
}

/** How often an unfinished training is saved, in seconds. */
const SAVE_EVERY = 30;
/** How often the progress is told, in seconds. */
const TELL_EVERY = 0.25;

/**
 * Trains a model with Adam on shuffled batches.
 *
 * @param data tensors whose rows belong together: `{ x: [rows, inputs] }`
 * @throws TrainingError if a term of the loss stops being finite: it names the step and the term
 * @throws RangeError if an option or a shape does not fit
 */
export async function fit(model: Model, data: Record<string, tf.Tensor>, options: FitOptions): Promise<Fit> {
  const plan = planOf(model, data, options);
  const notice = options.notice ?? runtime.notice ?? console.warn;
  const prepared = trainingStep(model, data, plan, options.execution, notice);
  try {
    const keyOf = (fingerprint: string | undefined) => {
      if (options.cache === false || !runtime.store) return undefined;
      if (fingerprint !== undefined) return trainingKey(model, data, plan, fingerprint);
      notice('This training is not kept: what its loss does could not be recorded');
      return undefined;
    };
    const key = keyOf(prepared.fingerprint);
    const kept = open(key, notice);
    if (kept?.state.step === plan.steps) return fromCache(model, plan, options, kept, prepared.execution);
    const step = prepared.build();
    try {
      if (step.fingerprint === prepared.fingerprint)
        return await train(model, plan, options, step, key, kept);
      const other = keyOf(step.fingerprint); // the mode that was planned was not possible
      return await train(model, plan, options, step, other, open(other, notice));
    } finally {
      step.dispose();
    }
  } finally {
    prepared.dispose();
  }
}

/** A training that was done before: sets the model's weights without opening a session. */
function fromCache(
  model: Model,
  plan: Plan,
  options: FitOptions,
  kept: Checkpoint,
  execution: ExecutionMode,
): Fit {
  setWeights(model, kept.state);
  const { mean, replicas } = new History(plan, kept);
  const { steps, epochs } = plan;
  const progress = options.progress ?? runtime.progress;
  progress?.({
    title: options.title ?? model.name,
    step: steps,
    steps,
    epoch: epochs,
    epochs,
    seconds: kept.seconds,
    history: mean,
    done: true,
    note: 'from the cache',
  });
  return {
    history: mean,
    replicas,
    steps,
    seconds: kept.seconds,
    execution,
    cached: true,
    interrupted: false,
  };
}

const setWeights = (model: Model, { weights }: OptimiserState) =>
  tf.tidy(() => {
    for (const [name, { shape, values }] of Object.entries(weights))
      model.variables[name].assign(tf.tensor(values, shape));
  });

/** The steps that are left, from `kept` on where a training was interrupted. */
async function train(
  model: Model,
  plan: Plan,
  options: FitOptions,
  step: Step,
  key: string | undefined,
  kept: Checkpoint | undefined,
): Promise<Fit> {
  const { epochs, steps } = plan;
  const signal = options.signal ?? runtime.signal?.();
  const progress = options.progress ?? runtime.progress ?? (() => {});
  if (kept) step.restore(kept.state);
  const history = new History(plan, kept);
  let done = kept ? kept.state.step : 0;
  const started = performance.now();
  const seconds = () => (kept?.seconds ?? 0) + (performance.now() - started) / 1000;
  const save = () =>
    key && runtime.store?.save(key, { state: step.state(), ...history.saved(), seconds: seconds() });
  const tell = (over: boolean, note = step.reason) =>
    progress({
      title: options.title ?? model.name,
      step: done,
      steps,
      epoch: plan.epochOf(done),
      epochs,
      seconds: seconds(),
      history: history.mean,
      done: over,
      note,
    });

  let [saved, told] = [performance.now(), -Infinity];
  while (done < steps && !signal?.aborted) {
    const count = Math.min(step.preferredSteps, plan.sameShape(done));
    const { terms, completed, failed } = step.run(plan.feeds(done, count), count);
    history.add(done, completed, terms);
    done += completed;
    if (failed) {
      step.pull();
      const message = describeFailure(done, plan.epochOf(done), failed);
      tell(true, message);
      throw new TrainingError(message);
    }
    const time = performance.now();
    if (time - told > 1000 * TELL_EVERY) {
      tell(false);
      told = time;
    }
    if (time - saved > 1000 * SAVE_EVERY) {
      save();
      saved = time;
    }
    await new Promise(setImmediate); // lets the notebook breathe: interrupts, output
  }
  step.pull();
  save();
  const interrupted = done < steps;
  tell(true, interrupted ? 'interrupted' : step.reason);
  const { mean, replicas } = history;
  return {
    history: mean,
    replicas,
    steps: done,
    seconds: seconds(),
    execution: step.execution,
    cached: false,
    interrupted,
  };
}

/** The checkpoint of a file, if there is one; a damaged one counts as none, which is said. */
function open(key: string | undefined, notice: (text: string) => void): Checkpoint | undefined {
  if (key === undefined) return undefined;
  try {
    return runtime.store?.load(key);
  } catch (error) {
    notice(`${(error as Error).message}: training starts anew`);
    return undefined;
  }
}

function describeFailure(
  step: number,
  epoch: number,
  { term, value, replica }: NonNullable<RunResult['failed']>,
): string {
  const whose = replica === undefined ? '' : ` of replica ${replica}`;
  return (
    `step ${step} (epoch ${epoch}): the term '${term}'${whose} is ${value}; the weights are those before that step. ` +
    'Look for values in the data that are not finite, or lower the learning rate'
  );
}
