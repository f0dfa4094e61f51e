import { tf } from './tf';

// The parts of tfjs-node that are not in its public types. They belong to the exactly pinned version 4.22.0.

export interface OpAttribute {
  name: string;
  type: number;
  value: unknown;
}

export interface TensorMetadata {
  id: number;
  shape: number[];
  dtype: number;
}

export interface Binding {
  createTensor(shape: number[], dtype: number, values: ArrayLike<number>): number;
  deleteTensor(id: number): void;
  executeOp(op: string, attributes: OpAttribute[], inputs: number[], outputs: number): TensorMetadata[];
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(session: number): void;
  getNumOfSavedModels(): number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_Version: string;
}

export interface NodeBackend {
  binding: Binding;
  tensorMap: { get(dataId: object): { id: number; values: unknown; shape: number[]; dtype: number } };
  getInputTensorIds(tensors: tf.Tensor[]): number[];
  executeSingleOutput(op: string, attributes: OpAttribute[], inputs: tf.Tensor[]): tf.Tensor;
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  runSavedModel(
    session: number,
    inputs: tf.Tensor[],
    names: { name: string }[],
    outputs: string[],
  ): tf.Tensor[];
  write(values: unknown, shape: number[], dtype: string): object;
  readSync(dataId: object): unknown;
  read(dataId: object): Promise<unknown>;
}

/** The backend that runs TensorFlow.js on TensorFlow's C library. */
export const backend = (): NodeBackend => tf.backend() as unknown as NodeBackend;

/** TensorFlow's numbers for the types in use (types.proto). */
export const DataType = { float32: 1, int32: 3, bool: 10, resource: 20 } as const;

/** TensorFlow's number of a tensor's type. @throws TypeError for strings and complex numbers */
export function dataType(dtype: string): number {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return DataType[dtype];
  throw new TypeError(`tensors of type ${dtype} cannot be traced; expected float32, int32 or bool`);
}
