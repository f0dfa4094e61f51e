import { backend, DataType, type OpAttribute } from './backend';
import { outputArguments } from './output-arguments';
import { liveNodes, type Program, type Source, type TensorType } from './program';

// TensorFlow's graph format (graph.proto, function.proto, attr_value.proto), written with the classes that tfjs-node brings.
/* eslint-disable @typescript-eslint/no-explicit-any */
const pb: any = require('@tensorflow/tfjs-node/dist/proto/api_pb');

/** A protobuf message `AttrValue`. */
export type Attribute = object & { readonly isAttribute?: never };

/** One output of a node, or an argument of the function that is being built. */
export type Ref =
  | { argument: string }
  | { node: string; op: string; output: number; attributes: Record<string, any> };

/** An operation that cannot be written into a function, as its outputs' names are not known. */
export class UnknownOperation extends Error {
  constructor(readonly op: string) {
    super(`operation ${op} is not in the table of output-arguments.ts`);
  }
}

/** Makes a message and calls `setKey(value)` for every key. */
function message(type: any, fields: Record<string, unknown>): any {
  const made = new type();
  for (const [key, value] of Object.entries(fields)) made[`set${key}`](value);
  return made;
}

const attribute = (fields: Record<string, unknown>): Attribute => message(pb.AttrValue, fields);
const list = (fields: Record<string, unknown>) =>
  attribute({ List: message(pb.AttrValue.ListValue, fields) });
const shapeMessage = (shape: number[]) =>
  message(pb.TensorShape, { DimList: shape.map((size) => message(pb.TensorShape.Dim, { Size: size })) });

/** Attribute values by kind. */
export const a = {
  type: (dtype: number) => attribute({ Type: dtype }),
  types: (dtypes: number[]) => list({ TypeList: dtypes }),
  bool: (value: boolean) => attribute({ B: value }),
  int: (value: number) => attribute({ I: value }),
  ints: (values: number[]) => list({ IList: values }),
  float: (value: number) => attribute({ F: value }),
  string: (value: string) => attribute({ S: Buffer.from(value) }),
  shape: (shape: number[]) => attribute({ Shape: shapeMessage(shape) }),
  shapes: (shapes: number[][]) => list({ ShapeList: shapes.map(shapeMessage) }),
  function: (name: string) => attribute({ Func: message(pb.NameAttrList, { Name: name }) }),
  tensor: ({ dtype, shape }: TensorType, values: ArrayBufferView) =>
    attribute({
      Tensor: message(pb.Tensor, {
        Dtype: dtype,
        TensorShape: shapeMessage(shape),
        TensorContent: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      }),
    }),
};

/** An attribute as TensorFlow.js gives it to its binding. */
function fromTensorFlowJs({ name, type, value }: OpAttribute): Attribute {
  const { binding } = backend();
  switch (type) {
    case binding.TF_ATTR_TYPE:
      return a.type(value as number);
    case binding.TF_ATTR_BOOL:
      return a.bool(!!value);
    case binding.TF_ATTR_INT:
      return Array.isArray(value) ? a.ints(value) : a.int(value as number);
    case binding.TF_ATTR_FLOAT:
      return a.float(value as number);
    case binding.TF_ATTR_STRING:
      return a.string(value as string);
    case binding.TF_ATTR_SHAPE:
      return a.shape((value as number[]) ?? []);
    default:
      throw new Error(`attribute '${name}' is of kind ${type}, which cannot be written into a graph`);
  }
}

/** TensorFlow.js leaves the types of ExpandDims to be found by TensorFlow, which does so for single operations only. */
const expandDimsTypes = ({ dtype }: TensorType) => ({ T: a.type(dtype), Tdim: a.type(DataType.int32) });

const FLOAT = DataType.float32;
const INT = DataType.int32;
const T = { T: a.type(FLOAT) };

/** Nodes of the main graph or of one function. */
export class Body {
  readonly nodes: any[] = [];

  constructor(private readonly kind: 'main' | 'function') {}

  /** Adds a node; gives its first output. `after` are nodes that have to run before it. */
  add(
    op: string,
    inputs: Ref[],
    attributes: Record<string, Attribute> = {},
    { name = `n${this.nodes.length}`, after = [] as Ref[] } = {},
  ): Ref {
    const control = after.flatMap((ref) => ('node' in ref ? [`^${ref.node}`] : []));
    const node = message(pb.NodeDef, {
      Name: name,
      Op: op,
      InputList: [...inputs.map((ref) => this.text(ref)), ...control],
    });
    for (const [key, value] of Object.entries(attributes)) node.getAttrMap().set(key, value);
    this.nodes.push(node);
    return { node: name, op, output: 0, attributes };
  }

  constant(type: TensorType, values: ArrayBufferView) {
    return this.add('Const', [], { dtype: a.type(type.dtype), value: a.tensor(type, values) });
  }

  float = (value: number) => this.constant({ dtype: FLOAT, shape: [] }, Float32Array.of(value));
  int = (value: number) => this.constant({ dtype: INT, shape: [] }, Int32Array.of(value));
  ints = (values: number[]) => this.constant({ dtype: INT, shape: [values.length] }, Int32Array.from(values));

  reshape(ref: Ref, shape: number[], dtype: number = FLOAT) {
    return this.add('Reshape', [ref, this.ints(shape)], { T: a.type(dtype), Tshape: a.type(INT) });
  }

  /** The slices of a tensor along its first axis, `count` of them. */
  unpack(ref: Ref, count: number, dtype: number = FLOAT): Ref[] {
    const all = this.add('Unpack', [ref], { T: a.type(dtype), num: a.int(count), axis: a.int(0) });
    return Array.from({ length: count }, (_, i) => output(all, i));
  }

  /** Slice `index` of a tensor along its first axis. */
  slice(ref: Ref, index: Ref, dtype: number) {
    return this.add('GatherV2', [ref, index, this.int(0)], {
      Tparams: a.type(dtype),
      Tindices: a.type(INT),
      Taxis: a.type(INT),
      batch_dims: a.int(0),
    });
  }

  read = (handle: Ref, dtype: number, name?: string) =>
    this.add('ReadVariableOp', [handle], { dtype: a.type(dtype) }, { name });

  /** True where every number is finite. */
  allFinite(values: Ref) {
    const axes = this.ints([0, 1]);
    return this.add('All', [this.add('IsFinite', [values], T), axes], {
      Tidx: a.type(INT),
      keep_dims: a.bool(false),
    });
  }

  /** Adds a traced program. @param resolve what its inputs, variables and data are here */
  program(
    program: Program,
    resolve: (source: Exclude<Source, { from: 'node' }>) => Ref,
  ): (source: Source) => Ref {
    const live = liveNodes(program);
    const made = new Map<number, Ref>();
    const find = (source: Source) =>
      source.from === 'node' ? output(made.get(source.node) as Ref, source.output) : resolve(source);
    program.nodes.forEach(({ op, attributes, inputs, outputs, constant }, i) => {
      if (!live.has(i)) return;
      const given = Object.fromEntries(attributes.map((attr) => [attr.name, fromTensorFlowJs(attr)]));
      made.set(
        i,
        constant
          ? this.constant(outputs[0], constant)
          : this.add(op, inputs.map(find), op === 'ExpandDims' ? expandDimsTypes(outputs[0]) : given),
      );
    });
    return find;
  }

  /** How an input is written: in functions `node:argument:index inside the argument`. */
  text(ref: Ref): string {
    if ('argument' in ref) return ref.argument;
    if (this.kind === 'main') return ref.output ? `${ref.node}:${ref.output}` : ref.node;
    let rest = ref.output;
    const known = outputArguments(ref.op);
    if (!known) throw new UnknownOperation(ref.op);
    for (const { name, count } of known) {
      const value = count && ref.attributes[count];
      const length = !value ? 1 : value.hasList() ? value.getList().getTypeList().length : value.getI();
      if (rest < length) return `${ref.node}:${name}:${rest}`;
      rest -= length;
    }
    throw new Error(`${ref.op} has no output ${ref.output}`);
  }
}

/** Another output of the same node. */
export const output = (ref: Ref, index: number): Ref => ('node' in ref ? { ...ref, output: index } : ref);

/** A named, typed argument or result of a function. */
export interface Argument {
  name: string;
  dtype: number;
}

/** A function in the library of a graph. */
export interface GraphFunction {
  name: string;
  takes: Argument[];
  gives: number[];
}

/** A graph with its functions. */
export class Graph {
  readonly main = new Body('main');
  private readonly functions: any[] = [];

  /** Defines a function. @param build adds its nodes; returns its results with their types */
  define(name: string, takes: Argument[], build: (body: Body) => [Ref, number][]): GraphFunction {
    const body = new Body('function');
    const results = build(body);
    const argument = (argumentName: string, dtype: number) =>
      message(pb.OpDef.ArgDef, { Name: argumentName, Type: dtype });
    const definition = message(pb.FunctionDef, {
      NodeDefList: body.nodes,
      Signature: message(pb.OpDef, {
        Name: name,
        IsStateful: true,
        InputArgList: takes.map((take) => argument(take.name, take.dtype)),
        OutputArgList: results.map(([, dtype], i) => argument(`out${i}`, dtype)),
      }),
    });
    results.forEach(([ref], i) => definition.getRetMap().set(`out${i}`, body.text(ref)));
    this.functions.push(definition);
    return { name, takes, gives: results.map(([, dtype]) => dtype) };
  }

  /** Calls a function from the main graph, compiled as a whole by XLA. */
  callCompiled(f: GraphFunction, inputs: Ref[]): Ref {
    return this.main.add('StatefulPartitionedCall', inputs, {
      Tin: a.types(f.takes.map(({ dtype }) => dtype)),
      Tout: a.types(f.gives),
      f: a.function(f.name),
      config: a.string(''),
      config_proto: a.string(''),
      executor_type: a.string(''),
      _XlaMustCompile: a.bool(true),
    });
  }

  /** A SavedModel of this graph, with the tag `serve`. */
  savedModel(): Uint8Array {
    const graphDef = message(pb.GraphDef, {
      NodeList: this.main.nodes,
      Versions: message(pb.VersionDef, { Producer: 1882 }), // as TensorFlow 2.21 writes; older ones drop attributes
      Library: message(pb.FunctionDefLibrary, { FunctionList: this.functions }),
    });
    const meta = message(pb.MetaGraphDef, {
      MetaInfoDef: message(pb.MetaGraphDef.MetaInfoDef, { TagsList: ['serve'] }),
      GraphDef: graphDef,
    });
    return message(pb.SavedModel, { SavedModelSchemaVersion: 1, MetaGraphsList: [meta] }).serializeBinary();
  }
}
