// What is computed both on Node and in a page. It gets the library as an argument: there it is the build for browsers.
import type * as latentTorus from 'latent-torus';
import type { VaeOptions } from 'latent-torus';

type Library = typeof latentTorus;

/** Data that every machine makes alike, without a random number: waves of one period, or soft blobs. */
const waves = ({ tf }: Library, rows: number, inputs: number) =>
  tf.tensor2d(
    Float32Array.from({ length: rows * inputs }, (_, i) =>
      Math.fround(Math.sin((2 * Math.PI * ((i % inputs) + 1)) / inputs + 1.7 * Math.floor(i / inputs))),
    ),
    [rows, inputs],
  );

const models: Record<string, (library: Library) => { options: VaeOptions; rows: number }> = {
  circle: ({ gaussian, heatKernelTorus }) => ({
    options: { inputs: 25, hidden: [8, 8], latent: heatKernelTorus(1), likelihood: gaussian(0.1), seed: 3 },
    rows: 100,
  }),
  torus: ({ gaussianTorus }) => ({
    options: { inputs: 196, hidden: [40], latent: gaussianTorus(2), seed: 5 },
    rows: 24,
  }),
};
export const modelNames = Object.keys(models);

function built(library: Library, name: string) {
  const { options, rows } = models[name](library);
  const data = waves(library, rows, options.inputs);
  // Bernoulli pixels lie between 0 and 1.
  const x = options.likelihood ? data : library.tf.div(library.tf.add(data, 1), 2);
  return { model: library.vae(options), x };
}

/** Terms of the loss, starting weights and gradients: the same weights, data and noise everywhere. */
export async function lossOnce(library: Library, name: string) {
  const { tf } = library;
  const { model, x } = built(library, name);
  const shape = model.noiseShape(x.shape[0] as number);
  const size = shape.reduce((a, b) => a * b, 1);
  // Not a draw: what is compared is the arithmetic.
  const noise = tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.fround(1.5 * Math.sin(2.3 * i + 0.4))),
    shape,
  );
  const one = tf.scalar(1);
  const coefficients = Object.fromEntries(Object.keys(model.coefficients).map((key) => [key, one]));
  let terms: Record<string, latentTorus.tf.Tensor> = {};
  const { grads } = tf.variableGrads(() => {
    terms = model.loss({ x }, noise, coefficients);
    for (const term of Object.values(terms)) tf.keep(term);
    return terms.total as latentTorus.tf.Scalar;
  }, Object.values(model.variables));
  const numbers = async (tensor: latentTorus.tf.Tensor) => [...(await tensor.data())];
  const byName = async (tensors: Record<string, latentTorus.tf.Tensor>) =>
    Object.fromEntries(
      await Promise.all(Object.entries(tensors).map(async ([key, t]) => [key, await numbers(t)] as const)),
    );
  const gradients = Object.fromEntries(
    Object.entries(model.variables).map(([key, variable]) => [key, grads[variable.name]]),
  );
  return {
    terms: await byName(terms),
    weights: await byName(model.variables),
    gradients: await byName(gradients),
  };
}

/** The history of a short training from the same seed. */
export async function trainShortly(library: Library, name: string) {
  const { model, x } = built(library, name);
  const { history } = await library.fit(
    model,
    { x },
    { epochs: 5, batchSize: (x.shape[0] as number) / 2, seed: 11, learningRate: 1e-3, cache: false },
  );
  return history;
}
