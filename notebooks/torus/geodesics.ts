import { cosine, type Decoder, meanImage, teller, tf } from 'latent-torus';
import { graph } from 'tfjs-compiled';

export interface GeodesicOptions {
  /** Steps of Adam (default 500). */
  iterations?: number;
  /** Adam's first step size in the units of the coordinates; it falls to 0 along a cosine (default 0.03). */
  learningRate?: number;
}

export interface Geodesics {
  /** [paths, points, coordinates], ends as given. */
  readonly paths: tf.Tensor3D;
  /** The mean discrete energy of the paths before each iteration. */
  readonly energy: Float32Array;
}

/**
 * Geodesics of the metric that a decoder gives its latent space, as polylines of least discrete energy E = N
 * Σ ‖image(pₖ₊₁) − image(pₖ)‖² over the N steps of a path with fixed ends (Shao, Kumar and Fletcher, *The
 * Riemannian geometry of deep generative models*, 2018, (4)). No derivative of the metric is needed, which
 * for a ReLU decoder jumps. √E is at least the path's length; they are equal where all steps are. What is
 * found is a local least: it depends on the path that is started from.
 *
 * All paths are moved together by Adam in graph mode; as its steps are for each number by itself, none sees
 * the others.
 * @param start [paths, points, coordinates], 3 points or more; angles unwrapped
 */
export async function imageGeodesics(
  decoder: Decoder,
  start: tf.Tensor3D,
  options: GeodesicOptions = {},
): Promise<Geodesics> {
  const image = meanImage(decoder);
  const { iterations = 500, learningRate = 0.03 } = options;
  const [count, points, coordinates] = start.shape;
  if (points < 3) throw new RangeError(`imageGeodesics: paths of ${points} points; expected 3 or more`);
  const part = (first: number, size: number) => tf.slice(start, [0, first, 0], [count, size, coordinates]);
  const ends = { first: part(0, 1), last: part(points - 1, 1) };
  const inner = tf.tidy(() => tf.variable(part(1, points - 2)));
  const whole = () => tf.concat([ends.first, inner, ends.last], 1); // [paths, points, coordinates]
  const fn = () => {
    const images = tf.reshape(image(tf.reshape(whole(), [count * points, coordinates])), [count, points, -1]);
    const [before, after] = [0, 1].map((from) =>
      tf.slice(images, [0, from, 0], [count, points - 1, images.shape[2]!]),
    );
    const energy = tf.mul(tf.sum(tf.squaredDifference(before, after)), points - 1);
    return { total: tf.div(energy, count) };
  };
  const step = graph(
    fn,
    {},
    { inner },
    { name: 'adam', learningRate },
    { data: { ...decoder.variables, ...ends }, steps: iterations },
  );
  try {
    const falling = cosine(learningRate, 0);
    const rates = Float32Array.from({ length: iterations }, (_, i) => falling(i, iterations));
    const energy = new Float32Array(iterations);
    const tell = teller('geodesics', iterations);
    for (let done = 0; done < iterations; ) {
      const count = Math.min(step.preferredSteps, iterations - done);
      const { terms, failed } = step.run({ learningRate: rates.subarray(done, done + count) }, count);
      if (failed) {
        throw new Error(
          `the energy of the paths is ${failed.value} at iteration ${done + failed.step}; take a smaller learningRate`,
        );
      }
      energy.set(terms.total, done);
      done += count;
      await tell(done);
    }
    step.pull();
    return { paths: tf.tidy(() => whole() as tf.Tensor3D), energy };
  } finally {
    step.dispose();
    tf.dispose([ends.first, ends.last, inner]);
  }
}
