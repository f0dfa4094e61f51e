import assert from 'node:assert/strict';
import {
  complexityCorrected,
  compressedBits,
  edgeLength,
  entropyArgument,
  likelihoodRegret,
  minus,
  pixelEntropy,
  pixelSum,
} from '@latent-torus/torus';
import { bernoulli, euclidean, gaussian, normalNoise, tf, vae } from 'latent-torus';

const close = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);
/** Images from text: '#' is 1, '.' is 0, 'o' is 0.6. */
const drawn = (...pictures: string[][]) => ({
  count: pictures.length,
  shape: [pictures[0].length, pictures[0][0].length],
  pixels: Float32Array.from(pictures.flat().join(''), (c) => ({ '#': 1, '.': 0, o: 0.6 })[c] as number),
});

describe('scores without a model', () => {
  const images = drawn(['....', '.##.', '.##.', '....'], ['#..#', '....', '.oo.', '#..o']);

  it('have the values counted by hand', () => {
    assert.deepEqual(
      [...pixelSum(images)].map((v) => Number(v.toFixed(5))),
      [4, 4.8],
    );
    assert.deepEqual([...edgeLength(images)], [8, 3 * 4 + 6 + 4]);
    const grey = -(0.6 * Math.log(0.6) + 0.4 * Math.log(0.4));
    const [black, mixed] = pixelEntropy(images);
    assert.equal(black, 0);
    close(mixed, 3 * grey, 1e-6);
  });

  it('bound the cross-entropy of any reconstruction from below, and a perfect one attains the bound', () => {
    const x = tf.tensor2d(images.pixels, [2, 16]);
    const entropy = pixelEntropy(images);
    const clipped = tf.clipByValue(x, 1e-7, 1 - 1e-7);
    const perfect = bernoulli.loss(x, tf.log(tf.div(clipped, tf.sub(1, clipped)))).dataSync();
    const other = bernoulli.loss(x, normalNoise([2, 16], [1, 2])).dataSync();
    entropy.forEach((value, i) => {
      close(perfect[i], value, 1e-4);
      assert.ok(other[i] > value);
    });
  });

  it('count what a compressor keeps: nothing of an empty image, most of noise', () => {
    const side = 28;
    const noise = normalNoise([side * side], [3, 4])
      .sigmoid()
      .dataSync() as Float32Array;
    const pixels = new Float32Array(2 * side * side);
    pixels.set(noise, side * side);
    const [empty, full] = compressedBits({ count: 2, shape: [side, side], pixels });
    assert.ok(empty < 150, `${empty} bits`);
    assert.ok(full > 0.85 * 8 * side * side && full < 8.2 * side * side, `${full} bits`);
  });

  it('refuse pixels that do not fit', () => {
    assert.throws(() => pixelSum({ ...images, count: 3 }), /32 pixels; expected 3 × 4 × 4/);
  });
});

describe('corrections', () => {
  it('take nats from nats', () => {
    assert.deepEqual([...minus([5, 7], [1, 3])], [4, 4]);
    close(complexityCorrected([100], [10])[0], 100 - 10 * Math.log(2), 1e-12);
    assert.deepEqual(entropyArgument([4, 6], [1, 2]), { loss: 5, entropy: 1.5, excess: 3.5 });
    assert.throws(() => minus([1], [1, 2]), /2 values for 1 losses/);
  });
});

describe('likelihood regret', () => {
  // In a linear Gaussian model the best posterior is known: the gap of the bound closes to zero at it, so that the
  // regret is the whole KL divergence from the encoder's posterior to the exact one.
  const sigma = 0.5;
  const model = vae({ inputs: 3, hidden: [], latent: euclidean(1), likelihood: gaussian(sigma), seed: 6 });
  const x = normalNoise([30, 3], [5, 6]) as tf.Tensor2D;
  const w = model.variables['output.weight'].dataSync<'float32'>();
  const b = model.variables['output.bias'].dataSync<'float32'>();
  const total = sigma ** 2 + w.reduce((sum, v) => sum + v * v, 0);
  const exact = (x.arraySync() as number[][]).map((row) => ({
    mean: row.reduce((sum, v, i) => sum + (v - b[i]) * w[i], 0) / total,
    variance: sigma ** 2 / total,
  }));
  const { mean, logVariance } = model.encode(x);
  const [means, logs] = [mean.dataSync(), logVariance.dataSync()];
  const expected = exact.map(
    (
      { mean: m, variance },
      i, // KL between Gaussians
    ) =>
      0.5 *
      (Math.exp(logs[i]) / variance + (means[i] - m) ** 2 / variance - 1 - logs[i] + Math.log(variance)),
  );

  it('is the divergence from the exact posterior where that is known', async () => {
    const regret = await likelihoodRegret(model, x, {
      steps: 400,
      samples: 512,
      learningRate: 0.02,
      seed: 1,
    });
    regret.forEach((value, i) => close(value, expected[i], 0.03 + 0.1 * expected[i]));
    assert.ok(Math.max(...expected) > 0.5, 'there is something to regret');
  });

  it('is nothing where the encoder is exact already, never negative, and the same for the same seed', async () => {
    const ideal = vae({ inputs: 3, hidden: [], latent: euclidean(1), likelihood: gaussian(sigma), seed: 6 });
    ideal.variables['mean.weight'].assign(
      tf.tensor2d(
        w.map((v) => v / total),
        [3, 1],
      ),
    );
    ideal.variables['mean.bias'].assign(tf.tensor1d([-w.reduce((sum, v, i) => sum + v * b[i], 0) / total]));
    ideal.variables['logVariance.weight'].assign(tf.zeros([3, 1]));
    ideal.variables['logVariance.bias'].assign(tf.tensor1d([Math.log(sigma ** 2 / total)]));
    const options = { steps: 20, samples: 8, learningRate: 0.01, seed: 2 };
    const regret = await likelihoodRegret(ideal, x, options);
    assert.ok(
      regret.every((value) => value >= 0 && value < 0.05),
      `${regret}`,
    );
    assert.deepEqual(regret, await likelihoodRegret(ideal, x, options));
  });

  it('leaves the model and the memory as they were', async () => {
    const before = tf.memory().numTensors;
    const weights = Array.from(model.variables['output.weight'].dataSync());
    await likelihoodRegret(model, x, { steps: 3 });
    assert.deepEqual(Array.from(model.variables['output.weight'].dataSync()), weights);
    assert.equal(tf.memory().numTensors, before);
  });

  it('refuses a number of steps that is none', async () => {
    await assert.rejects(likelihoodRegret(model, x, { steps: 0 }), /steps is 0/);
  });
});
