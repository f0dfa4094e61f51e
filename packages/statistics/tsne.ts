import { Random } from '@latent-torus/random';

export interface TsneOptions {
  /** Of the starting positions. */
  seed: number | string;
  /** About how many neighbours each point looks at: 2 to the entropy of their shares, by default 30. */
  perplexity?: number;
  /** Steps of the descent, by default 500; the first quarter, 250 at most, pulls neighbours together 12 times as strongly. */
  steps?: number;
}

export interface Tsne {
  /** [count, 2] row by row. */
  points: Float64Array;
  /** KL(P ‖ Q) in nats between the neighbourhoods in the space (P) and in the picture (Q): what was minimised. */
  kl: number;
}

/**
 * t-SNE, exact: a picture on a plane in which neighbours stay neighbours (van der Maaten and Hinton, *Visualizing data using
 * t-SNE*, 2008). Each point gives its neighbours shares that fall with the distance as a Gaussian does, as wide as the
 * perplexity wants it; the picture's shares fall as 1/(1 + d²); descent with momentum and gains lowers KL(P ‖ Q). Distances
 * between clusters and their sizes mean little in it. The same points and seed give the same picture. All pairs are
 * visited in each step: 2,000 points take seconds, 10,000 minutes.
 * @param points [count, coordinates] row by row
 * @throws RangeError naming the value that does not fit
 */
export function tsne(points: ArrayLike<number>, coordinates: number, options: TsneOptions): Tsne {
  const { seed, perplexity = 30, steps = 500 } = options;
  const count = points.length / coordinates;
  if (!Number.isInteger(coordinates) || coordinates < 1 || !Number.isInteger(count))
    throw new RangeError(`tsne: ${points.length} numbers are not rows of ${coordinates} coordinates`);
  const bad = Array.from(points).findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`tsne: number ${bad} is ${points[bad]}; expected finite coordinates`);
  if (!(perplexity >= 1 && 3 * perplexity < count))
    throw new RangeError(
      `tsne: the perplexity is ${perplexity}; expected 1 to below ${count} / 3, a third of the points`,
    );
  if (!Number.isInteger(steps) || steps < 1)
    throw new RangeError(`tsne: ${steps} steps; expected a whole number from 1`);
  const shares = jointShares(squaredDistances(points, coordinates, count), count, perplexity);
  const random = new Random(seed);
  return descend(
    shares,
    Float64Array.from({ length: 2 * count }, () => 1e-4 * random.normal()),
    steps,
  );
}

/** Squared distances of all pairs: [count, count]. */
function squaredDistances(points: ArrayLike<number>, coordinates: number, count: number): Float64Array {
  const square = new Float64Array(count * count);
  const rows = Float64Array.from(points);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = 0; k < coordinates; k++) {
        const difference = rows[i * coordinates + k] - rows[j * coordinates + k];
        sum += difference * difference;
      }
      square[i * count + j] = sum;
      square[j * count + i] = sum;
    }
  }
  return square;
}

/** For each point the others that it shares anything with worth counting, and the shares. */
interface Shares {
  /** [count + 1] where the others of each point begin in `others` and `values`. */
  readonly starts: Int32Array;
  readonly others: Int32Array;
  readonly values: Float64Array;
}

/** Shares below it, of at most 1, are left out: all together less than count · 10⁻⁸. */
const LEAST = 1e-8;

/**
 * The shares p_ij = (p_j|i + p_i|j) / 2n of all ordered pairs, which add up to 1. The width of each point's Gaussian is
 * found by bisection of its entropy.
 */
function jointShares(square: Float64Array, count: number, perplexity: number): Shares {
  const conditional = new Float64Array(count * count);
  const wanted = Math.log(perplexity);
  for (let i = 0; i < count; i++) {
    const row = square.subarray(i * count, (i + 1) * count);
    const own = conditional.subarray(i * count, (i + 1) * count);
    let nearest = Infinity;
    for (let j = 0; j < count; j++) if (j !== i && row[j] < nearest) nearest = row[j];
    let [low, high, precision] = [0, Infinity, 1];
    for (let turn = 0; turn < 100; turn++) {
      let [sum, moment] = [0, 0];
      for (let j = 0; j < count; j++) {
        const farther = row[j] - nearest; // so that the nearest has the weight 1 at any precision
        own[j] = j === i ? 0 : Math.exp(-precision * farther);
        sum += own[j];
        moment += own[j] * farther;
      }
      const entropy = Math.log(sum) + (precision * moment) / sum;
      for (let j = 0; j < count; j++) own[j] /= sum;
      if (Math.abs(entropy - wanted) < 1e-6) break;
      if (entropy > wanted) low = precision;
      else high = precision;
      precision = high === Infinity ? 2 * precision : (low + high) / 2;
    }
  }
  const starts = new Int32Array(count + 1);
  const [others, values]: number[][] = [[], []];
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const both = conditional[i * count + j] + conditional[j * count + i];
      if (both < LEAST) continue;
      others.push(j);
      values.push(both / (2 * count));
    }
    starts[i + 1] = others.length;
  }
  return { starts, others: Int32Array.from(others), values: Float64Array.from(values) };
}

/** Descent from the starting positions [count, 2], which are moved. */
function descend(shares: Shares, points: Float64Array, steps: number): Tsne {
  const count = points.length / 2;
  const early = Math.min(250, Math.floor(steps / 4));
  const rate = Math.max(count / EXAGGERATION / 4, 50); // Belkina and others 2019, by the gradient's factor 4
  const [pull, push, velocity] = [0, 1, 2].map(() => new Float64Array(2 * count));
  const gains = new Float64Array(2 * count).fill(1);
  for (let step = 0; step < steps; step++) {
    const exaggeration = step < early ? EXAGGERATION : 1;
    const momentum = step < early ? 0.5 : 0.8;
    pulled(shares, points, pull);
    const all = pushed(points, push);
    for (let k = 0; k < 2 * count; k++) {
      const gradient = 4 * (exaggeration * pull[k] - push[k] / all);
      gains[k] = Math.max(0.01, gradient * velocity[k] < 0 ? gains[k] + 0.2 : gains[k] * 0.8);
      velocity[k] = momentum * velocity[k] - rate * gains[k] * gradient;
      points[k] += velocity[k];
    }
    centre(points);
  }
  return { points, kl: divergence(shares, points, pushed(points, push)) };
}

const EXAGGERATION = 12;

/** What pulls each point, Σ_j p_ij w_ij (y_i − y_j) with w = 1/(1 + d²). */
function pulled({ starts, others, values }: Shares, points: Float64Array, pull: Float64Array): void {
  for (let i = 0; i < starts.length - 1; i++) {
    const [x, y] = [points[2 * i], points[2 * i + 1]];
    let [sumX, sumY] = [0, 0];
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      const dx = x - points[2 * others[at]];
      const dy = y - points[2 * others[at] + 1];
      const near = values[at] / (1 + dx * dx + dy * dy);
      sumX += near * dx;
      sumY += near * dy;
    }
    pull[2 * i] = sumX;
    pull[2 * i + 1] = sumY;
  }
}

/**
 * What pushes each point, Σ_j w_ij² (y_i − y_j): each pair once.
 * @returns Σ w over all ordered pairs, which makes shares of them
 */
function pushed(points: Float64Array, push: Float64Array): number {
  push.fill(0);
  let all = 0;
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i];
    const y = points[i + 1];
    let sumX = 0;
    let sumY = 0;
    let sum = 0;
    for (let j = 0; j < i; j += 2) {
      const dx = x - points[j];
      const dy = y - points[j + 1];
      const weight = 1 / (1 + dx * dx + dy * dy);
      const farX = weight * weight * dx;
      const farY = weight * weight * dy;
      sum += weight;
      sumX += farX;
      sumY += farY;
      push[j] -= farX;
      push[j + 1] -= farY;
    }
    push[i] += sumX;
    push[i + 1] += sumY;
    all += 2 * sum;
  }
  return all;
}

function divergence({ starts, others, values }: Shares, points: Float64Array, all: number): number {
  let sum = 0;
  for (let i = 0; i < starts.length - 1; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      const j = others[at];
      const square = (points[2 * i] - points[2 * j]) ** 2 + (points[2 * i + 1] - points[2 * j + 1]) ** 2;
      sum += values[at] * Math.log(values[at] * all * (1 + square));
    }
  }
  return sum;
}

function centre(points: Float64Array): void {
  for (const axis of [0, 1]) {
    let mean = 0;
    for (let k = axis; k < points.length; k += 2) mean += points[k];
    mean /= points.length / 2;
    for (let k = axis; k < points.length; k += 2) points[k] -= mean;
  }
}
