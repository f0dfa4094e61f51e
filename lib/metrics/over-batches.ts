import { tf } from '../tf';

/**
 * Applies a function to slices of rows and joins what it returns by name: a data set that is too large for one go.
 * Nothing but the results is left in memory.
 * @param rows tensors with the same number of rows
 * @param size rows in a slice
 * @param fn from slices (and the number of the first row) to tensors with as many rows
 */
export function overBatches<K extends string>(
  rows: Readonly<Record<string, tf.Tensor>>,
  size: number,
  fn: (slices: Record<string, tf.Tensor>, first: number) => Record<K, tf.Tensor>,
): Record<K, tf.Tensor> {
  const tensors = Object.entries(rows);
  const count = tensors[0][1].shape[0] ?? 0;
  for (const [name, { shape }] of tensors) {
    if (shape[0] !== count || !count) {
      throw new RangeError(`'${name}' has the shape [${shape}]; expected ${count || 'one or more'} rows`);
    }
  }
  return tf.tidy(() => {
    const parts: Record<K, tf.Tensor>[] = [];
    for (let first = 0; first < count; first += size) {
      const length = Math.min(size, count - first);
      parts.push(
        tf.tidy(() =>
          fn(
            Object.fromEntries(tensors.map(([name, tensor]) => [name, tf.slice(tensor, first, length)])),
            first,
          ),
        ),
      );
    }
    return Object.fromEntries(
      Object.keys(parts[0]).map((name) => [name, tf.concat(parts.map((part) => part[name as K]))]),
    ) as Record<K, tf.Tensor>;
  });
}
