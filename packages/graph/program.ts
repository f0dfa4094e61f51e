import { createHash } from 'node:crypto';
import type { OpAttribute } from './backend';
import { exactJson } from './hash';
import type { ByOrigin, Origin } from './known';

/** Where a node's input comes from. */
export type Source = { from: Origin; name: string } | { from: 'node'; node: number; output: number };

/** A tensor's shape with TensorFlow's number of its type. */
export interface TensorType {
  shape: number[];
  dtype: number;
}

/** One recorded operation, or a constant made from JavaScript values. */
export interface ProgramNode {
  op: string;
  attributes: OpAttribute[];
  inputs: Source[];
  outputs: TensorType[];
  constant?: Float32Array | Int32Array | Uint8Array;
  /** The line of source that made it, for messages about constants and indices. */
  where?: string;
}

/** What a function does, as TensorFlow operations. */
export interface Program {
  known: ByOrigin<TensorType>;
  /** In an order in which they can run. */
  nodes: ProgramNode[];
  outputs: Record<string, Source>;
  /** What is kept from call to call, with its new values. */
  updates: { to: { from: Origin; name: string }; value: Source }[];
  /** Inputs used as indices have to be below these numbers. */
  bounds: Record<string, number>;
}

/** The nodes that the outputs need. */
export function liveNodes(program: Program): Set<number> {
  const live = new Set<number>();
  const waiting = [...Object.values(program.outputs), ...program.updates.map(({ value }) => value)];
  for (let source = waiting.pop(); source; source = waiting.pop()) {
    if (source.from !== 'node' || live.has(source.node)) continue;
    live.add(source.node);
    waiting.push(...program.nodes[source.node].inputs);
  }
  return live;
}

/** Shape and type of what a source gives. */
export const typeOf = ({ nodes, known }: Program, source: Source): TensorType =>
  source.from === 'node' ? nodes[source.node].outputs[source.output] : known[source.from][source.name];

/** SHA-256 over the programs (constants included) and whatever else decides the numbers. */
export function fingerprint(programs: Program[], ...more: unknown[]): string {
  const hash = createHash('sha256');
  for (const { nodes, ...rest } of programs) {
    for (const { where, constant, ...node } of nodes) {
      hash.update(exactJson(node));
      if (constant) hash.update(new Uint8Array(constant.buffer, constant.byteOffset, constant.byteLength));
    }
    hash.update(exactJson(rest));
  }
  return hash.update(exactJson(more)).digest('hex');
}

/**
 * Compares two traces of the same function: what JavaScript computed during a trace is frozen, so it must not differ.
 * @throws Error that names the constant or operation that changed
 */
export function assertSame(first: Program, second: Program) {
  for (const [i, a] of first.nodes.entries()) {
    const b = second.nodes[i];
    const same =
      b &&
      a.op === b.op &&
      JSON.stringify([a.attributes, a.inputs, a.outputs]) ===
        JSON.stringify([b.attributes, b.inputs, b.outputs]);
    if (!same) {
      throw new Error(
        `the function does not always do the same: operation ${i} was ${a.op}, then ${b?.op ?? 'missing'}. ` +
          'It must not depend on JavaScript state; pass what changes as an input',
      );
    }
    if (a.constant && b.constant && !sameBytes(a.constant, b.constant)) {
      const use = first.nodes.find((node) =>
        node.inputs.some((source) => source.from === 'node' && source.node === i),
      );
      throw new Error(
        `a constant changes from call to call: [${a.outputs[0].shape}] used by ${use?.op ?? 'nothing'}` +
          `${a.where ? `, made at ${a.where}` : ''}. Values that JavaScript computes are frozen by tracing; ` +
          'pass it as an input, or use noiseInput(shape) for noise',
      );
    }
  }
  if (second.nodes.length !== first.nodes.length) {
    throw new Error(
      `the function does not always do the same: ${first.nodes.length} operations, then ${second.nodes.length}`,
    );
  }
}

function sameBytes(a: ProgramNode['constant'], b: ProgramNode['constant']) {
  const bytes = (x: NonNullable<typeof a>) => Buffer.from(x.buffer, x.byteOffset, x.byteLength);
  return bytes(a!).equals(bytes(b!));
}
