import assert from 'node:assert/strict';
import { gaussianTorus, klFromUniform, tf } from '../../lib';
import { gaussianByDirection, torusVae, winding, wrappedKl } from '../../notebooks/torus';

/** The normal density wrapped round the circle, term by term, in double precision. */
const density = (angle: number, mean: number, sigma: number) => {
  let sum = 0;
  for (let n = -40; n <= 40; n++)
    sum += Math.exp(-((angle - mean + 2 * Math.PI * n) ** 2) / (2 * sigma ** 2));
  return sum / (Math.sqrt(2 * Math.PI) * sigma);
};

/** ∫ q log(q/p) over the circle, on an even grid. */
function integrated(mean: number, sigma: number): number {
  const places = 4000;
  let sum = 0;
  for (let i = 0; i < places; i++) {
    const angle = -Math.PI + (2 * Math.PI * i) / places;
    const q = density(angle, mean, sigma);
    if (q > 0) sum += q * Math.log(q / density(angle, 0, 1));
  }
  return (sum * 2 * Math.PI) / places;
}

const one = (mean: number, sigma: number) =>
  wrappedKl(tf.tensor2d([[mean]]), tf.tensor2d([[2 * Math.log(sigma)]])).dataSync()[0];

describe('wrappedKl', () => {
  for (const [mean, sigma] of [
    [0, 1],
    [0.4, 0.1],
    [3, 0.5],
    [-2, 1.5],
    [5, 0.3],
    [1, 4],
  ]) {
    it(`is the integral over the circle at µ = ${mean}, σ = ${sigma}`, () => {
      const expected = integrated(mean, sigma);
      assert.ok(Math.abs(one(mean, sigma) - expected) < 2e-4, `${one(mean, sigma)}, ${expected}`);
    });
  }

  it('has the same value a turn on, where the unwrapped divergence has another', () => {
    assert.ok(Math.abs(one(0.7, 0.4) - one(0.7 + 2 * Math.PI, 0.4)) < 1e-4);
    const unwrapped = (mean: number) =>
      gaussianTorus(1)
        .kl({ mean: tf.tensor2d([[mean]]), logVariance: tf.zeros([1, 1]) })
        .dataSync()[0];
    assert.ok(unwrapped(0.7 + 2 * Math.PI) - unwrapped(0.7) > 20);
  });

  it('is at most the divergence of the unwrapped angle', () => {
    const mean = tf.tensor2d([-7, -3, -1, 0, 0.5, 2, 3.1, 4, 9], [9, 1]);
    for (const sigma of [0.05, 0.5, 1, 2, 3]) {
      const logVariance = tf.fill([9, 1], 2 * Math.log(sigma));
      const wrapped = wrappedKl(mean, logVariance).dataSync();
      const unwrapped = gaussianTorus(1).kl({ mean, logVariance }).dataSync();
      wrapped.forEach((value, i) => assert.ok(value <= unwrapped[i] + 1e-3, `${value}, ${unwrapped[i]}`));
    }
  });

  it('adds up over angles', () => {
    const both = wrappedKl(tf.tensor2d([[1, -2]]), tf.tensor2d([[-1, 0.5]])).dataSync()[0];
    const each = one(1, Math.exp(-0.5)) + one(-2, Math.exp(0.25));
    assert.ok(Math.abs(both - each) < 1e-4);
  });

  it('tells a wide posterior nothing more than the prior does of the uniform distribution', () => {
    // D(uniform ‖ wrapped prior), since a very wide wrapped posterior is uniform
    let expected = 0;
    for (let i = 0; i < 4000; i++)
      expected += -Math.log(2 * Math.PI * density(-Math.PI + (2 * Math.PI * i) / 4000, 0, 1)) / 4000;
    assert.ok(Math.abs(one(2, 12) - expected) < 1e-3);
    assert.ok(klFromUniform(tf.tensor1d([2 * Math.log(12)])).dataSync()[0] < 1e-5);
  });
});

describe('winding', () => {
  it('gives both divergences of each image and leaves no tensor behind', () => {
    const x = tf.randomUniform([7, 784], 0, 1, 'float32', 3);
    for (const model of [torusVae(1), torusVae(1, gaussianByDirection())]) {
      const before = tf.memory().numTensors;
      const { unwrapped, onTorus } = winding(model, x);
      assert.equal(tf.memory().numTensors, before);
      assert.equal(unwrapped.length, 7);
      const posterior = model.encode(x);
      const expected = model.latent.kl(posterior).dataSync();
      unwrapped.forEach((value, i) => {
        assert.ok(Math.abs(value - expected[i]) < 1e-4);
        assert.ok(onTorus[i] <= value + 1e-3);
      });
    }
  });
});
