import { tf } from './tf';
import type { Terms } from './types';

/** A function to be run or traced: named tensors in, named tensors out. */
export type Fn<T extends Record<string, tf.Tensor>> = (inputs: Record<string, tf.Tensor>) => T;

/** Calls a function, with something in force meanwhile. */
export type Around = <T>(run: () => T) => T;

/** Terms side by side, and the gradient of each variable. */
export interface LossAndGradients {
  terms: string[];
  /** `[terms, R]`, R = 1 for scalars. */
  values: tf.Tensor2D;
  gradients: Record<string, tf.Tensor>;
  /** R, where the terms have an axis of replicas. */
  replicas?: number;
}

/**
 * The loss and its gradients, by TensorFlow.js's own differentiation. Call inside `tf.tidy`.
 * @param around what to differentiate in, such as `withNativeGradients`
 * @throws Error if the function breaks its contract (see `Terms`) or a variable does not influence `total`
 */
export function lossAndGradients(
  fn: Fn<Terms>,
  inputs: Record<string, tf.Tensor>,
  variables: Record<string, tf.Variable>,
  around: Around = (run) => run(),
): LossAndGradients {
  let names: string[] = [];
  let values: tf.Tensor2D | undefined;
  let replicas: number | undefined;
  const { grads } = around(() =>
    tf.variableGrads(() => {
      const terms = fn(inputs);
      names = checkTerms(terms);
      if (terms.total.rank) replicas = terms.total.size;
      values = tf.keep(
        tf.stack(names.map((name) => tf.reshape(terms[name], [replicas ?? 1]))) as tf.Tensor2D,
      );
      return terms.total.rank ? tf.sum(terms.total) : (terms.total as tf.Scalar);
    }, Object.values(variables)),
  );
  const scope = tf.engine().state.activeScope;
  if (values && scope) {
    // back from `keep` into the caller's tidy
    values.kept = false;
    scope.track.push(values);
  }
  const gradients = Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => {
      const gradient = grads[variable.name];
      if (!gradient) throw new Error(`variable '${name}' does not influence total; leave it out or use it`);
      return [name, gradient];
    }),
  );
  return { terms: names, values: values as tf.Tensor2D, gradients, replicas };
}

/** The tensors of a record that a function returned. @throws Error that says what it returned instead */
export function namedTensors(result: Record<string, tf.Tensor>): [string, tf.Tensor][] {
  if ((result as unknown) instanceof Promise)
    throw new Error('the function is asynchronous; it has to return its tensors at once');
  const tensors = Object.entries(result);
  for (const [name, tensor] of tensors)
    if (!(tensor instanceof tf.Tensor)) throw new Error(`output '${name}' is not a tensor`);
  return tensors;
}

function checkTerms(terms: Terms): string[] {
  if (terms instanceof Promise)
    throw new Error('the function is asynchronous; it has to return its terms at once');
  const total = terms?.total;
  if (!(total instanceof tf.Tensor))
    throw new Error("the function returned no tensor 'total'; it is what is minimised");
  for (const [name, term] of Object.entries(terms)) {
    if (!(term instanceof tf.Tensor)) throw new Error(`term '${name}' is not a tensor`);
    if (term.dtype !== 'float32')
      throw new Error(`term '${name}' is of type ${term.dtype}; expected float32`);
    if (term.rank > 1 || String(term.shape) !== String(total.shape)) {
      throw new Error(
        `term '${name}' has shape [${term.shape}]; expected [${total.rank > 1 ? 'replicas' : total.shape}] ` +
          (total.rank > 1 ? 'or a scalar' : 'like total'),
      );
    }
  }
  return Object.keys(terms);
}
