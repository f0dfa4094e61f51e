/** The parts of a matrix C = U·diag(s)·Vᵀ: U and Vᵀ turn or reflect, s ≥ 0 scales, the larger first. */
export interface Svd2 {
  readonly u: number[][];
  readonly s: [number, number];
  readonly vt: number[][];
}

/** The singular value decomposition of a 2 × 2 matrix, by the angles of Cᵀ·C and C·Cᵀ. Vᵀ is a rotation; U may reflect. */
export function svd2([[a, b], [c, d]]: readonly (readonly number[])[]): Svd2 {
  const beta = 0.5 * Math.atan2(2 * (a * b + c * d), a * a + c * c - b * b - d * d); // of the first row of Vᵀ
  const [cos, sin] = [Math.cos(beta), Math.sin(beta)];
  const first = [a * cos + b * sin, c * cos + d * sin]; // C·v₁
  const second = [-a * sin + b * cos, -c * sin + d * cos]; // C·v₂
  const [s1, s2] = [Math.hypot(...first), Math.hypot(...second)];
  const u1 = s1 > 0 ? first.map((x) => x / s1) : [1, 0];
  const u2 = s2 > 0 ? second.map((x) => x / s2) : [-u1[1], u1[0]];
  return {
    u: [
      [u1[0], u2[0]],
      [u1[1], u2[1]],
    ],
    s: [s1, s2],
    vt: [
      [cos, sin],
      [-sin, cos],
    ],
  };
}

/** A·x for each of the points [n, 2], row by row. */
export const multiply2 = (matrix: readonly (readonly number[])[], points: ArrayLike<number>): number[] =>
  Array.from({ length: points.length / 2 }, (_, i) =>
    matrix.map(([p, q]) => p * points[2 * i] + q * points[2 * i + 1]),
  ).flat();
