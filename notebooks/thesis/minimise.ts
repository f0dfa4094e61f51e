const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The place of a function's minimum on an interval: the best of a grid, then golden sections.
 * @param cells of the grid; the function must have one minimum between three neighbours
 */
export function minimise(
  f: (x: number) => number,
  [low, high]: readonly [number, number],
  cells = 80,
): number {
  const step = (high - low) / cells;
  const values = Array.from({ length: cells + 1 }, (_, i) => f(low + i * step));
  const best = values.indexOf(Math.min(...values));
  let [a, b] = [low + Math.max(0, best - 1) * step, low + Math.min(cells, best + 1) * step];
  for (let i = 0; i < 40; i++) {
    const [left, right] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)];
    if (f(left) < f(right)) b = right;
    else a = left;
  }
  return (a + b) / 2;
}
