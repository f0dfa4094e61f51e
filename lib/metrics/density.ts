// How common a place of the latent space is: kernel density of encodings, in the latent space's own distance.
import type { LatentSpace } from '../latent';
import { tf } from '../tf';
import { distances } from './neighbours';
import { overBatches } from './over-batches';

const QUERIES = 250;
const LOG_2PI = Math.log(2 * Math.PI);

/** Bandwidths that `chooseBandwidth` tries: 0.02 to 0.64 radians in steps of √2. */
export const bandwidths: readonly number[] = Array.from({ length: 11 }, (_, i) => 0.02 * Math.SQRT2 ** i);

/**
 * The log of the kernel density of `reference` at `queries`, in nats: log (1/n) Σ exp(−d²/2h²) / (2πh²)^(k/2)
 * with d the latent space's own distance. On the torus d goes the short way round; for h up to 0.64 radians
 * the density's integral over the torus is 1 to 10⁻⁵.
 * @param queries [count, dimensions]
 * @param reference [n, dimensions]
 * @param options.leaveOut the queries are the reference itself, and none counts for its own density
 */
export function logDensity(
  latent: LatentSpace,
  queries: tf.Tensor,
  reference: tf.Tensor,
  bandwidth: number,
  { leaveOut = false } = {},
): Float32Array {
  if (!(bandwidth > 0)) throw new RangeError(`bandwidth is ${bandwidth}; expected a length above 0`);
  const count = reference.shape[0] - (leaveOut ? 1 : 0);
  if (count < 1)
    throw new RangeError(`${reference.shape[0]} points to estimate a density from; expected more`);
  const norm = Math.log(count) + (latent.dimensions / 2) * (LOG_2PI + 2 * Math.log(bandwidth));
  return tf.tidy(
    () =>
      overBatches({ queries }, QUERIES, ({ queries: some }, first) => {
        const squares = squaredDistances(
          latent,
          some,
          reference,
          leaveOut ? range(first, some.shape[0]) : undefined,
        );
        return { log: tf.sub(tf.logSumExp(tf.mul(squares, -0.5 / bandwidth ** 2), 1), norm) };
      }).log.dataSync() as Float32Array,
  );
}

/**
 * The bandwidth of `bandwidths` under which points are likeliest given the others (leave-one-out maximum
 * likelihood: Habbema, Hermans and van den Broek 1974; Duin 1976). At most 1,000 of the points are asked,
 * evenly spaced.
 * @param points [count, dimensions]
 */
export function chooseBandwidth(latent: LatentSpace, points: tf.Tensor): number {
  const count = points.shape[0];
  if (count < 2) throw new RangeError(`${count} points to choose a bandwidth from; expected two or more`);
  const asked = Math.min(count, 1000);
  const index = Int32Array.from({ length: asked }, (_, i) => Math.floor((i * count) / asked));
  const logs = tf.tidy(() => {
    const rows = tf.tensor1d(index, 'int32');
    const { log } = overBatches({ rows }, QUERIES, ({ rows: some }) => {
      const own = some as tf.Tensor1D;
      const squares = squaredDistances(latent, tf.gather(points, own), points, own);
      return {
        log: tf.stack(
          bandwidths.map((h) =>
            tf.sub(tf.logSumExp(tf.mul(squares, -0.5 / h ** 2), 1), latent.dimensions * Math.log(h)),
          ),
          1,
        ),
      };
    });
    return tf.mean(log, 0).dataSync() as Float32Array;
  });
  return bandwidths[logs.indexOf(Math.max(...logs))];
}

const range = (first: number, count: number) => tf.range(first, first + count, 1, 'int32');

/** [queries, points]; pairs of a query with its `own` point are pushed out of reach. */
function squaredDistances(
  latent: LatentSpace,
  queries: tf.Tensor,
  points: tf.Tensor,
  own?: tf.Tensor1D,
): tf.Tensor {
  const squares = tf.square(distances(latent, queries, points));
  return own ? tf.add(squares, tf.mul(tf.cast(tf.oneHot(own, points.shape[0]), 'float32'), 1e9)) : squares;
}
