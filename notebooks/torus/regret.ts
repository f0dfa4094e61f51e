import { standardNormal, tf } from '@latent-torus/node';
import { seedFor } from '@latent-torus/random';
import type { Posterior, Vae } from 'latent-torus';
import { graph, normal } from 'tfjs-compiled';

const BATCH = 500;

/**
 * Likelihood regret (Xiao, Yan and Amit 2020, (6)): how much an image's bound rises, in nats, if its
 * posterior is fitted to it alone, max over q of ELBO(x; q) less the encoder's ELBO(x), with the decoder
 * fixed. High: the encoder does not know the image. Each image's posterior parameters start at the encoder's
 * and make `steps` steps of Adam; both bounds are estimated with the same noise, and the start counts as a
 * step, so that no regret is negative.
 * @param x [count, inputs]
 * @param options.samples of the posterior in each step; the two bounds have ten times as many
 * @throws RangeError if `steps` or `samples` is no whole number from 1 on; Error if a bound is not finite
 */
export function likelihoodRegret(
  model: Vae,
  x: tf.Tensor,
  { steps = 100, samples = 4, learningRate = 0.05, seed = 0 } = {},
): Float32Array {
  for (const [name, value] of Object.entries({ steps, samples })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`${name} is ${value}; expected a whole number, 1 or more`);
    }
  }
  const count = x.shape[0];
  const regret = new Float32Array(count);
  for (let first = 0; first < count; first += BATCH) {
    const rows = x.slice([first, 0], [Math.min(BATCH, count - first), -1]) as tf.Tensor2D;
    try {
      regret.set(regretOf(model, rows, { steps, samples, learningRate, seed }), first);
    } finally {
      rows.dispose();
    }
  }
  return regret;
}

function regretOf(
  model: Vae,
  x: tf.Tensor2D,
  { steps, samples, learningRate, seed }: Record<'steps' | 'samples' | 'learningRate' | 'seed', number>,
): Float32Array {
  const { latent, likelihood } = model;
  const shape = model.noiseShape(x.shape[0]);
  /** −ELBO of each image, the mean over samples: [rows]. */
  const bound = (posterior: Posterior, inputs: tf.Tensor, noise: tf.Tensor) =>
    tf.add(
      tf.mean(likelihood.loss(inputs, model.decode(latent.sample(posterior, noise))), 0),
      latent.divergence(posterior),
    );
  const parameters: Record<string, tf.Variable> = {};
  tf.tidy(() => {
    for (const [name, value] of Object.entries(model.encode(x))) parameters[name] = tf.variable(value);
  });
  const compared = () =>
    tf.tidy(() => {
      const noise = standardNormal([10 * samples, ...shape], [seedFor(seed, 'regret'), -1]);
      return Float32Array.from(bound(parameters, x, noise).dataSync());
    });
  const weights = Object.entries(model.variables).map(([name, variable]) => [`model.${name}`, variable]);
  const data = { x, ...(Object.fromEntries(weights) as Record<string, tf.Tensor>) };
  try {
    const start = compared();
    const step = graph(
      // A sum over images: none touches another's gradient.
      ({ noise }) => ({ total: tf.sum(bound(parameters, x, noise)) as tf.Scalar }),
      { noise: normal([samples, ...shape]) },
      parameters,
      { name: 'adam', learningRate },
      { data, steps },
    );
    try {
      const stream = seedFor(seed, 'regret');
      const seeds = Int32Array.from({ length: 2 * steps }, (_, i) => (i % 2 ? (i - 1) / 2 : stream));
      const { failed } = step.run({ noise: seeds }, steps);
      if (failed) {
        throw new Error(
          `likelihoodRegret: the bound is ${failed.value} at step ${failed.step}; ` +
            'take a smaller learningRate, or look for values in the images that are not finite',
        );
      }
      step.pull();
    } finally {
      step.dispose();
    }
    const best = compared();
    return start.map((value, i) => Math.max(0, value - best[i]));
  } finally {
    tf.dispose(Object.values(parameters));
  }
}
