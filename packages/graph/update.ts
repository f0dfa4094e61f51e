import type { Input } from './feeds';
import type { Given, Origin } from './known';
import { type Around, type Fn, lossAndGradients } from './loss';
import { type Rule, spread, type Updated } from './optimisers';
import type { Slots } from './runner';
import { tf } from './tf';
import type { Terms } from './types';

/** The optimiser's coefficients as an input of a step; no user's input has this name. */
export const COEFFICIENTS = '\0coefficients';

/** What is fed for them: [coefficients], or [coefficients, R] where each replica has its own learning rate. */
export function coefficientsInput(rule: Rule): Input {
  const count = coefficientsOf(rule, [rule.learningRate].flat(), 1).length;
  const replicas = Array.isArray(rule.learningRate) ? rule.learningRate.length : undefined;
  const shape = replicas ? [count / replicas, replicas] : [count];
  return { name: COEFFICIENTS, shape, dtype: 'float32' };
}

/** @param rates one, or one for each replica @param step number of the update, from 1 */
export function coefficientsOf(rule: Rule, rates: ArrayLike<number>, step: number): Float32Array {
  const own = Array.from(rates, (rate) => rule.coefficients(rate, step));
  return Float32Array.from(own[0].flatMap((_, c) => own.map((row) => row[c])));
}

/** New weights and slots of all variables, in TensorFlow.js operations. Call inside `tf.tidy`. */
export function updated(
  rule: Rule,
  variables: Record<string, tf.Tensor>,
  { m, v }: Slots<tf.Tensor>,
  gradients: Record<string, tf.Tensor>,
  coefficients: tf.Tensor,
): Record<string, Updated> {
  const each = tf.unstack(coefficients);
  return Object.fromEntries(
    Object.entries(variables).map(([name, weight]) => {
      const given = { weight, gradient: gradients[name], m: m[name], v: v[name] };
      return [
        name,
        rule.update(
          given,
          each.map((value) => spread(value, weight.rank)),
        ),
      ];
    }),
  );
}

/** Output of a training function: terms side by side, `[terms, R]`. */
export const TERMS = 'terms';
/** Output of a training function: a variable's gradient, where TensorFlow's own kernel makes the update. */
export const gradientOf = (variable: string) => `gradient of ${variable}`;

/** One step as a function of tensors, to be traced. Call inside `tf.tidy`. @param input also holds the coefficients */
export function stepResults(
  fn: Fn<Terms>,
  rule: Rule,
  input: Record<string, tf.Tensor>,
  variables: Record<string, tf.Variable>,
  slots: Slots<tf.Tensor>,
  around?: Around,
): Given & { terms: string[] } {
  const { [COEFFICIENTS]: coefficients, ...own } = input;
  const result = lossAndGradients(fn, own, variables, around);
  const gradients = rule.clip(result.gradients, result.replicas);
  const outputs: Record<string, tf.Tensor> = { [TERMS]: result.values };
  if (rule.adam) {
    for (const [name, gradient] of Object.entries(gradients)) outputs[gradientOf(name)] = gradient;
    return { terms: result.terms, outputs };
  }
  const next = updated(rule, variables, slots, gradients, coefficients);
  const updates = Object.entries(next).flatMap(([name, { weight, ...kept }]) => [
    { to: { from: 'variable' as Origin, name }, value: weight },
    ...Object.entries(kept).map(([slot, value]) => ({ to: { from: slot as Origin, name }, value })),
  ]);
  return { terms: result.terms, outputs, updates };
}
