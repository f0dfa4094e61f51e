/** A row of the thesis' Table 5.1 or 7.1, in nats; `mse` as printed. */
export interface ReportedRow {
  readonly sigmaX: number;
  readonly reconstruction: number;
  readonly mse: number;
}

/** A reported reconstruction error, taken apart. */
export interface Remainder {
  /** (D/2) log 2πσ_X², which no model changes. */
  readonly constant: number;
  /** MSE/(2σ_X²): how far the decoded mean is from the datapoint. */
  readonly miss: number;
  /** What is left: the noise of the latent samples. */
  readonly remainder: number;
}

/**
 * Takes a reconstruction error apart: the constant, what the decoder misses even at the posterior's mean (from the table's own
 * MSE), and the rest, which is due to the spread of the posterior. At the optimum of a right bound a narrow posterior leaves ½
 * for each latent direction that the data vary along or that the decoder uses, whatever σ_X.
 */
export function reportedRemainder({ sigmaX, reconstruction, mse }: ReportedRow, inputs = 25): Remainder {
  const constant = (inputs / 2) * Math.log(2 * Math.PI * sigmaX ** 2);
  const miss = mse / (2 * sigmaX ** 2);
  return { constant, miss, remainder: reconstruction - constant - miss };
}
