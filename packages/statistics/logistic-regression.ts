import { Random } from '@latent-torus/random';
import { Matrix, solve } from 'ml-matrix';

/**
 * Several scores made one by logistic regression, cross-validated: the score of an image comes from
 * coefficients that were fitted to the other folds, so that nothing is fitted on what is scored. Each class
 * weighs one half.
 * @param negatives [images][scores], @param positives the same; scores are standardised inside each fold
 * @param folds of negatives and positives: whole numbers from 0; whatever shares a number (a letter, say) is
 *   never scored by coefficients that have seen any of it
 * @returns log-odds of 'positive' for each image
 */
export function logisticScores(
  negatives: readonly (readonly number[])[],
  positives: readonly (readonly number[])[],
  folds: { negatives: ArrayLike<number>; positives: ArrayLike<number> },
): { negatives: Float64Array; positives: Float64Array } {
  const rows = [...negatives, ...positives];
  const target = rows.map((_, i) => (i < negatives.length ? 0 : 1));
  const fold = [...Array.from(folds.negatives), ...Array.from(folds.positives)];
  if (folds.negatives.length !== negatives.length || folds.positives.length !== positives.length) {
    throw new RangeError(
      `${folds.negatives.length} and ${folds.positives.length} folds for ${negatives.length} ` +
        `negatives and ${positives.length} positives; expected one for each`,
    );
  }
  const scores = new Float64Array(rows.length);
  for (const held of new Set(fold)) {
    const seen = rows.flatMap((_, i) => (fold[i] === held ? [] : [i]));
    const predict = logisticRegression(
      seen.map((i) => rows[i]),
      seen.map((i) => target[i]),
    );
    rows.forEach((row, i) => {
      if (fold[i] === held) scores[i] = predict(row);
    });
  }
  return { negatives: scores.slice(0, negatives.length), positives: scores.slice(negatives.length) };
}

/** Folds of equal size (or nearly) in random order: [count], whole numbers below `folds`. */
export const randomFolds = (count: number, folds: number, seed: number): Int32Array =>
  new Random(`folds ${seed}`).permutation(count).map((i) => i % folds);

/**
 * Logistic regression with balanced classes, by Newton's method (iteratively reweighted least squares); a
 * ridge of 10⁻⁴ on the standardised coefficients keeps it finite where classes are separable.
 * @returns the log-odds of a row
 */
export function logisticRegression(
  rows: readonly (readonly number[])[],
  target: readonly number[],
): (row: readonly number[]) => number {
  const positives = target.reduce((a, b) => a + b, 0);
  if (!positives || positives === rows.length) {
    throw new RangeError(`${positives} positives among ${rows.length} rows; expected both classes`);
  }
  const width = rows[0].length;
  const average = (value: (row: readonly number[]) => number) =>
    rows.reduce((sum, row) => sum + value(row), 0) / rows.length;
  const mean = Array.from({ length: width }, (_, j) => average((row) => row[j]));
  const deviation = mean.map((m, j) => Math.sqrt(average((row) => (row[j] - m) ** 2)) || 1);
  const features = (row: readonly number[]) => [
    1,
    ...row.map((value, j) => (value - mean[j]) / deviation[j]),
  ];
  const x = rows.map(features);
  const share = [0.5 / (rows.length - positives), 0.5 / positives];
  let coefficients: number[] = new Array(width + 1).fill(0);
  const odds = (f: readonly number[]) => f.reduce((sum, value, j) => sum + value * coefficients[j], 0);
  for (let iteration = 0; iteration < 50; iteration++) {
    const gradient = coefficients.map((c, j) => (j ? -1e-4 * c : 0));
    const hessian = coefficients.map((_, j) => coefficients.map((__, k) => (j === k && j ? 1e-4 : 0)));
    x.forEach((f, i) => {
      const probability = 1 / (1 + Math.exp(-odds(f)));
      const weight = share[target[i]];
      f.forEach((value, j) => {
        gradient[j] += weight * (target[i] - probability) * value;
        const curvature = weight * probability * (1 - probability) * value;
        f.forEach((other, k) => {
          hessian[j][k] += curvature * other;
        });
      });
    });
    const step = solve(new Matrix(hessian), Matrix.columnVector(gradient)).to1DArray();
    const length = Math.hypot(...step);
    const pace = Math.min(1, 5 / length); // far from the optimum Newton can overshoot
    coefficients = coefficients.map((c, j) => c + step[j] * pace);
    if (length < 1e-8) break;
  }
  return (row) => odds(features(row));
}
