import { liveNodes, type Program, typeOf } from './program';
import type { ExecutionMode } from './types';
import { nanIsKept } from './xla-flags';

// The choice between the modes is a rule on what is known beforehand, never a stopwatch: two runs with one seed take the
// same mode. The numbers are from measurements on two cores; see the notebook on graph mode.

/** Below so many steps, a compilation (under a second) costs more than it saves. */
const FEW_STEPS = 300;
/** Below so many, even the graph without XLA does. */
const VERY_FEW_STEPS = 10;
/** With more numbers than this in a matrix of weights, TensorFlow's own kernels beat XLA's: 8 MB, as a cache holds. */
const LARGE_MATRIX = 2 ** 21;

const convolution = /^(Conv[23]D|DepthwiseConv2d|Dilation2D|MaxPool|AvgPool)/;
/** XLA drops NaN in these unless it is told not to. */
const extreme = /^(Max|Min|MaxPool)$/;
/** XLA has these, with other random numbers than TensorFlow. */
const statelessRandom = /^Stateless(Random|Truncated|Parameterized|Multinomial)/;

export interface Choice {
  execution: ExecutionMode;
  reason: string;
}

/** Why XLA should not compile these programs though it could: it would give other numbers. */
export function otherNumbersUnderXla(programs: Program[]): string | undefined {
  const reduction = nanIsKept() ? undefined : operation(programs, extreme);
  if (reduction)
    return `${reduction} drops NaN under XLA without the flag --xla_cpu_enable_fast_min_max=false`;
  const op = operation(programs, statelessRandom);
  return (
    op && `${op} inside the function has other numbers under XLA; pass noise as an input: noiseInput(shape)`
  );
}

/** The mode for programs that train (or not) for `steps` steps. */
export function choose(programs: Program[], training: boolean, steps: number | undefined): Choice {
  const expected = steps ?? (training ? Infinity : FEW_STEPS - 1);
  const many = steps === undefined ? 'an unknown number of' : String(steps);
  if (expected < VERY_FEW_STEPS)
    return { execution: 'eager', reason: `${many} steps are not worth a session` };
  if (expected < FEW_STEPS)
    return { execution: 'graph', reason: `${many} steps are not worth a compilation by XLA` };
  const other = otherNumbersUnderXla(programs);
  if (other) return { execution: 'graph', reason: other };
  const convolutional = operation(programs, convolution);
  if (convolutional) return { execution: 'graph', reason: `${convolutional} is slower under XLA on a CPU` };
  const largest = largestMatrix(programs);
  if (largest > LARGE_MATRIX) {
    return { execution: 'graph', reason: `matrices of ${largest} numbers are multiplied slower under XLA` };
  }
  return { execution: 'xla', reason: 'dense operations, compiled into one loop' };
}

function operation(programs: Program[], pattern: RegExp): string | undefined {
  for (const program of programs) {
    const live = liveNodes(program);
    const node = program.nodes.find(({ op }, i) => live.has(i) && pattern.test(op));
    if (node) return node.op;
  }
  return undefined;
}

/** Numbers in the largest trained matrix (of one replica). */
function largestMatrix(programs: Program[]): number {
  const shapes = Object.values(programs[0].known.variable)
    .map(({ shape }) => shape)
    .filter((shape) => shape.length >= 2);
  return Math.max(0, ...shapes.map((shape) => shape[shape.length - 2] * shape[shape.length - 1]));
}

interface Product {
  batch: number;
  rows: number;
  inner: number;
  columns: number;
}

function matrixProducts(program: Program): Product[] {
  const live = liveNodes(program);
  return program.nodes.flatMap(({ op, inputs, outputs, attributes }, i) => {
    if (!live.has(i) || (op !== 'MatMul' && op !== 'BatchMatMulV2')) return [];
    const source = inputs[0];
    const { shape } = typeOf(program, source);
    const transposed = attributes.some(
      ({ name, value }) => (name === 'adj_x' || name === 'transpose_a') && value,
    );
    const inner = shape[shape.length - (transposed ? 2 : 1)];
    const result = outputs[0].shape;
    const [rows, columns] = result.slice(-2);
    return [{ batch: result.slice(0, -2).reduce((x, y) => x * y, 1), rows, inner, columns }];
  });
}

/** Numbers that a program's operations make, and the multiplications of its matrix products. */
function work(program: Program) {
  const live = liveNodes(program);
  const elements = program.nodes.reduce(
    (sum, { outputs }, i) =>
      live.has(i) ? sum + outputs.reduce((n, { shape }) => n + shape.reduce((x, y) => x * y, 1), 0) : sum,
    0,
  );
  const multiplications = matrixProducts(program).reduce(
    (sum, p) => sum + p.batch * p.rows * p.inner * p.columns,
    0,
  );
  return { elements, multiplications };
}

/** Milliseconds of blocking that one `run` should take. */
const CALL = 30;

/**
 * How many compiled steps to run at a time. Estimated for two cores, 1.5e8 multiplications and 4e6 numbers made by
 * element-wise operations a millisecond; a wrong estimate costs a little speed or smoothness, never a bit of the result.
 * @returns `chunk`, the steps of one compiled loop, and `preferred`, those of one `run`
 */
export function stepsAtOnce(program: Program): { chunk: number; preferred: number } {
  const { elements, multiplications } = work(program);
  const milliseconds = 0.02 + multiplications / 1.5e8 + elements / 4e6;
  const steps = Math.max(1, Math.round(CALL / milliseconds));
  const chunk = Math.min(200, steps);
  return { chunk, preferred: Math.max(chunk, Math.floor(Math.min(steps, 1000) / chunk) * chunk) };
}
