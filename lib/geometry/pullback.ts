import { teller } from '../inference';
import type { Decoder } from '../models';
import { runtime } from '../runtime';
import { tf } from '../tf';
import { jacobian } from './jacobian';
import { meanImage } from './mean-image';

/** Points that one call of the graph takes; the last call is filled up. */
const BATCH = 256;

/** The metric that a decoder gives its latent space: a step dθ changes the image by √(dθᵀ G dθ). */
export interface Pullback {
  /** G = JᵀJ, J = ∂image/∂θ: [n, coordinates, coordinates], row by row. */
  readonly metric: Float32Array;
  /** √det G, image area for each unit of latent area: [n]. */
  readonly magnification: Float32Array;
  /** √(λ₂/λ₁) ≥ 1, image change in the direction where it is greatest over that where it is least: [n]. */
  readonly anisotropy: Float32Array;
}

/**
 * Pulls the metric of image space (the distance √Σ(x − y)² over pixels) back through a decoder with two
 * coordinates (Arvanitidis, Hansen and Hauberg, *Latent space oddity*, ICLR 2018, (4); without its term for
 * the variance). The Jacobian is exact and runs in graph mode.
 * @param points [n, 2]
 * @throws RangeError if a point has not two coordinates
 */
export async function pullback(decoder: Decoder, points: tf.Tensor2D): Promise<Pullback> {
  const image = meanImage(decoder);
  const [count, coordinates] = points.shape;
  if (coordinates !== 2) throw new RangeError(`pullback: points of ${coordinates} coordinates; expected two`);
  const fn = ({ some }: Record<string, tf.Tensor>) => {
    const j = jacobian(image, some as tf.Tensor2D); // [batch, pixels, 2]
    return { metric: tf.matMul(j, j, true) };
  };
  const calls = Math.ceil(count / BATCH);
  const example = tf.zeros([Math.min(BATCH, count), 2]);
  const size = example.shape[0];
  const evaluation = runtime.execution.graph(fn, { some: example }, {}, undefined, {
    data: decoder.variables,
    steps: calls,
  });
  try {
    const metric = new Float32Array(calls * size * 4);
    const padded = tf.tidy(() =>
      tf.pad(points, [
        [0, calls * size - count],
        [0, 0],
      ]),
    );
    const tell = teller('metric of the decoder', calls);
    try {
      for (let i = 0; i < calls; i++) {
        tf.tidy(() => {
          const { metric: part } = evaluation.call({ some: tf.slice(padded, [i * size, 0], [size, 2]) });
          metric.set(part.dataSync(), i * size * 4);
        });
        await tell(i + 1);
      }
    } finally {
      padded.dispose();
    }
    return shapeOf(metric.subarray(0, count * 4));
  } finally {
    evaluation.dispose();
    example.dispose();
  }
}

/** √det and the root of the ratio of the eigenvalues, for symmetric matrices [n, 2, 2]. */
function shapeOf(metric: Float32Array): Pullback {
  const count = metric.length / 4;
  const magnification = new Float32Array(count);
  const anisotropy = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const [a, b, , d] = metric.subarray(4 * i, 4 * i + 4);
    const root = Math.hypot((a - d) / 2, b);
    const greatest = (a + d) / 2 + root;
    const determinant = Math.max(0, a * d - b * b);
    magnification[i] = Math.sqrt(determinant);
    anisotropy[i] = greatest / Math.sqrt(determinant); // √(λ₂/λ₁) = λ₂/√(λ₁λ₂)
  }
  return { metric, magnification, anisotropy };
}
