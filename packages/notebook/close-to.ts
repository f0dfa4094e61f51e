import type { Check } from './exercise';
import { numberText } from './number-text';

/** How near a number must be to the right one. */
export interface CloseToOptions {
  /** Share of the right value, by default 0.01. */
  relative?: number;
  /** In the value's own unit, by default 0: either tolerance will do. */
  absolute?: number;
  /** What typical mistakes give, with a hint for each: `[[0.5, 'Is that the standard deviation?']]`. */
  mistakes?: readonly (readonly [value: number, hint: string])[];
}

/**
 * A check of a number that the reader predicts or computes, given as a number or by a function without arguments.
 * @throws RangeError if the right value is not finite
 */
export function closeTo(
  right: number,
  { relative = 0.01, absolute = 0, mistakes = [] }: CloseToOptions = {},
): Check<number | (() => number | Promise<number>)> {
  if (!Number.isFinite(right)) throw new RangeError(`the right value is ${right}; expected a finite number`);
  const isNear = (value: number, to: number) =>
    Math.abs(value - to) <= Math.max(relative * Math.abs(to), absolute);
  return async (answer) => {
    const value: unknown = typeof answer === 'function' ? await answer() : answer;
    if (typeof value !== 'number')
      return `It gives ${value === undefined ? 'nothing: is a return missing?' : `a ${typeof value}, not a number.`}`;
    if (!Number.isFinite(value)) return `It gives ${value}.`;
    if (isNear(value, right)) return true;
    const known = mistakes.find(([mistake]) => isNear(value, mistake));
    return known ? known[1] : `${numberText(value)} is too ${value > right ? 'large' : 'small'}.`;
  };
}
