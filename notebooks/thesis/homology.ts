// Persistent homology of points, of Vietoris–Rips complexes over the field of two elements. By cohomology with clearing and
// implicit coboundaries, as U. Bauer describes (Ripser: efficient computation of Vietoris–Rips persistence barcodes, 2021).

/** A hole: the scale at which it appears and at which it is filled; the last component is never. */
export interface Bar {
  readonly birth: number;
  readonly death: number;
}

export interface HomologyOptions {
  /** The highest dimension of holes: 0 components, 1 loops, 2 cavities (default 1). */
  dimension?: 0 | 1 | 2;
  /**
   * Points farther apart than this are not joined. By default the least distance within which some point has all others: there
   * everything is filled.
   */
  threshold?: number;
}

/** Bars of each dimension whose ends differ, the longest first: `[components, loops, cavities]`. */
export type Barcode = readonly (readonly Bar[])[];

/** Symmetric distances between points: [n, n] row by row. */
export function distanceMatrix(points: ArrayLike<number>, dimensions: number): Float64Array {
  const n = points.length / dimensions;
  if (!Number.isInteger(n) || n < 2)
    throw new RangeError(
      `${points.length} numbers do not make two or more points of ${dimensions} coordinates`,
    );
  const distances = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      let square = 0;
      for (let k = 0; k < dimensions; k++)
        square += (points[i * dimensions + k] - points[j * dimensions + k]) ** 2;
      distances[i * n + j] = distances[j * n + i] = Math.sqrt(square);
    }
  return distances;
}

/**
 * Points that cover the others evenly: each is the one farthest from those before it.
 * @returns their indices, `count` of them, from the first point on
 */
export function landmarks(points: ArrayLike<number>, dimensions: number, count: number): number[] {
  const n = points.length / dimensions;
  if (!(count >= 2 && count <= n))
    throw new RangeError(`${count} landmarks of ${n} points; expected 2 to ${n}`);
  const nearest = new Float64Array(n).fill(Infinity);
  const chosen: number[] = [];
  for (let next = 0; chosen.length < count; next = nearest.indexOf(Math.max(...nearest))) {
    chosen.push(next);
    for (let i = 0; i < n; i++) {
      let square = 0;
      for (let k = 0; k < dimensions; k++)
        square += (points[i * dimensions + k] - points[next * dimensions + k]) ** 2;
      nearest[i] = Math.min(nearest[i], square);
    }
  }
  return chosen;
}

/**
 * The barcode of points by their distances [n, n].
 * @throws RangeError if these do not make a square
 */
export function persistentHomology(distances: ArrayLike<number>, options: HomologyOptions = {}): Barcode {
  const n = Math.sqrt(distances.length);
  if (!Number.isInteger(n) || n < 2)
    throw new RangeError(`${distances.length} distances do not make a square of two or more points`);
  const { dimension = 1 } = options;
  const enclosing = Math.min(
    ...Array.from({ length: n }, (_, i) =>
      Math.max(...Array.from({ length: n }, (_v, j) => distances[i * n + j])),
    ),
  );
  const complex = new Complex(distances, n, options.threshold ?? enclosing);
  const { bars, rest } = components(complex);
  const barcode: Bar[][] = [bars];
  let columns = rest;
  for (let d = 1; d <= dimension; d++) {
    const { bars: found, pivots } = reduceColumns(complex, columns, d);
    barcode.push(found);
    if (d < dimension) columns = complex.simplices(d + 1, pivots);
  }
  const length = ({ birth, death }: Bar) => (birth > 0 ? death / birth : death);
  return barcode.map((own) => own.sort((a, b) => (length(a) === length(b) ? 0 : length(b) - length(a))));
}

/** A simplex by its place among all of its dimension (the combinatorial number system), and its diameter. */
interface Simplex {
  readonly index: number;
  readonly diameter: number;
}

/** Later in the filtration: larger, or as large with a smaller index. */
const isLater = (a: Simplex, b: Simplex) =>
  a.diameter > b.diameter || (a.diameter === b.diameter && a.index < b.index);

class Complex {
  private readonly binomials: Float64Array; // [n + 1, 5]

  constructor(
    private readonly distances: ArrayLike<number>,
    readonly n: number,
    readonly threshold: number,
  ) {
    this.binomials = new Float64Array((n + 1) * 5);
    for (let i = 0; i <= n; i++) {
      this.binomials[i * 5] = 1;
      for (let k = 1; k < 5 && i; k++)
        this.binomials[i * 5 + k] = this.binomials[(i - 1) * 5 + k - 1] + this.binomials[(i - 1) * 5 + k];
    }
  }

  distance = (i: number, j: number) => this.distances[i * this.n + j];

  private choose = (n: number, k: number) => this.binomials[n * 5 + k];

  /** The vertices of a simplex, from the highest down. */
  vertices(index: number, dimension: number): number[] {
    const found: number[] = [];
    let [rest, below] = [index, this.n];
    for (let k = dimension + 1; k > 0; k--) {
      let [low, high] = [k - 1, below - 1]; // the highest vertex whose C(vertex, k) is at most what is left
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (this.choose(middle, k) <= rest) low = middle;
        else high = middle - 1;
      }
      found.push(low);
      rest -= this.choose(low, k);
      below = low;
    }
    return found;
  }

  /** Calls `visit` with each simplex of one more vertex, from the highest index down, until it gives true. */
  cofacets({ index, diameter }: Simplex, dimension: number, visit: (cofacet: Simplex) => boolean): void {
    const vertices = this.vertices(index, dimension);
    let [below, above] = [index, 0]; // the part of the index of vertices below the new one, and of those above
    let k = dimension + 1;
    let position = 0;
    for (let v = this.n - 1; v >= 0; v--) {
      if (position < vertices.length && v === vertices[position]) {
        below -= this.choose(v, k);
        above += this.choose(v, k + 1);
        k--;
        position++;
        continue;
      }
      let widest = diameter;
      for (const vertex of vertices) widest = Math.max(widest, this.distance(v, vertex));
      if (widest > this.threshold) continue;
      if (visit({ index: above + this.choose(v, k + 1) + below, diameter: widest })) return;
    }
  }

  edges(): Simplex[] {
    const found: Simplex[] = [];
    for (let i = 1; i < this.n; i++)
      for (let j = 0; j < i; j++)
        if (this.distance(i, j) <= this.threshold)
          found.push({ index: this.choose(i, 2) + j, diameter: this.distance(i, j) });
    return found;
  }

  /** All simplices of a dimension but some, the last of the filtration first. */
  simplices(dimension: number, but: ReadonlyMap<number, unknown>): Simplex[] {
    if (dimension !== 2) throw new RangeError(`simplices of dimension ${dimension}; expected 2`);
    const found: Simplex[] = [];
    for (let i = 2; i < this.n; i++)
      for (let j = 1; j < i; j++) {
        const side = this.distance(i, j);
        if (side > this.threshold) continue;
        for (let k = 0; k < j; k++) {
          const diameter = Math.max(side, this.distance(i, k), this.distance(j, k));
          if (diameter > this.threshold) continue;
          const index = this.choose(i, 3) + this.choose(j, 2) + k;
          if (!but.has(index)) found.push({ index, diameter });
        }
      }
    return found.sort((a, b) => (isLater(a, b) ? -1 : 1));
  }
}

/** Components by joining edges from short to long; the edges that join none are left for the loops. */
function components(complex: Complex): { bars: Bar[]; rest: Simplex[] } {
  const parent = Array.from({ length: complex.n }, (_, i) => i);
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]];
    return i;
  };
  const [bars, rest]: [Bar[], Simplex[]] = [[], []];
  for (const edge of complex.edges().sort((a, b) => (isLater(a, b) ? 1 : -1))) {
    const [a, b] = complex.vertices(edge.index, 1).map(root);
    if (a === b) rest.push(edge);
    else {
      parent[a] = b;
      if (edge.diameter > 0) bars.push({ birth: 0, death: edge.diameter });
    }
  }
  const left = parent.filter((p, i) => p === i).length;
  for (let i = 0; i < left; i++) bars.push({ birth: 0, death: Infinity });
  return { bars, rest: rest.reverse() };
}

/** Reduces coboundaries of simplices in the order given: each ends in a pivot of its own, the simplex that fills its hole. */
function reduceColumns(complex: Complex, columns: readonly Simplex[], dimension: number) {
  const pivots = new Map<number, number>(); // the index of a pivot → the place of its column
  const added = new Map<number, Simplex[]>(); // the columns that were added to one
  const bars: Bar[] = [];
  columns.forEach((column, place) => {
    const heap = new Heap();
    const terms = [column];
    let pivot: Simplex | undefined;
    let first = true;
    complex.cofacets(column, dimension, (cofacet) => {
      heap.push(cofacet);
      if (!first || cofacet.diameter !== column.diameter) return false;
      // The first cofacet as wide as the column itself is its pivot, unless it is taken: nothing comes before it.
      first = false;
      if (pivots.has(cofacet.index)) return false;
      pivot = cofacet;
      return true;
    });
    if (!pivot) {
      pivot = heap.pivot();
      while (pivot && pivots.has(pivot.index)) {
        const other = pivots.get(pivot.index)!;
        for (const term of added.get(other) ?? [columns[other]]) {
          terms.push(term);
          complex.cofacets(term, dimension, (cofacet) => {
            heap.push(cofacet);
            return false;
          });
        }
        pivot = heap.pivot();
      }
    }
    if (pivot) {
      pivots.set(pivot.index, place);
      if (terms.length > 1) added.set(place, odd(terms));
      if (pivot.diameter > column.diameter) bars.push({ birth: column.diameter, death: pivot.diameter });
    } else bars.push({ birth: column.diameter, death: Infinity });
  });
  return { bars, pivots };
}

/** The terms that occur an odd number of times. */
function odd(terms: readonly Simplex[]): Simplex[] {
  const kept = new Map<number, Simplex>();
  for (const term of terms) if (!kept.delete(term.index)) kept.set(term.index, term);
  return [...kept.values()];
}

/** A sum of simplices over two elements, the first of the filtration at the top. */
class Heap {
  private readonly items: Simplex[] = [];

  push(item: Simplex): void {
    const { items } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isLater(items[above], item)) break;
      items[at] = items[above];
      at = above;
    }
    items[at] = item;
  }

  private pop(): Simplex | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (!last || !items.length) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && isLater(items[child], items[child + 1])) child++;
      if (!isLater(last, items[child])) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = last;
    return top;
  }

  /** The first simplex that does not cancel; it stays. */
  pivot(): Simplex | undefined {
    for (let top = this.pop(); top; top = this.pop()) {
      if (this.items[0]?.index !== top.index) {
        this.push(top);
        return top;
      }
      this.pop(); // two of a kind cancel
    }
    return undefined;
  }
}

/** Betti numbers at a scale: how many holes of each dimension there are. */
export const bettiNumbers = (barcode: Barcode, scale: number): number[] =>
  barcode.map((bars) => bars.filter(({ birth, death }) => birth <= scale && scale < death).length);

/** The Betti numbers that hold longest. */
export interface Signature {
  readonly betti: number[];
  /** The scales between which they hold; `share` is log(to/from). */
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/**
 * The Betti numbers, with a hole in some dimension from 1 on, that hold over the longest range of scales (on a logarithmic scale,
 * so that the size of the points does not matter) at which all points hang together. For a torus they are 1, 2, 1.
 * @returns undefined where there is no hole at any such scale
 */
export function signature(barcode: Barcode): Signature | undefined {
  const ends = barcode.flatMap((bars) => bars.flatMap(({ birth, death }) => [birth, death]));
  const scales = [...new Set(ends.filter((end) => end > 0 && Number.isFinite(end)))].sort((a, b) => a - b);
  const runs: Signature[] = [];
  scales.slice(0, -1).forEach((from, i) => {
    const betti = bettiNumbers(barcode, from);
    const last = runs.at(-1);
    const to = scales[i + 1];
    if (last && last.to === from && String(last.betti) === String(betti))
      runs[runs.length - 1] = { ...last, to, share: Math.log(to / last.from) };
    else runs.push({ betti, from, to, share: Math.log(to / from) });
  });
  return runs
    .filter(({ betti }) => betti[0] === 1 && betti.slice(1).some((holes) => holes > 0))
    .reduce<Signature | undefined>((best, run) => (best && best.share >= run.share ? best : run), undefined);
}
