import { withAssignments } from './assignments';
import { exactJson, hash } from './hash';
import { type Given, type Known, origins } from './known';
import { namedTensors } from './loss';
import { at } from './source-line';
import { tf } from './tf';

/** Constants whose values cannot be told apart here. */
export class Unrecordable extends Error {}

interface Engine {
  runKernel(kernel: string, inputs: Record<string, unknown>, attributes?: object): tf.Tensor | tf.Tensor[];
  makeTensor(values: ArrayLike<number>, shape: number[], dtype: string, backend?: unknown): tf.Tensor;
  readSync(dataId: object): unknown;
  read(dataId: object): unknown;
}

/**
 * Runs a function twice on any backend and records the kernels that TensorFlow.js calls, as texts in their order.
 * @param run the function; state that it assigns is put back afterwards
 * @throws Error if it is not the same both times, reads a value back, or uses a tensor that is not known
 */
export function record(known: Known, run: () => Given): string[] {
  const first = recordOnce(known, run);
  const second = recordOnce(known, run);
  const changed = first.findIndex((text, i) => text !== second[i]);
  if (changed >= 0 || second.length !== first.length) {
    const at = changed >= 0 ? changed : first.length;
    throw new Error(
      `the function does not always do the same: operation ${at} was ${first[at] ?? 'missing'}, then ` +
        `${second[at] ?? 'missing'}. What JavaScript computes must not change from call to call; ` +
        'pass it as an input, or use noiseInput(shape) for noise',
    );
  }
  return first;
}

/** A hash of records and of whatever else decides the numbers. */
export const hashOfRecords = (records: string[][], ...more: unknown[]): string =>
  hash([...records.flat(), exactJson(more)]);

function recordOnce(known: Known, run: () => Given): string[] {
  const engine = tf.engine() as unknown as Engine;
  const { runKernel, makeTensor, readSync, read } = engine;
  const records: string[] = [];
  const sources = new Map<object, string>(); // by a tensor's data, which its copies and reshapes share
  const copies = new Map<object, object>(); // data that a backend copied from other data: what is saved for gradients
  const written = new WeakSet<object>(); // data that JavaScript made
  for (const from of origins)
    for (const [name, { dataId }] of Object.entries(known[from])) sources.set(dataId, `${from} ${name}`);

  let depth = 0; // kernels call kernels; the outermost decides all of it
  let violation: Error | undefined;
  const sourceOf = (tensor: tf.Tensor, user: string) => {
    let { dataId } = tensor as { dataId: object };
    while (copies.has(dataId) && !sources.has(dataId)) dataId = copies.get(dataId) as object;
    const source = sources.get(dataId);
    if (source === undefined) {
      throw new Error(
        `${user} uses a tensor of ${tensor.dtype} [${tensor.shape}] that was made outside${at()}; ` +
          'declare it in options.data, make it a variable or an input, or create it inside the function',
      );
    }
    return `${source} [${tensor.shape}]`;
  };
  const noteCopy = (copy: tf.Tensor, original: tf.Tensor) => {
    if (copy.dataId !== original.dataId) copies.set(copy.dataId, original.dataId);
  };
  const noteRead = (dataId: object) => {
    if (depth > 0 || written.has(dataId)) return; // kernels may read, such as from another backend
    violation ??= new Error(
      `the function reads a tensor back into JavaScript${at()}. ` +
        'It must not depend on values: use tensor operations such as tf.where',
    );
  };
  const add = (text: string, made: tf.Tensor[]) => {
    const index = records.push(text) - 1;
    made.forEach(({ dataId }, i) => {
      if (!sources.has(dataId)) sources.set(dataId, `${index}:${i}`);
    });
  };
  const sourcesOf = (value: unknown, user: string): unknown => {
    if (value instanceof tf.Tensor) return sourceOf(value, user);
    if (Array.isArray(value)) return value.map((part) => sourcesOf(part, user));
    if (value && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, sourcesOf(part, user)]));
    return value;
  };

  const hooks: Engine = {
    runKernel(kernel, inputs, attributes) {
      const user = depth ? '' : exactJson([kernel, sourcesOf(inputs, 'the function'), attributes ?? {}]);
      depth++;
      try {
        const result = runKernel.call(engine, kernel, inputs, attributes);
        const made = [result].flat();
        // Most backends share the data of a copy; WebAssembly's makes new ones.
        if (kernel === 'Identity') noteCopy(made[0], inputs.x as tf.Tensor);
        if (depth === 1) add(`${user} → ${made.map(({ dtype, shape }) => `${dtype} [${shape}]`)}`, made);
        return result;
      } finally {
        depth--;
      }
    },
    makeTensor(values, shape, dtype, backend) {
      const tensor = makeTensor.call(engine, values, shape, dtype, backend);
      written.add(tensor.dataId);
      if (depth === 0)
        add(`constant ${tensor.dtype} [${tensor.shape}] ${hash([constant(values, tensor)])}`, [tensor]);
      return tensor;
    },
    readSync(dataId) {
      noteRead(dataId);
      if (violation) throw violation;
      return readSync.call(engine, dataId);
    },
    read(dataId) {
      noteRead(dataId); // a rejected promise might go unheard, so this is reported after the run
      return read.call(engine, dataId);
    },
  };
  withAssignments(known.state, (assigned) => {
    Object.assign(engine, hooks);
    try {
      tf.tidy(() => {
        const outputs = namedTensors(run().outputs);
        const texts = [...outputs, ...assigned()].map(([name, tensor]) => [
          name,
          sourceOf(tensor, `output '${name}'`),
        ]);
        records.push(exactJson(texts));
      });
      if (violation) throw violation;
    } finally {
      for (const name of Object.keys(hooks)) delete (engine as unknown as Record<string, unknown>)[name];
    }
  });
  return records;
}

function constant(values: ArrayLike<number>, { dtype }: tf.Tensor): ArrayBufferView | string {
  if (dtype === 'string' || dtype === 'complex64')
    throw new Unrecordable(`it holds a constant of type ${dtype}; float32, int32 and bool can be recorded`);
  return ArrayBuffer.isView(values) ? values : Float64Array.from(values);
}
