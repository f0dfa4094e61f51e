import { seedFor } from '@latent-torus/random';
import { asTensor, check, normalNoise, type Posterior, type Rows, teller, tf, type Vae } from 'latent-torus';
import { graph, noiseInput } from 'tfjs-compiled';

const BATCH = 500;

/**
 * Likelihood regret (Xiao, Yan and Amit 2020, (6)): how much an image's bound rises, in nats, if its
 * posterior is fitted to it alone, max over q of ELBO(x; q) minus the encoder's ELBO(x), with the decoder
 * fixed. High: the encoder does not know the image. Each image's posterior parameters start at the encoder's
 * and make `steps` steps of Adam; both bounds are estimated with the same noise, and the start counts as a
 * step, so that no regret is negative.
 * @param x [count, inputs]
 * @param options.samples of the posterior in each step; the two bounds have ten times as many
 * @throws RangeError if `steps` or `samples` is not a whole number from 1 on; Error if a bound is not finite
 */
export async function likelihoodRegret(
  model: Vae,
  images: Rows,
  { steps = 100, samples = 4, learningRate = 0.05, seed = 0 } = {},
): Promise<Float32Array> {
  for (const [name, value] of Object.entries({ steps, samples })) {
    check(name, value, Number.isInteger(value) && value >= 1, 'a whole number, 1 or more');
  }
  const { tensor: x, made } = asTensor('images', images);
  const count = x.shape[0];
  const regret = new Float32Array(count);
  const tell = teller(`likelihood regret, ${model.name}`, Math.ceil(count / BATCH));
  try {
    for (let first = 0; first < count; first += BATCH) {
      const rows = tf.slice(x, [first, 0], [Math.min(BATCH, count - first), -1]) as tf.Tensor2D;
      try {
        regret.set(regretOf(model, rows, { steps, samples, learningRate, seed }), first);
      } finally {
        rows.dispose();
      }
      await tell(first / BATCH + 1);
    }
  } finally {
    if (made) x.dispose();
  }
  return regret;
}

function regretOf(
  model: Vae,
  x: tf.Tensor2D,
  { steps, samples, learningRate, seed }: Record<'steps' | 'samples' | 'learningRate' | 'seed', number>,
): Float32Array {
  const { latent, likelihood } = model;
  const shape = [x.shape[0], latent.noise];
  /** −ELBO of each image, the mean over samples: [rows]. */
  const bound = (posterior: Posterior, inputs: tf.Tensor, noise: tf.Tensor) =>
    tf.add(
      tf.mean(likelihood.loss(inputs, model.decode(latent.sample(posterior, noise))), 0),
      latent.kl(posterior),
    );
  const parameters: Record<string, tf.Variable> = {};
  tf.tidy(() => {
    for (const [name, value] of Object.entries(model.encode(x))) parameters[name] = tf.variable(value);
  });
  const compared = () =>
    tf.tidy(() => {
      const noise = normalNoise([10 * samples, ...shape], [seedFor(seed, 'regret'), -1]);
      return Float32Array.from(bound(parameters, x, noise).dataSync());
    });
  const weights = Object.entries(model.variables).map(([name, variable]) => [`model.${name}`, variable]);
  const data = { x, ...(Object.fromEntries(weights) as Record<string, tf.Tensor>) };
  try {
    const start = compared();
    const step = graph(
      // A sum over images: none touches another's gradient.
      ({ noise }) => ({ total: tf.sum(bound(parameters, x, noise)) as tf.Scalar }),
      { noise: noiseInput([samples, ...shape]) },
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
