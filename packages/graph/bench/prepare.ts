import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../random';
import { initialBound, parameterShapes, type Workload } from './workloads';

/** What the driver hands to every implementation of a workload: sizes and the files to start from. */
export interface Problem extends Workload {
  readonly parameters: number[][];
  /** Raw little-endian files: float32 [replicas ×] [count, features]; float32 parameters one after the other; int32 [replicas ×] [count]. */
  readonly files: { readonly data: string; readonly weights: string; readonly order: string };
}

/**
 * Writes one workload's data set, first weights and shuffled order into a folder, the same bytes every time, so that
 * all implementations start from one state and see the same batches.
 * @returns the path of the JSON file that describes them
 */
export function prepare(w: Workload, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const replicated = w.replicas > 1 ? `${w.replicas} × ` : '';
  const data = join(folder, `${replicated}${w.data}.f32`);
  if (!existsSync(data)) writeFileSync(data, dataSet(w));
  const weights = join(folder, `${w.id}.weights.f32`);
  const parameters = parameterShapes(w);
  writeFileSync(weights, firstWeights(parameters, new Random(`weights ${w.id}`)));
  const order = join(folder, `${replicated}${w.count}.order.i32`);
  writeFileSync(order, orders(w));
  const problem: Problem = { ...w, parameters, files: { data, weights, order } };
  const path = join(folder, `${w.id}.json`);
  writeFileSync(path, JSON.stringify(problem));
  return path;
}

/** int32 [replicas × count]: for each replica the rows of its data in the order in which they are visited. */
function orders(w: Workload): Int32Array {
  const random = new Random(`order ${w.count}`);
  const all = new Int32Array(w.replicas * w.count);
  for (let r = 0; r < w.replicas; r++) all.set(random.permutation(w.count), r * w.count);
  return all;
}

/** float32 [replicas × count, features] */
function dataSet(w: Workload): Float32Array {
  const rows = w.replicas * w.count;
  const values = new Float32Array(rows * w.features);
  const random = new Random(`data ${w.data} ${w.replicas}`);
  for (let r = 0; r < rows; r++) {
    const row = values.subarray(r * w.features, (r + 1) * w.features);
    if (w.data === 'waves') wave(row, random);
    else blob(row, random);
  }
  return values;
}

/** The thesis' circle: a sine of random phase with Gaussian noise of 0.1, as many samples as there are features. */
function wave(row: Float32Array, random: Random) {
  const phase = 2 * Math.PI * random.uniform();
  for (let j = 0; j < row.length; j++) {
    row[j] = Math.sin(phase + (2 * Math.PI * (j + 1)) / row.length) + 0.1 * random.normal();
  }
}

/** A bright round spot at a random place of a square image: as sparse as a digit, and something to learn. */
function blob(row: Float32Array, random: Random) {
  const side = Math.sqrt(row.length);
  const bump = () => {
    const centre = side * (0.2 + 0.6 * random.uniform());
    return Float64Array.from({ length: side }, (_, i) => Math.exp(-(((i - centre) / (side / 7)) ** 2)));
  };
  const [vertical, horizontal] = [bump(), bump()];
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) row[y * side + x] = vertical[y] * horizontal[x];
}

function firstWeights(shapes: number[][], random: Random): Float32Array {
  const size = (shape: number[]) => shape.reduce((a, b) => a * b, 1);
  const values = new Float32Array(shapes.reduce((sum, shape) => sum + size(shape), 0));
  let at = 0;
  for (const shape of shapes) {
    const bound = initialBound(shape);
    for (const end = at + size(shape); at < end; at++) values[at] = bound * (2 * random.uniform() - 1);
  }
  return values;
}
