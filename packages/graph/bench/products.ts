import { tf } from '../../node';
import { type Evaluation, graph } from '..';
import { latentSize, type Workload } from './workloads';

/**
 * The floor of a training step: its matrix products (and convolutions) and nothing else — those of the forward pass,
 * of the weights' gradients and of the layers' gradients, `unrolled` times on different rows in one call. Of each result
 * one number is used, so that none can be left out.
 * @returns a function to be called with `{ index }`, int32 [unrolled, (replicas,) batch], indices of rows of `rows`
 */
export function products(
  w: Workload,
  variables: Record<string, tf.Variable>,
  rows: tf.Tensor2D,
  unrolled: number,
  execution: 'xla' | 'graph',
): Evaluation {
  const weights = Object.fromEntries(Object.entries(variables).filter((_, i) => i % 2 === 0)); // each has a bias behind it
  const forward = w.kind === 'conv' ? convolutions : (x: tf.Tensor, list: tf.Tensor[]) => layers(w, x, list);
  const corner = (t: tf.Tensor) =>
    tf.reshape(
      tf.slice(
        t,
        t.shape.map(() => 0),
        t.shape.map(() => 1),
      ),
      [],
    );
  const axis = w.replicas > 1 ? [w.replicas] : [];
  return graph(
    ({ index }) => {
      const each = tf.unstack(index).flatMap((batch) => {
        const x = tf.gather(rows, batch as tf.Tensor1D);
        const { value, grads } = tf.valueAndGrads((...list: tf.Tensor[]) => forward(x, list))(
          Object.values(weights),
          x,
        );
        return [value, ...grads].map(corner);
      });
      return { sum: tf.addN(each) };
    },
    { index: tf.zeros([unrolled, ...axis, w.batch], 'int32') },
    weights,
    undefined,
    { data: { rows }, execution },
  );
}

function layers(w: Workload, x: tf.Tensor, weights: tf.Tensor[]): tf.Tensor {
  const hidden = w.encoder.length;
  const chain = (from: tf.Tensor, list: tf.Tensor[]) =>
    list.reduce((h, weight) => tf.matMul(h, weight), from);
  const last = chain(x, weights.slice(0, hidden));
  const [mean, logVariance] = weights.slice(hidden, hidden + 2).map((weight) => tf.matMul(last, weight));
  const z = w.latent === 'torus' ? tf.concat([mean, logVariance], -1) : tf.add(mean, logVariance);
  if (z.shape[z.rank - 1] !== (w.latent === 'torus' ? 2 : 1) * latentSize)
    throw new Error(`features: ${z.shape}`);
  return chain(z, weights.slice(hidden + 2));
}

function convolutions(x: tf.Tensor, weights: tf.Tensor[]): tf.Tensor {
  const [conv1, conv2, dense, mean, logVariance, start, ...transposed] = weights;
  const batch = x.shape[0];
  let h: tf.Tensor = tf.reshape(x, [batch, 28, 28, 1]);
  for (const kernel of [conv1, conv2]) h = tf.conv2d(h as tf.Tensor4D, kernel as tf.Tensor4D, 2, 'same');
  h = tf.matMul(tf.reshape(h, [batch, 3136]), dense);
  h = tf.reshape(tf.matMul(tf.add(tf.matMul(h, mean), tf.matMul(h, logVariance)), start), [batch, 7, 7, 64]);
  [
    [14, 2],
    [28, 2],
    [28, 1],
  ].forEach(([side, stride], i) => {
    const kernel = transposed[i] as tf.Tensor4D;
    h = tf.conv2dTranspose(h as tf.Tensor4D, kernel, [batch, side, side, kernel.shape[2]], stride, 'same');
  });
  return tf.reshape(h, [batch, 784]);
}
