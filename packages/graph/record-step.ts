import { firstSlots } from './eager-runner';
import { trialInputs } from './examples';
import { byOrigin, type Given, type Known } from './known';
import type { Around, Fn } from './loss';
import type { DrawNoise } from './noise';
import type { Rule } from './optimisers';
import { record } from './record';
import { tf } from './tf';
import type { Example, Terms } from './types';
import { COEFFICIENTS, coefficientsInput, stepResults } from './update';

/** What a function uses besides its inputs. */
export interface Uses {
  variable: Record<string, tf.Variable>;
  data: Record<string, tf.Tensor>;
  state: Record<string, tf.Variable>;
}

/**
 * Gives a function, or a step that trains with it, to something that runs and watches it.
 * @param watch what it gives is returned, with the names of the terms
 */
export function watched<T>(
  fn: Fn<Record<string, tf.Tensor>>,
  example: Example,
  { variable, data, state }: Uses,
  rule: Rule | undefined,
  { drawNoise, around }: { drawNoise: DrawNoise; around?: Around },
  watch: (known: Known, run: () => Given) => T,
): { result: T; terms: string[] } {
  const input = tf.tidy(() => {
    const given = trialInputs(example, drawNoise);
    if (rule && !rule.adam) given[COEFFICIENTS] = tf.ones(coefficientsInput(rule).shape);
    return given;
  });
  const slots = rule && !rule.adam ? firstSlots(rule, variable) : { m: {}, v: {} };
  let terms: string[] = [];
  try {
    const result = watch(byOrigin<tf.Tensor>({ input, variable, data, state, ...slots }), () => {
      if (!rule) return { outputs: fn(input) };
      const results = stepResults(fn as Fn<Terms>, rule, input, variable, slots, around);
      terms = results.terms;
      return results;
    });
    return { result, terms };
  } finally {
    tf.dispose([input, slots.m, slots.v]);
  }
}

/** The operations of a function, or of a step that trains with it, as texts; see `record`. */
export function recordStep(
  fn: Fn<Record<string, tf.Tensor>>,
  example: Example,
  uses: Uses,
  rule: Rule | undefined,
  parts: { drawNoise: DrawNoise; around?: Around },
): { texts: string[]; terms: string[] } {
  const { result, terms } = watched(fn, example, uses, rule, parts, record);
  return { texts: result, terms };
}
