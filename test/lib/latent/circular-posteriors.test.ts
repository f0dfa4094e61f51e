// The posteriors of the circle against quadrature in double precision.
import assert from 'node:assert/strict';
import {
  byDirection,
  bySampling,
  klFromUniform,
  latentSpace,
  logWrappedNormal,
  normalNoise,
  tf,
  torus,
  uniformPrior,
  vonMisesPosterior,
  wrappedNormalPosterior,
} from 'latent-torus';

const TURN = 2 * Math.PI;
const circle = torus(1);

/** ∫ f over where a density of this width has any mass, round the circle at most: the trapezoidal rule. */
function integrate(width: number, f: (angle: number) => number, from = -Infinity, to = Infinity): number {
  const reach = Math.min(Math.PI, 14 * width);
  const [low, high] = [Math.max(-reach, from), Math.min(reach, to)];
  const cells = 1500;
  let sum = 0.5 * (f(low) + f(high));
  for (let i = 1; i < cells; i++) sum += f(low + ((high - low) * i) / cells);
  return (sum * (high - low)) / cells;
}

/** Value and derivative of a function of a logarithm, as the library's tensors have them. */
const withGradient = (f: (x: tf.Tensor) => tf.Tensor, at: number) =>
  tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((x) => tf.sum(f(x)) as tf.Scalar)(tf.tensor([[at]]));
    return { value: value.dataSync()[0], slope: grad.dataSync()[0] };
  });

/** The share of a standard normal distribution below z. */
function normalShare(z: number): number {
  let sum = 0;
  for (let i = 0; i < 4000; i++) sum += Math.exp(-0.5 * (z - (12 * (i + 0.5)) / 4000) ** 2);
  return (sum * 12) / 4000 / Math.sqrt(TURN);
}

const derivative = (f: (x: number) => number, at: number, h: number) => (f(at + h) - f(at - h)) / (2 * h);

function closeTo(found: number, expected: number, within: number, what: string) {
  assert.ok(Math.abs(found - expected) <= within, `${what}: ${found}, expected ${expected}`);
}

/** The heat kernel at time t = variance / 2, summed over turns where that converges fast, else over waves. */
function heatKernel(angle: number, time: number): number {
  let sum = 0;
  if (time < 1) {
    for (let k = -4; k <= 4; k++) sum += Math.exp(-((angle + k * TURN) ** 2) / (4 * time));
    return sum / Math.sqrt(4 * Math.PI * time);
  }
  for (let m = 1; m < 15; m++) sum += 2 * Math.cos(m * angle) * Math.exp(-m * m * time);
  return (1 + sum) / TURN;
}

describe('the heat kernel of the circle', () => {
  const times = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.1, 0.124, 0.126, 0.3, 0.74, 0.76, 1, 2, 5, 10];

  it('has the divergence from the uniform prior that quadrature gives, and its gradient, to 1e-6', () => {
    const kl = (logVariance: number) => {
      const time = Math.exp(logVariance) / 2;
      return integrate(Math.sqrt(2 * time), (angle) => {
        const p = heatKernel(angle, time);
        return p > 0 ? p * Math.log(TURN * p) : 0;
      });
    };
    for (const time of times) {
      const at = Math.fround(Math.log(2 * time));
      const { value, slope } = withGradient(klFromUniform, at);
      closeTo(value, kl(at), 1e-6, `divergence at t = ${time}`);
      closeTo(slope, derivative(kl, at, 1e-3), 1e-6, `its gradient at t = ${time}`);
    }
  });

  it('has the log density of the sum over turns or waves, and its gradient, to 1e-6 of its size', () => {
    for (const time of times) {
      const at = Math.fround(Math.log(2 * time));
      for (const deviations of [0, 0.5, 1, 2, 3]) {
        const angle = Math.fround(Math.min(3.1, deviations * Math.sqrt(2 * time)));
        const log = (logVariance: number) => Math.log(heatKernel(angle, Math.exp(logVariance) / 2));
        const { value, slope } = withGradient((x) => logWrappedNormal(tf.tensor([[angle]]), x), at);
        const size = 1 + Math.abs(log(at));
        closeTo(value, log(at), 1e-6 * size, `log density at t = ${time}, ${deviations} deviations`);
        closeTo(
          slope,
          derivative(log, at, 1e-4),
          4e-6,
          `its gradient at t = ${time}, ${deviations} deviations`,
        );
      }
    }
  });

  it('has a divergence by sampling whose mean is the exact one', () => {
    const space = (posterior = wrappedNormalPosterior) =>
      latentSpace({ geometry: circle, location: byDirection, posterior, prior: uniformPrior });
    const [exact, sampled] = [space(), space(bySampling(wrappedNormalPosterior))];
    for (const time of [1e-6, 0.01, 0.3, 2]) {
      const posterior = {
        direction: tf.tensor2d([[1, 0.2]]),
        logVariance: tf.tensor2d([[Math.log(2 * time)]]),
      };
      const point = sampled.sample(posterior, normalNoise([40_000, 1], [5, 6]));
      const { mean, variance } = tf.moments(sampled.kl(posterior, point));
      const error = Math.sqrt(variance.dataSync()[0] / 40_000);
      closeTo(mean.dataSync()[0], exact.kl(posterior).dataSync()[0], 4 * error + 1e-3, `at t = ${time}`);
    }
    assert.throws(
      () => sampled.kl({ direction: tf.ones([1, 2]), logVariance: tf.ones([1, 1]) }),
      /pass a point/,
    );
  });
});

describe('the von Mises distribution', () => {
  const concentrations = [1e-3, 0.1, 1, 2, 4, 10, 19.9, 20.1, 50, 1e3, 1e5];
  const widthOf = (k: number) => 1 / Math.sqrt(k);
  const weight = (k: number) => (angle: number) => Math.exp(-2 * k * Math.sin(angle / 2) ** 2);
  const mass = (k: number) => integrate(widthOf(k), weight(k));
  const shareBelow = (k: number, angle: number) =>
    integrate(widthOf(k), weight(k), -Infinity, angle) / mass(k);

  it('has the divergence from the uniform prior that quadrature gives, and its gradient', () => {
    const kl = (log: number) => {
      const k = Math.exp(log);
      const mean =
        integrate(widthOf(k), (angle) => weight(k)(angle) * -2 * k * Math.sin(angle / 2) ** 2) / mass(k);
      return mean - Math.log(mass(k) / TURN);
    };
    for (const k of concentrations) {
      const at = Math.fround(Math.log(k));
      const { value, slope } = withGradient(
        (x) => vonMisesPosterior.kl.uniform(circle, () => x, { logConcentration: x }),
        at,
      );
      closeTo(value, kl(at), 1e-6, `divergence at κ = ${k}`);
      closeTo(slope, derivative(kl, at, 1e-3), 3e-6, `its gradient at κ = ${k}`);
    }
  });

  it('has a log density that integrates to 1 and falls as κ cos θ', () => {
    for (const k of concentrations) {
      const log = (angle: number) =>
        vonMisesPosterior
          .logDensity(
            circle,
            tf.tensor([[0]]),
            { logConcentration: tf.tensor([[Math.log(k)]]) },
            tf.tensor([[angle]]),
          )
          .dataSync()[0];
      const angle = Math.fround(Math.min(3, 2 * widthOf(k)));
      closeTo(log(0), -Math.log(mass(k)), 2e-6 * (1 + Math.log(1 + k)), `at the mode, κ = ${k}`);
      closeTo(log(angle) - log(0), Math.log(weight(k)(angle)), 4e-6, `two deviations off, κ = ${k}`);
    }
  });

  it('draws the quantile that has the standard normal number’s share below it', () => {
    const noise = [-3, -1.5, -0.3, 0, 0.8, 2, 4];
    for (const k of concentrations) {
      const samples = vonMisesPosterior
        .sample(
          circle,
          tf.tensor([[0]]),
          { logConcentration: tf.tensor([[Math.log(k)]]) },
          tf.tensor(noise, [7, 1]),
        )
        .dataSync();
      noise.forEach((z, i) => {
        const expected = normalShare(z);
        const density = weight(k)(samples[i]) / mass(k);
        closeTo(
          shareBelow(k, samples[i]),
          expected,
          2e-6 + 2e-6 * density * Math.abs(samples[i]),
          `κ = ${k}, z = ${z}`,
        );
      });
    }
  });

  it('has samples whose gradient is −(∂F/∂κ) / f', () => {
    for (const k of concentrations) {
      for (const z of [-2.5, -1, 0.4, 1.7]) {
        const at = Math.fround(Math.log(k));
        const { value, slope } = withGradient(
          (x) =>
            vonMisesPosterior.sample(circle, tf.tensor([[0]]), { logConcentration: x }, tf.tensor([[z]])),
          at,
        );
        const change = derivative((log) => shareBelow(Math.exp(log), value), at, 1e-3);
        const expected = -change / (weight(k)(value) / mass(k));
        closeTo(slope, expected, 1e-3 * Math.abs(expected) + 1e-5, `κ = ${k}, z = ${z}`);
      }
    }
  });

  it('has samples and gradients that are finite whatever the concentration and the noise', () => {
    for (const log of [-30, -8, 0, 2, 8, 20]) {
      const noise = tf.tensor([-9, -5.4, -1e-9, 0, 3, 7], [6, 1]);
      const sample = (x: tf.Tensor) =>
        tf.sum(
          vonMisesPosterior.sample(circle, tf.tensor([[0]]), { logConcentration: x }, noise),
        ) as tf.Scalar;
      const { value, grad } = tf.valueAndGrad(sample)(tf.tensor([[log]]));
      assert.ok(
        Number.isFinite(value.dataSync()[0]) && Number.isFinite(grad.dataSync()[0]),
        `log κ = ${log}`,
      );
    }
  });
});
