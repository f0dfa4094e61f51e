import type { ExecutionMode, RunResult, Step } from 'tfjs-compiled/eager';
import { check } from '../checks';
import type { Model } from '../models';
import { asTensor, type Rows } from '../rows';
import { breathe, type Kept, runtime } from '../runtime';
import { tf } from '../tf';
import type { Checkpoint } from './checkpoint';
import { History } from './history';
import type { Fit, FitOptions } from './options';
import { type Plan, planOf } from './plan';
import { trainingStep } from './step';

/** Training met a term that is not finite. The model's variables hold the weights of the last good step. */
export class TrainingError extends Error {
  override name = 'TrainingError';
}

/** How often an unfinished training is saved and its progress told, in milliseconds. */
const [SAVE_EVERY, TELL_EVERY] = [30_000, 250];

/** Models in training. */
const busy = new WeakSet<Model>();

/**
 * Trains a model with Adam on shuffled batches. Calling it again with the same model, data and options gives the same
 * again: an interrupted training goes on, a finished one is not repeated.
 *
 * @param data rows that belong together, by the names that the model asks for: `{ x }`, as tensors [rows, inputs] or samples
 * @throws TrainingError if a term of the loss stops being finite: it names the step and the term
 * @throws RangeError or TypeError if an option or the data do not fit
 */
export async function fit<K extends string>(
  model: Model<K>,
  data: Readonly<Record<K, Rows>>,
  options: FitOptions,
): Promise<Fit> {
  const { tensors, made } = tensorsOf(model, data);
  try {
    check('the options', options, Boolean(options) && typeof options === 'object', '{ epochs, batchSize, seed }');
    const disposed = Object.values(model.variables).some((variable) => variable.isDisposed);
    if (disposed) throw new Error(`${model.name} has been disposed of; build it anew`);
    if (busy.has(model)) throw new Error(`${model.name} is being trained already; wait for that 'fit' to end`);
    const plan = planOf(model, tensors, options);
    model.checkData?.(tensors);
    busy.add(model);
    return await fitTensors(model, tensors, plan, options).finally(() => busy.delete(model));
  } finally {
    tf.dispose(made);
  }
}

async function fitTensors(
  model: Model,
  data: Record<string, tf.Tensor>,
  plan: Plan,
  options: FitOptions,
): Promise<Fit> {
  const notice = options.notice ?? runtime.notice;
  const prepared = trainingStep(model, data, plan, notice);
  let kept: Kept | undefined;
  try {
    const { fingerprint } = prepared;
    const onDisk = options.cache !== false && fingerprint !== undefined;
    kept = runtime.store?.open(
      model,
      [model.description, plan.content, { ...data, ...model.constants }, fingerprint],
      onDisk,
      notice,
    );
    const checkpoint = kept?.checkpoint;
    if (checkpoint?.state.step === plan.steps) return fromCache(model, plan, options, checkpoint, prepared.execution);
    const step = prepared.build();
    try {
      return await train(model, plan, options, step, kept);
    } finally {
      step.dispose();
    }
  } finally {
    kept?.close();
    prepared.dispose();
  }
}

function tensorsOf<K extends string>(model: Model<K>, data: Readonly<Record<K, Rows>>) {
  if (!data || typeof data !== 'object' || (data as object) instanceof tf.Tensor || 'pixels' in data) {
    const found = (data as object) instanceof tf.Tensor ? 'a tensor' : String(data);
    throw new TypeError(
      `the data are ${found}; expected tensors or samples by name, as { ${model.inputs.join(', ')} }`,
    );
  }
  const entries = Object.entries<Rows>(data).map(([name, rows]) => ({ name, ...asTensor(name, rows) }));
  const tensors = Object.fromEntries(entries.map(({ name, tensor }) => [name, tensor])) as Record<K, tf.Tensor>;
  return { tensors, made: entries.filter(({ made }) => made).map(({ tensor }) => tensor) };
}

/** A training that was done before: sets the model's weights without opening a session. */
function fromCache(model: Model, plan: Plan, options: FitOptions, kept: Checkpoint, mode: ExecutionMode): Fit {
  tf.tidy(() => {
    for (const [name, { shape, values }] of Object.entries(kept.state.weights)) {
      model.variables[name].assign(tf.tensor(values, shape));
    }
  });
  const { mean: history, replicas } = new History(plan, kept);
  const [{ steps, epochs }, { seconds }] = [plan, kept];
  const title = options.title ?? model.name;
  const told = { title, step: steps, steps, epoch: epochs, epochs, seconds, history, done: true };
  (options.progress ?? runtime.progress)?.({ ...told, note: 'from the cache' });
  return { history, replicas, steps, seconds, execution: mode, cached: true, interrupted: false };
}

/** The steps that are left, from the checkpoint on where a training was interrupted. */
async function train(model: Model, plan: Plan, options: FitOptions, step: Step, kept?: Kept): Promise<Fit> {
  const { epochs, steps } = plan;
  const signal = options.signal ?? runtime.signal?.();
  const progress = options.progress ?? runtime.progress;
  const before = kept?.checkpoint;
  if (before) step.restore(before.state);
  const history = new History(plan, before);
  let done = before?.state.step ?? 0;
  const started = performance.now();
  const seconds = () => (before?.seconds ?? 0) + (performance.now() - started) / 1000;
  const save = () => kept?.save({ state: step.state(), ...history.saved(), seconds: seconds() });
  const title = options.title ?? model.name;
  const tell = (over: boolean, note = step.reason) => {
    const [epoch, rows] = [plan.epochOf(done), history.mean];
    progress?.({ title, step: done, steps, epoch, epochs, seconds: seconds(), history: rows, done: over, note });
  };

  let [saved, told] = [started, -Infinity];
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
    if (time - told > TELL_EVERY) {
      tell(false);
      told = time;
    }
    if (time - saved > SAVE_EVERY) {
      save();
      saved = time;
    }
    await breathe();
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

function describeFailure(step: number, epoch: number, failed: NonNullable<RunResult['failed']>): string {
  const { term, value, replica } = failed;
  const whose = replica === undefined ? '' : ` of replica ${replica}`;
  return (
    `step ${step} (epoch ${epoch}): the term '${term}'${whose} is ${value}; the weights are those before that step. ` +
    'Look for values in the data that are not finite, or lower the learning rate'
  );
}
