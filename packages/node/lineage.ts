// Which trainings a model object has been through, so that running a cell again gives what it gave: the same call of `fit`
// goes on where it was interrupted, or starts where it started.
import { type Checkpoint, type Model, tf } from 'latent-torus';
import { keyOf } from './key';

/** One training of a model object. */
export interface Training {
  /** A hash of what decides it but the starting weights. */
  readonly content: string;
  /** The weights that it started from, and their hash. */
  readonly start: { readonly hash: string; readonly weights: Readonly<Record<string, Float32Array>> };
  /** A hash of the weights that it left. */
  left?: string;
  /** Where it stands, if that is not on disk. */
  checkpoint?: Checkpoint;
}

const lineages = new WeakMap<Model, readonly Training[]>();

const hashOf = ({ variables }: Model) => keyOf({ ...variables });

/**
 * The training that a call of `fit` is: one that the model has been through, whose starting weights it then gets back, or
 * a new one from the weights that it has now. Weights that somebody else assigned begin a lineage of their own.
 */
export function beginTraining(model: Model, content: string): Training {
  const now = hashOf(model);
  const before = lineages.get(model) ?? [];
  const known = before.at(-1)?.left === now ? before : [];
  const at = known.findIndex((training) => training.content === content);
  const training = at >= 0 ? known[at] : { content, start: { hash: now, weights: weightsOf(model) } };
  lineages.set(model, [...known.slice(0, at >= 0 ? at : undefined), training]);
  if (at >= 0) {
    for (const [name, values] of Object.entries(training.start.weights)) {
      tf.tidy(() => model.variables[name].assign(tf.tensor(values, model.variables[name].shape)));
    }
  }
  return training;
}

/** To be called when a training ends, however it does. */
export function endTraining(model: Model, training: Training): void {
  const intact = Object.values(model.variables).every((variable) => !variable.isDisposed);
  training.left = intact ? hashOf(model) : undefined;
}

const weightsOf = ({ variables }: Model) =>
  Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [
      name,
      (variable.dataSync() as Float32Array).slice(),
    ]),
  );
