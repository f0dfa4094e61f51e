// How common a place of the latent space is: kernel density of encodings, in the space's own distance.
import { check, checkPoints, distances, type Geometry, inBatches, ownPoints, tf } from 'latent-torus';

const QUERIES = 250;
const LOG_2PI = Math.log(2 * Math.PI);

/** The bandwidth that `chooseBandwidth` starts from, in the units of the space (radians on a torus), and its step. */
const [FIRST, STEP] = [0.02, Math.SQRT2];
/** How many bandwidths it compares at a time, and how often it looks further. */
const [AT_ONCE, ROUNDS] = [11, 4];

/**
 * The log of the kernel density of `reference` at `queries`, in nats: log (1/n) Σ exp(−d²/2h²) / (2πh²)^(k/2)
 * with d the space's own distance. On the torus d goes the short way round; for h up to 0.64 radians the density's
 * integral over the torus is 1 to 10⁻⁵.
 * @param queries [count, coordinates]
 * @param reference [n, coordinates]
 * @param options.leaveOut the queries are the reference itself, and none counts for its own density
 */
export async function kde(
  space: Geometry,
  queries: tf.Tensor,
  reference: tf.Tensor,
  bandwidth: number,
  { leaveOut = false } = {},
): Promise<Float32Array> {
  check('bandwidth', bandwidth, bandwidth > 0 && bandwidth < Infinity, 'a length above 0');
  checkPoints(space, queries);
  checkPoints(space, reference);
  const count = reference.shape[0] - (leaveOut ? 1 : 0);
  if (count < 1)
    throw new RangeError(`${reference.shape[0]} points to estimate a density from; expected more`);
  const norm = Math.log(count) + (space.dimensions / 2) * (LOG_2PI + 2 * Math.log(bandwidth));
  const { log } = await inBatches('density', { queries }, QUERIES, ({ queries: some }, first) => {
    const own = leaveOut ? tf.range(first, first + some.shape[0], 1, 'int32') : undefined;
    return { log: tf.sub(logKernels(space, some, reference, bandwidth, own), norm) };
  });
  const values = log.dataSync() as Float32Array;
  log.dispose();
  return values;
}

/**
 * The bandwidth under which points are likeliest given the others, among 0.02 · √2ⁱ (leave-one-out maximum likelihood:
 * Habbema, Hermans and van den Broek 1974; Duin 1976). At most 1,000 of the points are asked, evenly spaced.
 * @param points [count, coordinates]
 * @throws RangeError if no bandwidth is best, as where all points are one
 */
export async function chooseBandwidth(space: Geometry, points: tf.Tensor): Promise<number> {
  checkPoints(space, points);
  const count = points.shape[0];
  if (count < 2) throw new RangeError(`${count} points to choose a bandwidth from; expected two or more`);
  const asked = Math.min(count, 1000);
  const rows = tf.tensor1d(
    Int32Array.from({ length: asked }, (_, i) => Math.floor((i * count) / asked)),
    'int32',
  );
  try {
    let from = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const candidates = Array.from({ length: AT_ONCE }, (_, i) => FIRST * STEP ** (from + i));
      const likelihoods = await leaveOneOut(space, points, rows, candidates);
      const best = likelihoods.indexOf(Math.max(...likelihoods));
      if (best > 0 && best < AT_ONCE - 1) return candidates[best];
      from += best === 0 ? 2 - AT_ONCE : AT_ONCE - 2; // the best may lie beyond the end
    }
  } finally {
    rows.dispose();
  }
  throw new RangeError(`no bandwidth is best for these points on ${space.name}; are many of them the same?`);
}

/** The mean log density of some points given the others, for each bandwidth. */
async function leaveOneOut(
  space: Geometry,
  points: tf.Tensor,
  rows: tf.Tensor1D,
  bandwidths: readonly number[],
): Promise<number[]> {
  const { log } = await inBatches('bandwidth', { rows }, QUERIES, ({ rows: some }) => {
    const own = some as tf.Tensor1D;
    const squares = squaredDistances(space, tf.gather(points, own), points, own);
    return {
      log: tf.stack(
        bandwidths.map((h) => tf.sub(ofSquares(squares, h), space.dimensions * Math.log(h))),
        1,
      ),
    };
  });
  const mean = tf.tidy(() => Array.from(tf.mean(log, 0).dataSync()));
  log.dispose();
  return mean;
}

const logKernels = (space: Geometry, queries: tf.Tensor, points: tf.Tensor, h: number, own?: tf.Tensor1D) =>
  ofSquares(squaredDistances(space, queries, points, own), h);

const ofSquares = (squares: tf.Tensor, h: number) => tf.logSumExp(tf.mul(squares, -0.5 / h ** 2), 1);

/** [queries, points]; pairs of a query with its `own` point are pushed out of reach. */
function squaredDistances(
  space: Geometry,
  queries: tf.Tensor,
  points: tf.Tensor,
  own?: tf.Tensor1D,
): tf.Tensor {
  const squares = tf.square(distances(space, queries, points));
  return own ? tf.add(squares, ownPoints(own, points.shape[0])) : squares;
}
