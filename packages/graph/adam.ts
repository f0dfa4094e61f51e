import { tf } from './tf';
import type { Adam } from './types';

/** Adam's constants with their defaults; the decays as the float32 numbers that TensorFlow computes with. */
export interface AdamConstants {
  beta1: number;
  beta2: number;
  epsilon: number;
}

/** @throws RangeError if a constant is out of its range */
export function adamConstants(optimiser: Adam): AdamConstants {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = optimiser;
  for (const [name, beta] of [
    ['beta1', beta1],
    ['beta2', beta2],
  ] as const) {
    if (!(beta >= 0 && beta < 1)) throw new RangeError(`${name} is ${beta}; expected 0 ≤ ${name} < 1`);
  }
  if (!(epsilon > 0)) throw new RangeError(`epsilon is ${epsilon}; expected a number > 0`);
  return { beta1: Math.fround(beta1), beta2: Math.fround(beta2), epsilon };
}

/**
 * What changes from step to step, computed once here for every mode.
 * Algorithm 1 updates θ by −α·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ). With c = √(1 − β₂ᵗ) this is
 * −rate·m/(√v + ε′) for rate = α·c/(1 − β₁ᵗ) and ε′ = ε·c: TensorFlow's ResourceApplyAdam with its powers of β at 0.
 * @param step number of the update, from 1
 * @returns [rate, ε′]
 */
export function adamCoefficients(
  { beta1, beta2, epsilon }: AdamConstants,
  learningRate: number,
  step: number,
): [number, number] {
  const root = Math.sqrt(1 - beta2 ** step);
  return [(learningRate * root) / (1 - beta1 ** step), epsilon * root];
}

/** One variable's update written out in TensorFlow.js ops, in the order of TensorFlow's kernel. Call inside `tf.tidy`. */
export function adamUpdate(
  { beta1, beta2 }: AdamConstants,
  [rate, epsilon]: [tf.Tensor, tf.Tensor],
  { weight, m, v, gradient }: Record<'weight' | 'm' | 'v' | 'gradient', tf.Tensor>,
) {
  const newM = tf.add(m, tf.mul(tf.sub(gradient, m), Math.fround(1 - beta1)));
  const newV = tf.add(v, tf.mul(tf.sub(tf.square(gradient), v), Math.fround(1 - beta2)));
  const newWeight = tf.sub(weight, tf.div(tf.mul(newM, rate), tf.add(tf.sqrt(newV), epsilon)));
  return { weight: newWeight, m: newM, v: newV };
}
