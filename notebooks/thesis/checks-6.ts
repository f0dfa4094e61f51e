// What the exercises on Theorem 3 are checked by.
import { cases, closeTo } from '@latent-torus/notebook';

/** √Γ of noise-free data, at σ_X = 1. */
export const collapseCheck = closeTo(Math.SQRT1_2, {
  absolute: 0.01,
  mistakes: [
    [0.5, 'Γ is ½. The border has its root.'],
    [1, 'That would be Γ = 1. What is the mean square of sin ϕ?'],
  ],
});

/** ‖G F(ϕ)‖² for signals of D numbers: λ² at Γ = D/4 + σ², times D/2. */
export const radiusCheck = cases(
  [
    [2, 0.1, 0.1, 0.5],
    [25, 0, 1, 0.4],
    [25, 1, 0.1, 0.05],
    [25, 0.1, 2, 1.5],
  ].map(([inputs, sigma, sigmaX, sigmaZ]) => {
    const variance = inputs / 4 + sigma ** 2;
    const square = (sigmaZ * (Math.sqrt(variance) - sigmaX * sigmaZ)) / (variance * sigmaX);
    return {
      given: [inputs, sigma, sigmaX, sigmaZ],
      expected: (inputs / 2) * Math.max(0, square),
      ...(square < 0 ? { hint: 'Here the code collapses.' } : {}),
    };
  }),
);
