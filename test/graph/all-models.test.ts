import { Random } from '@latent-torus/random';
import {
  bernoulli,
  euclidean,
  gaussian,
  gaussianTorus,
  heatKernelTorus,
  type LatentSpace,
  type Likelihood,
  noiseSeed,
  tf,
  vae,
} from 'latent-torus';
import { noiseInput } from 'tfjs-compiled';
import { type Case, compareModes } from './compare';

const ROWS = 64;
const BATCH = 8;

/** A VAE of the library as `fit` trains it: rows gathered by index, noise, a coefficient that changes. */
function make(latent: LatentSpace, likelihood: Likelihood, seeds: number | number[]): Case {
  const model = vae({ inputs: 12, hidden: [10, 6], latent, likelihood, seed: seeds });
  const { replicas } = model;
  const list = [seeds].flat();
  const random = new Random('images');
  const rows = tf.tensor2d(
    Float32Array.from({ length: ROWS * 12 }, () => random.uniform()),
    [ROWS, 12],
  );
  const axis = replicas ? [replicas] : [];
  return {
    fn: ({ index, noise, klWeight }) =>
      model.loss({ x: tf.gather(rows, index as tf.Tensor1D) }, noise, { klWeight }),
    example: {
      index: tf.zeros([...axis, BATCH], 'int32'),
      noise: noiseInput(model.noiseShape(BATCH), replicas ? { replicas } : {}),
      klWeight: tf.scalar(1),
    },
    variables: model.variables as Record<string, tf.Variable>,
    data: { rows },
    feeds(from, count) {
      const steps = Array.from({ length: count }, (_, k) => from + k);
      return {
        index: Int32Array.from(
          steps.flatMap((step) =>
            list.flatMap((seed) =>
              Array.from(new Random(`${seed}/${step}`).permutation(ROWS).subarray(0, BATCH)),
            ),
          ),
        ),
        noise: Int32Array.from(steps.flatMap((step) => list.flatMap((seed) => noiseSeed(seed, step)))),
        klWeight: Float32Array.from(steps, (step) => 0.5 + 0.01 * step),
      };
    },
  };
}

describe('every model and latent space of the library gives the same numbers eagerly, as a graph and under XLA', () => {
  const spaces = [euclidean(2), gaussianTorus(2), heatKernelTorus(1)];
  for (const latent of spaces) {
    it(`${latent.name}, Bernoulli`, () => compareModes(() => make(latent, bernoulli, 1)));
  }
  it('euclidean(2), Gaussian', () => compareModes(() => make(euclidean(2), gaussian(0.5), 1)));
  it('gaussianTorus(2), Bernoulli, three replicas', () =>
    compareModes(() => make(gaussianTorus(2), bernoulli, [1, 2, 3])));
  it('euclidean(2), Gaussian with a σ_X for each replica', () =>
    compareModes(() => make(euclidean(2), gaussian([0.3, 1]), [4, 5])));
});
