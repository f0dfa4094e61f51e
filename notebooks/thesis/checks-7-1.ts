// What the exercises on Table 7.1 are checked by.
import { cases, closeTo } from '@latent-torus/notebook';

/** MSE/(2σ_X²) at MSE 0.387, σ_X = 0.01. */
export const remainderCheck = closeTo(0.387 / (2 * 0.01 ** 2), {
  mistakes: [
    [0.387 / 0.01 ** 2, 'Is the ½ of (4.10) there?'],
    [0.387 / (2 * 0.01), 'σ_X is squared.'],
  ],
});

/** D_KL of a narrow normal of standard deviation t from the uniform distribution, plus reconstruction, D = 25. */
export const honestCheck = cases(
  [
    [0.19, 1],
    [0.02, 0.1],
    [0.002, 0.01],
    [0.01, 0.1],
  ].map(([t, sigmaX]) => ({
    given: [t, sigmaX],
    expected:
      0.5 * Math.log(2 * Math.PI) -
      0.5 -
      Math.log(t) +
      12.5 * (-Math.expm1(-t * t * 0.5) / sigmaX ** 2 + Math.log(2 * Math.PI * sigmaX ** 2)),
  })),
);

/** s with D s²/(4σ_X²) = ½ at D = 25, σ_X = 0.1, in degrees. */
export const arcDegreesCheck = closeTo((0.1 * Math.sqrt(2 / 25) * 180) / Math.PI, {
  mistakes: [[0.1 * Math.sqrt(2 / 25), 'That is in radians.']],
});
