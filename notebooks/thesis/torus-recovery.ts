import { circularCorrelation, windingOf, wrapped } from './loop';

/** How two latent angles follow two phases. */
export interface TorusRecovery {
  /** Row k: turns of latent angle k while each of the phases makes one, the others held: [2][2]. */
  readonly winding: number[][];
  /** How many of the loops wind as often as most of their kind do, 0 … 1. */
  readonly agreement: number;
  /** |det| of the windings is 1: the angles are the phases up to a change of basis that a torus allows. */
  readonly unimodular: boolean;
  /** Length of the mean of exp i(θ_k − Σ_j W_kj ϕ_j), for each angle: 1 where that is all there is. */
  readonly correlation: number[];
  /** The plain circular correlation of each angle (row) with each phase: [2][2]. */
  readonly plain: number[][];
}

/**
 * Measures whether a map from a torus of phases to a torus of angles is one-to-one up to deformation. Latent angles may be
 * counted along any two circles that generate the torus: whole-numbered combinations with determinant ±1.
 * @param angles [side · side, 2] row by row, for phases on a grid: phase 1 by phase 2
 */
export function torusRecovery(angles: ArrayLike<number>, side: number): TorusRecovery {
  if (angles.length !== 2 * side * side)
    throw new RangeError(`there are ${angles.length} angles; expected 2 × ${side} × ${side}`);
  const column = (k: number) => Array.from({ length: side * side }, (_, i) => angles[2 * i + k]);
  const columns = [column(0), column(1)];
  const range = Array.from({ length: side }, (_, i) => i);
  const loops = (k: number, j: number) =>
    range.map((held) => windingOf(range.map((i) => columns[k][j === 0 ? i * side + held : held * side + i])));
  const all = [0, 1].map((k) => [0, 1].map((j) => loops(k, j)));
  const winding = all.map((row) => row.map(mostFrequent));
  const agreeing = all.flatMap((row, k) => row.flatMap((own, j) => own.filter((w) => w === winding[k][j])));
  const phases = [0, 1].map((j) =>
    columns[0].map((_, i) => (2 * Math.PI * (j === 0 ? Math.floor(i / side) : i % side)) / side),
  );
  const correlation = winding.map((row, k) => {
    const rest = columns[k].map((angle, i) => wrapped(angle - row[0] * phases[0][i] - row[1] * phases[1][i]));
    return Math.hypot(mean(rest.map(Math.cos)), mean(rest.map(Math.sin)));
  });
  const determinant = winding[0][0] * winding[1][1] - winding[0][1] * winding[1][0];
  return {
    winding,
    agreement: agreeing.length / (4 * side),
    unimodular: Math.abs(determinant) === 1,
    correlation,
    plain: columns.map((own) => phases.map((phase) => circularCorrelation(own, phase))),
  };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0][0];
}
