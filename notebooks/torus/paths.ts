import { type Decoder, meanImage, tf } from 'latent-torus';

const TURN = 2 * Math.PI;
const wrap = (angle: number) => angle - TURN * Math.floor((angle + Math.PI) / TURN);

/** A straight path through unwrapped coordinates. */
export interface StraightWay {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/**
 * The straight ways on a torus from one point to another: `short`, the shortest; `long`, the next, which
 * takes the angle that differs most the other way round; and `naive`, the chord between the coordinates in
 * [−π, π), which knows nothing of the seam: it is the short way if no angle differs by more than half a turn,
 * a longer one otherwise.
 * @param a angles, as many as in `b`
 * @returns ways that start at `a` wrapped into [−π, π) and end at `b` plus whole turns
 */
export function waysRound(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): Record<'short' | 'long' | 'naive', StraightWay> {
  if (a.length !== b.length || !a.length)
    throw new RangeError(`waysRound: points of ${a.length} and ${b.length} angles`);
  const from = Array.from(a, wrap);
  const difference = Array.from(b, (angle, i) => wrap(angle - from[i]));
  const most = difference.reduce((best, d, i) => (Math.abs(d) > Math.abs(difference[best]) ? i : best), 0);
  const other = difference.map((d, i) => (i === most ? d - TURN * (d < 0 ? -1 : 1) : d));
  const way = (step: readonly number[]) => ({ from, to: from.map((angle, i) => angle + step[i]) });
  return { short: way(difference), long: way(other), naive: { from, to: Array.from(b, wrap) } };
}

/** The length of a straight way in radians. */
export const lengthOf = ({ from, to }: StraightWay): number =>
  Math.hypot(...from.map((angle, i) => to[i] - angle));

/** Points at equal steps along straight ways, ends included: [ways, steps + 1, coordinates]. */
export function alongWays(ways: readonly StraightWay[], steps: number): tf.Tensor3D {
  const shares = [...Array(steps + 1).keys()].map((i) => i / steps);
  return tf.tensor3d(
    ways.map(({ from, to }) => shares.map((t) => from.map((angle, i) => angle + t * (to[i] - angle)))),
  );
}

/**
 * Paths with `times` as many equal steps, straight between the given points: [paths, points, coordinates].
 */
export function refined(paths: tf.Tensor3D, times: number): tf.Tensor3D {
  return tf.tidy(() => {
    const [count, points, coordinates] = paths.shape;
    const start = tf.slice(paths, [0, 0, 0], [count, points - 1, coordinates]);
    const step = tf.sub(tf.slice(paths, [0, 1, 0], [count, points - 1, coordinates]), start);
    const shares = [...Array(times).keys()].map((i) => tf.add(start, tf.mul(step, i / times)));
    const inner = tf.reshape(tf.stack(shares, 2), [count, (points - 1) * times, coordinates]);
    return tf.concat([inner, tf.slice(paths, [0, points - 1, 0], [count, 1, coordinates])], 1) as tf.Tensor3D;
  });
}

/**
 * How much the image changes from each point of a path to the next, √Σ(x − y)² over pixels.
 * @param paths [paths, points, coordinates]
 * @returns for each path the changes, one fewer than points
 */
export function imageSteps(decoder: Decoder, paths: tf.Tensor3D): number[][] {
  const image = meanImage(decoder);
  return tf.unstack(paths).map((path) => {
    const steps = tf.tidy(() => imageChanges(image(path)));
    path.dispose();
    const values = Array.from(steps.dataSync());
    steps.dispose();
    return values;
  });
}

/** The same of decoded images: [points, pixels] → [points − 1]. */
export const imageChanges = (images: tf.Tensor): tf.Tensor1D =>
  tf.tidy(() => {
    const [points, pixels] = images.shape;
    const [before, after] = [0, 1].map((first) => tf.slice(images, [first, 0], [points - 1, pixels]));
    return tf.sqrt(tf.sum(tf.squaredDifference(before, after), 1)) as tf.Tensor1D;
  });

/**
 * The lengths of paths in image space, measured at 8 times as many points: [paths, points, coordinates] →
 * [paths].
 */
export function imageLengths(decoder: Decoder, paths: tf.Tensor3D): number[] {
  const fine = refined(paths, 8);
  try {
    return imageSteps(decoder, fine).map((steps) => steps.reduce((sum, step) => sum + step, 0));
  } finally {
    fine.dispose();
  }
}
