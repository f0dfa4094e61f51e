import { DataType } from './backend';
import { a, type Body, type Ref } from './graph-def';
import { liveNodes, type Program, type ProgramNode, type Source, typeOf } from './program';

// What TensorFlow's kernels refuse, XLA computes somehow: an index outside takes the nearest row or is dropped, a division of
// whole numbers by 0 gives −1, a float beyond int32 gives the largest. So a compiled function also says whether that happened.

/** Something that must hold for values inside a compiled function. */
interface Check {
  values: Source;
  /** For messages: 'GatherV2 (file:line) got an index outside [0, 5)'. */
  text: string;
  /** Makes the condition, element by element. */
  holds(body: Body, values: Ref): Ref;
}

const { float32: FLOAT, int32: INT } = DataType;
const LIMIT = 2 ** 31;

const kinds: Record<string, (program: Program, node: ProgramNode) => Check[]> = {
  GatherV2: (program, node) => {
    const [from, values, axis] = node.inputs;
    const size = typeOf(program, from).shape.at(constantOf(program, axis)) as number;
    return bounded(program, node, values, [size]);
  },
  GatherNd: (program, node) => {
    const [from, values] = node.inputs;
    return bounded(program, node, values, typeOf(program, from).shape);
  },
  ScatterNd: (program, node) => bounded(program, node, node.inputs[0], node.outputs[0].shape),
  TensorScatterUpdate: (program, node) => bounded(program, node, node.inputs[1], node.outputs[0].shape),
  UnsortedSegmentSum: (program, node) => {
    const [size] = node.outputs[0].shape; // negative ones are dropped everywhere
    return bounded(program, node, node.inputs[1], [size], -LIMIT);
  },
  FloorDiv: notZero,
  FloorMod: notZero,
  Div: notZero,
  Pow: (_, node) => {
    if (node.outputs[0].dtype !== INT) return [];
    const holds = (body: Body, values: Ref) => compare(body, 'GreaterEqual', values, body.int(0), INT);
    return [{ values: node.inputs[1], text: 'raises whole numbers to a negative power', holds }];
  },
  Cast: (program, { inputs: [values], outputs: [{ dtype }] }) => {
    if (dtype !== INT || typeOf(program, values).dtype !== FLOAT) return [];
    // false for NaN
    const holds = (body: Body, x: Ref) =>
      and(
        body,
        compare(body, 'GreaterEqual', x, body.float(-LIMIT), FLOAT),
        compare(body, 'Less', x, body.float(LIMIT), FLOAT),
      );
    return [{ values, text: 'got a number that int32 cannot hold', holds }];
  },
};

/** Whether XLA does something else for some values. */
export const mayFail = (op: string) => op in kinds;

/** What has to be checked inside the compiled function; what its inputs, constants and data decide is known outside. */
export function checksOf(program: Program): Check[] {
  const live = liveNodes(program);
  return program.nodes.flatMap((node, i) => {
    if (!live.has(i) || !mayFail(node.op)) return [];
    return kinds[node.op](program, node)
      .filter(({ values }) => !isFixed(program, values))
      .map((check) => ({
        ...check,
        text: `${node.op}${node.where ? ` (${node.where})` : ''} ${check.text}`,
      }));
  });
}

/** A number for each check: 0, or NaN where it does not hold; [checks]. */
export function addFaults(body: Body, checks: Check[], find: (source: Source) => Ref, program: Program): Ref {
  const faults = checks.map(({ values, holds }) => {
    const axes = body.ints(typeOf(program, values).shape.map((_, axis) => axis));
    const all = body.add('All', [holds(body, find(values)), axes], {
      Tidx: a.type(INT),
      keep_dims: a.bool(false),
    });
    return body.add('SelectV2', [all, body.float(0), body.float(NaN)], { T: a.type(FLOAT) });
  });
  return body.add('Pack', faults, { T: a.type(FLOAT), N: a.int(faults.length), axis: a.int(0) });
}

/** The input of whose values these are all and no others, if there is one. */
export function wholeInput(program: Program, source: Source): string | undefined {
  let at = source;
  while (at.from === 'node') {
    const { op, inputs, outputs } = program.nodes[at.node];
    const same = typeOf(program, inputs[0] ?? at).dtype === outputs[0].dtype;
    if (!/^(Reshape|Identity|ExpandDims|Squeeze|Transpose|Tile|BroadcastTo|Cast)$/.test(op) || !same)
      return undefined;
    at = inputs[0];
  }
  return at.from === 'input' ? at.name : undefined;
}

/** Whether all values follow from constants and data: then the trace has run with them already. */
function isFixed(program: Program, source: Source, seen = new Map<number, boolean>()): boolean {
  if (source.from !== 'node') return source.from === 'data';
  const known = seen.get(source.node);
  if (known !== undefined) return known;
  const fixed = program.nodes[source.node].inputs.every((input) => isFixed(program, input, seen));
  seen.set(source.node, fixed);
  return fixed;
}

/** Indices [...] below one size, or [..., k] below k of them. */
function bounded(program: Program, node: ProgramNode, values: Source, shape: number[], least = 0): Check[] {
  const input = wholeInput(program, values);
  const checkedBefore = input !== undefined && program.bounds[input] <= shape[0];
  const several = node.op !== 'GatherV2' && node.op !== 'UnsortedSegmentSum';
  if (checkedBefore && !several) return [];
  const sizes = several ? shape.slice(0, typeOf(program, values).shape.at(-1)) : [shape[0]];
  const holds = (body: Body, indices: Ref) => {
    const below = compare(body, 'Less', indices, several ? body.ints(sizes) : body.int(sizes[0]), INT);
    return least === 0 ? and(body, compare(body, 'GreaterEqual', indices, body.int(0), INT), below) : below;
  };
  return [{ values, text: `got an index outside [0, ${sizes.join('), [0, ')})`, holds }];
}

function notZero(_: Program, { inputs, outputs }: ProgramNode): Check[] {
  if (outputs[0].dtype !== INT) return [];
  const holds = (body: Body, values: Ref) =>
    body.add('NotEqual', [values, body.int(0)], { T: a.type(INT), incompatible_shape_error: a.bool(true) });
  return [{ values: inputs[1], text: 'divides whole numbers by 0', holds }];
}

const constantOf = (program: Program, source: Source): number =>
  (source.from === 'node' && program.nodes[source.node].constant?.[0]) || 0;
const compare = (body: Body, op: 'Less' | 'GreaterEqual', x: Ref, y: Ref, dtype: number) =>
  body.add(op, [x, y], { T: a.type(dtype) });
const and = (body: Body, x: Ref, y: Ref) => body.add('LogicalAnd', [x, y]);
