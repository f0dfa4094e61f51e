/** Where the name of a class stands. */
export interface Place {
  x: number;
  y: number;
}

export interface ClusterFrame {
  /** Ends of either axis. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Whether opposite sides are the same line, as on a torus (default false). */
  readonly around?: boolean;
  /** Least distance of two places, across or up, as shares of the frame: a name's width and height. */
  readonly apart: readonly [across: number, up: number];
}

/** Cells along a side: coarse enough for a class of thirty points. */
const SIDE = 32;

/**
 * Where each class is densest, as far as its name does not stand over that of another: points are counted in
 * 32 × 32 cells, counts are smoothed, and a class takes the densest of its cells that is free; classes with
 * the highest peak choose first.
 * @param labels [n] class of each point, below `classes`
 * @returns a place for each class, undefined for one without points or without a free cell
 */
export function clusterPlaces(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  { x: [left, right], y: [bottom, top], around = false, apart }: ClusterFrame,
): (Place | undefined)[] {
  const counts = Array.from({ length: classes }, () => new Float64Array(SIDE * SIDE));
  const cell = (value: number, low: number, high: number) =>
    Math.floor(((value - low) / (high - low)) * SIDE);
  for (let i = 0; i < labels.length; i++) {
    const [column, row] = [cell(x[i], left, right), cell(y[i], bottom, top)];
    if (column < 0 || column > SIDE || row < 0 || row > SIDE) continue; // outside the frame
    counts[labels[i]][Math.min(row, SIDE - 1) * SIDE + Math.min(column, SIDE - 1)] += 1;
  }
  const smoothed = counts.map((count) => smooth(smooth(count, around), around));
  const order = smoothed
    .map((density, i) => ({ i, peak: Math.max(...density) }))
    .filter(({ peak }) => peak > 0)
    .sort((a, b) => b.peak - a.peak);
  const places: (Place | undefined)[] = Array.from({ length: classes });
  const taken: [number, number][] = [];
  for (const { i } of order) {
    const cells = Array.from(smoothed[i].keys())
      .filter((k) => smoothed[i][k] > 0 && inside(k))
      .sort((a, b) => smoothed[i][b] - smoothed[i][a]);
    const free = (k: number) =>
      taken.every(
        ([column, row]) =>
          Math.abs((k % SIDE) - column) / SIDE >= apart[0] ||
          Math.abs(Math.floor(k / SIDE) - row) / SIDE >= apart[1],
      );
    const k = cells.find(free);
    if (k === undefined) continue; // it has no cell that is free: the legend tells it
    const [column, row] = [k % SIDE, Math.floor(k / SIDE)];
    taken.push([column, row]);
    places[i] = {
      x: left + ((column + 0.5) / SIDE) * (right - left),
      y: bottom + ((row + 0.5) / SIDE) * (top - bottom),
    };
  }
  return places;
}

/** Not at the rim, where a name would be cut. */
const inside = (k: number) =>
  [k % SIDE, Math.floor(k / SIDE)].every((position) => position >= 1 && position < SIDE - 1);

/** The weights 1, 2, 1 along either axis. */
function smooth(values: Float64Array, around: boolean): Float64Array {
  const clamp = (k: number) => (around ? (k + SIDE) % SIDE : Math.min(SIDE - 1, Math.max(0, k)));
  return values.map((_, k) => {
    const [column, row] = [k % SIDE, Math.floor(k / SIDE)];
    let sum = 0;
    for (const dy of [-1, 0, 1])
      for (const dx of [-1, 0, 1])
        sum += (2 - Math.abs(dx)) * (2 - Math.abs(dy)) * values[clamp(row + dy) * SIDE + clamp(column + dx)];
    return sum / 16;
  });
}
