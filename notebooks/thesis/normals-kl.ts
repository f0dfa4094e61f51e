/** A normal distribution on ℝᴰ. */
export interface NormalOnSpace {
  readonly mean: readonly number[];
  /** Σ, symmetric and positive definite: [D][D]. */
  readonly covariance: readonly (readonly number[])[];
}

/**
 * The lower triangular L with LLᵀ = Σ.
 * @throws RangeError if Σ is not positive definite
 */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const lower = matrix.map((row) => row.map(() => 0));
  matrix.forEach((row, i) => {
    for (let j = 0; j <= i; j++) {
      let rest = row[j];
      for (let k = 0; k < j; k++) rest -= lower[i][k] * lower[j][k];
      if (i === j && !(rest > 0))
        throw new RangeError(`the covariance [${matrix.join('; ')}] is not positive definite`);
      lower[i][j] = i === j ? Math.sqrt(rest) : rest / lower[j][j];
    }
  });
  return lower;
}

/** L⁻¹x. */
export function solveLower(lower: readonly (readonly number[])[], x: readonly number[]): number[] {
  const found: number[] = [];
  lower.forEach((row, i) => {
    found.push((x[i] - found.reduce((sum, value, k) => sum + row[k] * value, 0)) / row[i]);
  });
  return found;
}

/**
 * D_KL(N(µ₁, Σ₁) ‖ N(µ₂, Σ₂)) in nats: thesis, Lemma 5, (8.10). With Σ = LLᵀ the trace of Σ₂⁻¹Σ₁ is the sum of squares of
 * L₂⁻¹L₁, and log det Σ is twice the sum of the logarithms on L's diagonal.
 */
export function normalsKl(first: NormalOnSpace, second: NormalOnSpace): number {
  const [one, two] = [cholesky(first.covariance), cholesky(second.covariance)];
  const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0);
  const columns = one.map((_, j) => one.map((row) => row[j]));
  const trace = columns.reduce((sum, column) => sum + squares(solveLower(two, column)), 0);
  const apart = squares(
    solveLower(
      two,
      second.mean.map((value, i) => value - first.mean[i]),
    ),
  );
  const logDet = (lower: readonly (readonly number[])[]) =>
    2 * lower.reduce((sum, row, i) => sum + Math.log(row[i]), 0);
  return (trace + apart - first.mean.length + logDet(two) - logDet(one)) / 2;
}
