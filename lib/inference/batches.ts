// Going through a data set that is too large for one go.
import { asTensor, type Rows } from '../rows';
import { breathe, runtime } from '../runtime';
import { tf } from '../tf';

type Slices = Record<string, tf.Tensor>;
type Results<K extends string> = Record<K, tf.Tensor>;
type Data = Readonly<Record<string, Rows>>;
type Fn<K extends string> = (slices: Slices, first: number) => Results<K>;

/**
 * Applies a function to slices of rows and joins what it returns by name. Nothing but the results is left in memory.
 * @param rows tensors or samples with the same number of rows
 * @param size rows in a slice
 * @param fn from slices (and the number of the first row) to tensors with as many rows
 * @param axis that of the rows in what `fn` returns, by default 0
 * @throws RangeError if the numbers of rows differ, or there are none
 */
export function overBatches<K extends string>(rows: Data, size: number, fn: Fn<K>, axis = 0): Results<K> {
  return tf.tidy(() => {
    const { tensors, count } = tensorsOf(rows);
    const parts: Results<K>[] = [];
    for (let first = 0; first < count; first += size) parts.push(slice(tensors, first, size, fn));
    return joined(parts, axis);
  });
}

/**
 * The same for what takes long: between slices the notebook breathes, progress is told and an interrupt is heard.
 * @throws the signal's reason when interrupted; all memory is given back
 */
export async function inBatches<K extends string>(
  title: string,
  rows: Data,
  size: number,
  fn: Fn<K>,
  axis = 0,
): Promise<Results<K>> {
  const { tensors, count, made } = tensorsOf(rows);
  const parts: Results<K>[] = [];
  const tell = teller(title, Math.ceil(count / size));
  try {
    for (let first = 0; first < count; first += size) {
      parts.push(slice(tensors, first, size, fn));
      await tell(parts.length);
    }
    return joined(parts, axis);
  } finally {
    tf.dispose([made, ...parts]);
  }
}

/**
 * Tells the progress of something long, first after a second, then four times a second; and breathes.
 * @returns to be awaited after each of the steps; throws the signal's reason when interrupted
 */
export function teller(title: string, steps: number): (step: number) => Promise<void> {
  const signal = runtime.signal?.();
  const started = performance.now();
  let told = started + 750;
  let shown = false;
  return async (step) => {
    const time = performance.now();
    const done = step >= steps;
    if (time - told > 250 || (done && shown)) {
      const seconds = (time - started) / 1000;
      runtime.progress?.({ title, step, steps, epoch: 0, epochs: 0, seconds, history: [], done });
      [told, shown] = [time, true];
    }
    await breathe();
    signal?.throwIfAborted();
  };
}

function tensorsOf(rows: Data) {
  const entries = Object.entries(rows).map(([name, value]) => ({ name, ...asTensor(name, value) }));
  const count = entries[0].tensor.shape[0] ?? 0;
  for (const { name, tensor } of entries) {
    if (tensor.shape[0] !== count || !count) {
      throw new RangeError(`'${name}' has the shape [${tensor.shape}]; expected ${count || 'one or more'} rows`);
    }
  }
  const made = entries.filter((entry) => entry.made).map(({ tensor }) => tensor);
  return { tensors: entries.map(({ name, tensor }): [string, tf.Tensor] => [name, tensor]), count, made };
}

type Tensors = [string, tf.Tensor][];

function slice<K extends string>(tensors: Tensors, first: number, size: number, fn: Fn<K>): Results<K> {
  const length = Math.min(size, tensors[0][1].shape[0] - first);
  const cut = ([name, all]: Tensors[number]) => [name, tf.slice(all, first, length)];
  return tf.tidy(() => fn(Object.fromEntries(tensors.map(cut)), first));
}

function joined<K extends string>(parts: Results<K>[], axis: number): Results<K> {
  const join = (name: string) => [
    name,
    tf.concat(
      parts.map((part) => part[name as K]),
      axis,
    ),
  ];
  return Object.fromEntries(Object.keys(parts[0]).map(join));
}
