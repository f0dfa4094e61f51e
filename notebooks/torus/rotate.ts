// An image rotated through 360°, and what its encoding does meanwhile.
import { type Encoder, posteriorMeans, tf } from 'latent-torus';

const TURN = 2 * Math.PI;

/**
 * A square image turned counterclockwise about its centre; values between pixels are interpolated bilinearly, beyond the
 * edge they are 0.
 * @param pixels [side · side], row by row from the top
 */
export function rotated(pixels: ArrayLike<number>, degrees: number): Float32Array {
  const side = Math.round(Math.sqrt(pixels.length));
  if (!side || side * side !== pixels.length)
    throw new RangeError(
      `rotated: an image of ${pixels.length} pixels is not a square; expected side · side`,
    );
  const [cosine, sine] = [Math.cos, Math.sin].map((f) => f((degrees * Math.PI) / 180));
  const middle = (side - 1) / 2;
  const at = (row: number, column: number) =>
    row < 0 || column < 0 || row >= side || column >= side ? 0 : pixels[row * side + column];
  return Float32Array.from({ length: side * side }, (_, i) => {
    const [dy, dx] = [Math.floor(i / side) - middle, (i % side) - middle];
    const [row, column] = [middle + sine * dx + cosine * dy, middle + cosine * dx - sine * dy];
    const [top, left] = [Math.floor(row), Math.floor(column)];
    const [down, right] = [row - top, column - left];
    const upper = (1 - right) * at(top, left) + right * at(top, left + 1);
    const lower = (1 - right) * at(top + 1, left) + right * at(top + 1, left + 1);
    return (1 - down) * upper + down * lower;
  });
}

/** A path of angles that ends where it began. */
export interface ClosedPath {
  /** [points + 1, angles]: without jumps at the seam, so that the last is the first plus whole turns. */
  readonly points: Float32Array;
  /** The winding number of each angle: how often the path goes round, negative for the other way. */
  readonly turns: readonly number[];
  /** The longest step of one angle, in radians. Near π it is not certain which way round the step went. */
  readonly longest: number;
}

/**
 * Joins angles, and the last with the first, by steps that go the short way round.
 * @param angles [points, coordinates], row by row
 */
export function closedPath(angles: ArrayLike<number>, coordinates = 2): ClosedPath {
  const count = angles.length / coordinates;
  if (!Number.isInteger(count) || count < 2)
    throw new RangeError(
      `closedPath: ${angles.length} angles; expected two or more points of ${coordinates}`,
    );
  const points = new Float32Array((count + 1) * coordinates);
  let longest = 0;
  const turns = Array.from({ length: coordinates }, (_, k) => {
    let sum = 0; // in double precision: the last is the first plus whole turns
    for (let i = 0; i <= count; i++) {
      points[i * coordinates + k] = angles[k] + sum;
      if (i === count) break;
      const step = angles[((i + 1) % count) * coordinates + k] - angles[i * coordinates + k];
      const short = step - TURN * Math.round(step / TURN);
      longest = Math.max(longest, Math.abs(short));
      sum += short;
    }
    return Math.round(sum / TURN) + 0; // + 0: no −0
  });
  return { points, turns, longest };
}

/**
 * The way of an image's encoding (the posterior's mean) while the image is rotated through 360°, for models with angles.
 * @param pixels [side · side]
 * @param steps equal steps of the rotation (default 120, of 3° each)
 */
export function rotationPath(model: Encoder, pixels: ArrayLike<number>, steps = 120): ClosedPath {
  const values = new Float32Array(steps * pixels.length);
  for (let i = 0; i < steps; i++) values.set(rotated(pixels, (360 * i) / steps), i * pixels.length);
  const angles = tf.tidy(
    () => posteriorMeans(model, tf.tensor2d(values, [steps, pixels.length])).dataSync() as Float32Array,
  );
  return closedPath(angles, model.latent.coordinates);
}
