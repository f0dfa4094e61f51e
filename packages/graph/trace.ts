import { withAssignments } from './assignments';
import { type Binding, backend, DataType, dataType, type NodeBackend, type OpAttribute } from './backend';
import { mayFail, wholeInput } from './faults';
import { byOrigin, type Given, type Known, type Origin, origins } from './known';
import { namedTensors } from './loss';
import { type Program, type ProgramNode, type Source, type TensorType, typeOf } from './program';
import { at, sourceLine } from './source-line';
import { tf } from './tf';

/** Tracing is not possible here, which is no fault of the function: it can still run eagerly. */
export class Untraceable extends Error {}

/** Operations that draw from hidden state. */
const stateful =
  /^(Random|TruncatedNormal|Multinomial|ParameterizedTruncatedNormal|RngUniform|StatefulStandardNormal)/;

/**
 * Runs a function once, eagerly, and records every TensorFlow operation that it makes.
 * @param run the function; returns its named outputs. State that it assigns is put back afterwards
 * @throws Error if it reads a value back, draws stateful random numbers, or uses a tensor that is not known
 * @throws Untraceable if something cannot be written as a graph
 */
export function trace(known: Known, run: () => Given): Program {
  const native = backend();
  assertHooks(native);
  const program: Program = {
    known: byOrigin(Object.fromEntries(origins.map((from) => [from, types(known[from])]))),
    nodes: [],
    outputs: {},
    updates: [],
    bounds: {},
  };
  const recorder = new Recorder(native, program, known);
  withAssignments(known.state, (assigned) =>
    recorder.during(() =>
      tf.tidy(() => {
        const { outputs, updates = [] } = run();
        for (const [name, tensor] of namedTensors(outputs))
          program.outputs[name] = recorder.sourceOf(tensor, `output '${name}'`);
        const state = assigned().map(([name, value]) => ({ to: { from: 'state' as Origin, name }, value }));
        for (const { to, value } of [...updates, ...state])
          program.updates.push({
            to,
            value: recorder.sourceOf(value, `the new value of ${to.from} '${to.name}'`),
          });
      }),
    ),
  );
  return program;
}

const types = (tensors: Record<string, tf.Tensor>): Record<string, TensorType> =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, dtype }]) => {
      try {
        return [name, { shape, dtype: dataType(dtype) }];
      } catch (error) {
        throw new Untraceable(`'${name}': ${(error as Error).message}`);
      }
    }),
  );

/** Watches the native backend while a function runs. */
class Recorder {
  private readonly sources = new Map<number, Source>(); // by the native number of a tensor
  private readonly written = new WeakSet<object>(); // data that JavaScript made during the trace
  private violation: Error | undefined;

  constructor(
    private readonly native: NodeBackend,
    private readonly program: Program,
    known: Known,
  ) {
    for (const from of origins) {
      for (const [name, tensor] of Object.entries(known[from])) {
        this.sources.set(native.getInputTensorIds([tensor])[0], { from, name });
      }
    }
  }

  /** Puts the hooks in place for as long as `run` takes. */
  during<T>(run: () => T): T {
    const { native } = this;
    const engine = tf.engine() as unknown as Record<'readSync' | 'read', (dataId: object) => unknown>;
    const { binding, getInputTensorIds, write } = native;
    // A plain copy of the binding: its own members cannot be replaced, and a Proxy is refused for the same reason.
    const copy = Object.fromEntries(
      Object.getOwnPropertyNames(binding).map((key) => [key, binding[key as keyof Binding]]),
    );
    native.binding = { ...copy, ...this.recording(binding) } as unknown as Binding;
    native.getInputTensorIds = (tensors) => {
      for (const tensor of tensors) this.assertKnown(tensor, 'the function');
      return getInputTensorIds.call(native, tensors);
    };
    native.write = (...args) => {
      const dataId = write.apply(native, args);
      this.written.add(dataId);
      return dataId;
    };
    // `engine.read…` is what dataSync, arraySync, data, array and print call; kernels ask the backend.
    const { readSync, read } = engine;
    engine.readSync = (dataId) => {
      this.noteRead(dataId);
      if (this.violation) throw this.violation;
      return readSync.call(engine, dataId);
    };
    engine.read = (dataId) => {
      // a rejected promise might go unheard, so this is reported after the run
      this.noteRead(dataId);
      return read.call(engine, dataId);
    };
    try {
      const result = run();
      if (this.violation) throw this.violation;
      return result;
    } finally {
      native.binding = binding;
      const own = native as unknown as Record<string, unknown>;
      delete own.getInputTensorIds;
      delete own.write;
      const ownEngine = engine as Record<string, unknown>;
      delete ownEngine.readSync;
      delete ownEngine.read;
    }
  }

  /** Where a tensor comes from; a constant that no operation has used yet is recorded now. */
  sourceOf(tensor: tf.Tensor, user: string): Source {
    this.assertKnown(tensor, user);
    return this.sources.get(this.native.getInputTensorIds([tensor])[0]) as Source;
  }

  private recording(binding: Binding): Pick<Binding, 'createTensor' | 'executeOp'> {
    return {
      createTensor: (shape, dtype, values) => {
        const id = binding.createTensor(shape, dtype, values);
        const constant = constantOf(dtype, values);
        this.add(
          {
            op: 'Const',
            attributes: [],
            inputs: [],
            outputs: [{ shape, dtype }],
            constant,
            where: sourceLine(),
          },
          [id],
        );
        return id;
      },
      executeOp: (op, attributes, inputs, outputs) => {
        if (stateful.test(op)) {
          throw new Error(
            `${op} draws random numbers from hidden state${at()}; ` +
              'pass noise as an input: noiseInput(shape) in the example',
          );
        }
        const made = binding.executeOp(op, attributes, inputs, outputs);
        const sources = inputs.map((id) => this.sources.get(id));
        if (sources.some((source) => !source))
          throw new Untraceable(`${op} uses a tensor that was not recorded`);
        const node: ProgramNode = {
          op,
          attributes: this.attributes(op, attributes, sources as Source[]),
          inputs: sources as Source[],
          outputs: made.map(({ shape, dtype }) => ({ shape, dtype })),
        };
        if (mayFail(op)) node.where = sourceLine();
        this.add(
          node,
          made.map(({ id }) => id),
        );
        if (op === 'GatherV2') this.noteBound(sources as Source[]);
        return made;
      },
    };
  }

  private add(node: ProgramNode, ids: number[]) {
    const index = this.program.nodes.push(node) - 1;
    ids.forEach((id, output) => this.sources.set(id, { from: 'node', node: index, output }));
  }

  /** TensorFlow.js gives Mean of whole numbers their type, though it has made them float32 before. */
  private attributes(op: string, attributes: OpAttribute[], sources: Source[]): OpAttribute[] {
    return attributes.map(({ name, type, value }) => ({
      name,
      type,
      value: op === 'Mean' && name === 'T' ? typeOf(this.program, sources[0]).dtype : value,
    }));
  }

  /** Remembers how large the values of an input may be that are used as indices: XLA would take the nearest row. */
  private noteBound([from, indices, axis]: Source[]) {
    const { program } = this;
    const origin = wholeInput(program, indices);
    if (origin === undefined) return;
    const at = (axis.from === 'node' && program.nodes[axis.node].constant?.[0]) || 0;
    const size = typeOf(program, from).shape.at(at) as number;
    program.bounds[origin] = Math.min(size, program.bounds[origin] ?? Infinity);
  }

  private assertKnown(tensor: tf.Tensor, user: string) {
    const info = this.native.tensorMap.get(tensor.dataId);
    if (info.values != null ? this.written.has(tensor.dataId) : this.sources.has(info.id)) return;
    throw new Error(
      `${user} uses a tensor of ${tensor.dtype} [${tensor.shape}] that was made outside${at()}; ` +
        'declare it in options.data, make it a variable or an input, or create it inside the function',
    );
  }

  private noteRead(dataId: object) {
    if (this.written.has(dataId)) return; // values that JavaScript knew anyway
    const source = this.sources.get(this.native.tensorMap.get(dataId).id);
    const what = !source
      ? 'a tensor from outside'
      : source.from === 'node'
        ? `the result of ${this.program.nodes[source.node].op}`
        : `${source.from} '${source.name}'`;
    this.violation ??= new Error(
      `the function reads ${what} back into JavaScript${at()}. ` +
        'A traced function cannot depend on values: use tensor operations such as tf.where',
    );
  }
}

function constantOf(dtype: number, values: ArrayLike<number>) {
  switch (dtype) {
    case DataType.float32:
      return Float32Array.from(values);
    case DataType.int32:
      return Int32Array.from(values);
    case DataType.bool:
      return Uint8Array.from(values);
    default:
      throw new Untraceable(
        `a constant of TensorFlow's type ${dtype}; float32, int32 and bool can be traced`,
      );
  }
}

function assertHooks(native: NodeBackend) {
  const members: unknown[] = [
    native.tensorMap,
    native.getInputTensorIds,
    native.write,
    native.runSavedModel,
    native.binding?.executeOp,
    native.binding?.createTensor,
    native.binding?.loadSavedModel,
  ];
  if (members.includes(undefined)) {
    throw new Untraceable('this version of tfjs-node is not the one whose internals are known (4.22.0)');
  }
}
