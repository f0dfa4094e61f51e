// The answers to the exercises of chapters 8 to 11.
import { closeTo } from '@latent-torus/notebook';
import { circularCorrelation } from './loop';

const D = 25;
const turnCost = (alpha: number, sigma: number) => (D * (1 - Math.cos(alpha))) / (2 * sigma ** 2);
const ofTwice = () => {
  const phases = Array.from({ length: 32 }, (_, i) => (2 * Math.PI * i) / 32);
  return circularCorrelation(
    phases.map((phase) => 2 * phase),
    phases,
  );
};

/** Chapter 8: ∆ of a turn by 0.2 radians at σ = 0.1, and the σ at which it is 1. */
export const turnCheck = closeTo(turnCost(0.2, 0.1), { relative: 0.02 });
export const oneNatCheck = closeTo(Math.sqrt(turnCost(0.2, 1)), { relative: 0.02 });
/** Chapter 9: ∆ of unrelated phases at σ_X = 0.1 and 0.01. */
export const ceilingCheck = closeTo(D / (2 * 0.1 ** 2), { relative: 0.02 });
export const smallCeilingCheck = closeTo(D / (2 * 0.01 ** 2), { relative: 0.02 });
/** Chapter 10: weights of three hidden layers; the share of a turn that is a cut. */
export const weightsCheck = closeTo(4096 * 1365 + 2 * 1365 ** 2, { relative: 0.001 });
export const cutCheck = closeTo(6 / 64, { relative: 0.01 });
/** Section 10.1.1: starts for 19 of 20 where one in four closes; the correlation of angles with twice themselves. */
export const startsCheck = closeTo(Math.ceil(Math.log(0.05) / Math.log(0.75)));
export const twiceCheck = closeTo(ofTwice(), { absolute: 1e-6 });
/** Chapter 11: a determinant; loops of a torus of three angles. */
export const determinantCheck = closeTo(1);
export const threeAnglesCheck = closeTo(3);
