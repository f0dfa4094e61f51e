import assert from 'node:assert/strict';
import { Random } from '@latent-torus/random';
import {
  euclidean,
  gaussianTorus,
  geodesic,
  heatKernelTorus,
  type LatentSpace,
  normalNoise,
  type Posterior,
  tf,
} from 'latent-torus';
import { near } from '../../near';

const TURN = 2 * Math.PI;
const spaces: LatentSpace[] = [
  euclidean(1),
  euclidean(3),
  gaussianTorus(1),
  gaussianTorus(2),
  heatKernelTorus(1),
  heatKernelTorus(2),
];
const isTorus = (space: LatentSpace) => space.name.includes('Torus');
const values = (make: () => tf.Tensor) => {
  const tensor = tf.tidy(make);
  const out = Array.from(tensor.dataSync());
  tensor.dispose();
  return out;
};

/** Some posteriors of a space: [count, size] for each parameter. */
function posteriors(space: LatentSpace, count: number, seed: number): Posterior {
  const random = new Random(seed);
  return Object.fromEntries(
    Object.entries(space.heads).map(([name, size]) => [
      name,
      tf.tensor2d(
        Float32Array.from({ length: count * size }, () => random.normal() * 0.8),
        [count, size],
      ),
    ]),
  );
}

for (const space of spaces) {
  const { dimensions } = space;
  const points = (seed: number) => normalNoise([50, dimensions], [seed, 1]).mul(2);

  describe(`latent space ${space.name}`, () => {
    it('has the divergence that samples of the posterior estimate', () => {
      const count = 8;
      const samples = 40_000;
      const posterior = posteriors(space, count, 5);
      const closed = values(() => space.kl(posterior));
      const [mean, error] = tf.tidy(() => {
        const point = space.sample(posterior, normalNoise([samples, count, dimensions], [3, 4]));
        const { mean, variance } = tf.moments(
          tf.sub(space.logPosterior(posterior, point), space.logPrior(point)),
          0,
        );
        return [mean.dataSync(), variance.div(samples).sqrt().dataSync()];
      });
      closed.forEach((value, i) =>
        assert.ok(
          Math.abs(value - mean[i]) < 4.5 * error[i] + 1e-4,
          `${value}, samples say ${mean[i]} ± ${error[i]}`,
        ),
      );
    });

    it('has gradients of sample, density and divergence that agree with finite differences', () => {
      const posterior = posteriors(space, 3, 7);
      const noise = normalNoise([3, dimensions], [1, 1]);
      const weights = normalNoise([3, space.features], [9, 9]);
      const names = Object.keys(space.heads);
      const f = (...parameters: tf.Tensor[]) => {
        const p = Object.fromEntries(names.map((name, i) => [name, parameters[i]]));
        const sample = space.sample(p, noise);
        const fixed = tf.mul(noise, 0.7);
        return tf.addN([
          tf.sum(tf.mul(space.embed(sample), weights)),
          tf.sum(space.kl(p)),
          tf.sum(space.logPosterior(p, fixed)),
        ]) as tf.Scalar;
      };
      const at = names.map((name) => posterior[name]);
      const gradients = tf.grads(f)(at);
      const h = 3e-3;
      at.forEach((parameter, which) => {
        const start = Array.from(parameter.dataSync());
        const numeric = start.map((_, i) => {
          const side = (sign: number) =>
            values(() =>
              f(
                ...at.map((other, j) =>
                  j !== which
                    ? other
                    : tf.tensor(
                        start.map((v, k) => (k === i ? v + sign * h : v)),
                        parameter.shape,
                      ),
                ),
              ),
            )[0];
          return (side(1) - side(-1)) / (2 * h);
        });
        near(gradients[which].dataSync(), numeric, 2e-2);
      });
    });

    it('draws samples with the mean and the variance of the posterior, in the unwrapped coordinate', () => {
      const posterior = posteriors(space, 1, 11);
      const sample = space.sample(posterior, normalNoise([100_000, dimensions], [2, 2]));
      const { mean, variance } = tf.moments(sample, 0);
      near(mean.dataSync(), space.mean(posterior).dataSync(), 0.03);
      near(
        variance.dataSync(),
        tf.exp(posterior.logVariance).dataSync(),
        0.05 * Math.max(...tf.exp(posterior.logVariance).dataSync()),
      );
    });

    it('has a distance that is symmetric, zero at the same point and shortest', () => {
      const [a, b, c] = [points(1), points(2), points(3)];
      near(space.distance(a, b).dataSync(), space.distance(b, a).dataSync(), 1e-5);
      near(space.distance(a, a).dataSync(), new Array(50).fill(0), 1e-6);
      const detour = values(() => space.distance(a, c).add(space.distance(c, b)));
      space
        .distance(a, b)
        .dataSync()
        .forEach((d, i) => assert.ok(d <= detour[i] + 1e-5));
    });

    it('has geodesics that run from end to end at constant speed', () => {
      const [a, b] = [points(4), points(5)];
      const whole = space.distance(a, b).dataSync();
      near(
        values(() => space.distance(geodesic(space, a, b, 0), a)),
        new Array(50).fill(0),
        2e-6,
      );
      near(
        values(() => space.distance(geodesic(space, a, b, 1), b)),
        new Array(50).fill(0),
        2e-6,
      );
      for (const t of [0.25, 0.5, 0.9]) {
        near(
          values(() => space.distance(a, geodesic(space, a, b, t))),
          Array.from(whole, (d) => d * t),
          1e-4,
        );
        near(
          values(() => space.distance(geodesic(space, a, b, t), b)),
          Array.from(whole, (d) => d * (1 - t)),
          1e-4,
        );
      }
    });

    it('lets leading axes pass', () => {
      const posterior = posteriors(space, 6, 13);
      const noise = normalNoise([6, dimensions], [5, 5]);
      const deep = (tensor: tf.Tensor) => tensor.reshape([2, 3, -1]);
      const deepPosterior = Object.fromEntries(
        Object.entries(posterior).map(([name, tensor]) => [name, deep(tensor)]),
      );
      near(
        values(() => space.embed(space.sample(deepPosterior, deep(noise)))),
        values(() => space.embed(space.sample(posterior, noise))),
        1e-6,
      );
      near(
        values(() => space.kl(deepPosterior)),
        values(() => space.kl(posterior)),
        1e-6,
      );
      assert.deepEqual(space.kl(deepPosterior).shape, [2, 3]);
    });

    if (isTorus(space)) {
      it('does not tell an angle from the same angle some turns on', () => {
        const a = points(6);
        const b = points(7);
        const turned = tf.add(a, tf.mul(tf.tensor1d([3, -2, 1].slice(0, dimensions)), TURN));
        near(space.embed(turned).dataSync(), space.embed(a).dataSync(), 1e-4);
        near(space.distance(turned, b).dataSync(), space.distance(a, b).dataSync(), 1e-4);
        near(
          values(() => space.distance(geodesic(space, turned, b, 0.3), geodesic(space, a, b, 0.3))),
          new Array(50).fill(0),
          1e-4,
        );
        space
          .wrap(turned)
          .dataSync()
          .forEach((angle) => assert.ok(angle >= -Math.PI - 1e-6 && angle < Math.PI + 1e-6));
      });

      it('embeds angles as (cos θ₁, sin θ₁, cos θ₂, …)', () => {
        const angle = Array.from({ length: dimensions }, (_, i) => 0.4 + i);
        near(
          space.embed(tf.tensor2d([angle])).dataSync(),
          angle.flatMap((a) => [Math.cos(a), Math.sin(a)]),
          1e-6,
        );
      });
    }
  });
}

describe('the torus of the working paper', () => {
  it('goes the short way round over the seam', () => {
    const space = gaussianTorus(1);
    near(space.distance(tf.tensor2d([[3]]), tf.tensor2d([[-3]])).dataSync(), [TURN - 6], 1e-6);
    near(
      geodesic(space, tf.tensor2d([[3]]), tf.tensor2d([[-3]]), 0.5)
        .abs()
        .dataSync(),
      [Math.PI],
      1e-6,
    );
  });

  it('has the divergence of section 2.3', () => {
    const posterior = { mean: tf.tensor2d([[0.5, -1]]), logVariance: tf.tensor2d([[0.2, -0.7]]) };
    const term = (m: number, l: number) => 0.5 * (m * m + Math.exp(l) - l - 1);
    near(gaussianTorus(2).kl(posterior).dataSync(), [term(0.5, 0.2) + term(-1, -0.7)], 1e-6);
  });
});

describe('the heat kernel on a circle', () => {
  /** The wrapped normal density in float64: a long sum over turns. */
  const density = (angle: number, variance: number) => {
    let sum = 0;
    for (let turn = -60; turn <= 60; turn++) sum += Math.exp(-((angle + turn * TURN) ** 2) / (2 * variance));
    return sum / Math.sqrt(TURN * variance);
  };
  const circle = heatKernelTorus(1);
  const grid = Array.from({ length: 2000 }, (_, i) => -Math.PI + ((i + 0.5) * TURN) / 2000);

  for (const variance of [0.01, 0.1, 0.24, 0.26, 1, 1.49, 1.51, 4, 20]) {
    const posterior = { direction: tf.tensor2d([[1, 0]]), logVariance: tf.tensor2d([[Math.log(variance)]]) };

    it(`has the density of a wrapped normal at variance ${variance}`, () => {
      const angles = [0, 0.3, 1, 2, 3.1, -2.5].filter((angle) => angle ** 2 / variance < 60);
      angles.forEach((angle) =>
        near(
          circle.logPosterior(posterior, tf.tensor2d([[angle]])).dataSync(),
          [Math.log(density(angle, variance))],
          2e-4,
        ),
      );
    });

    it(`has the divergence from the uniform prior that quadrature gives at variance ${variance}`, () => {
      const exact =
        grid.reduce((sum, angle) => {
          const p = density(angle, variance);
          return p > 0 ? sum + p * Math.log(p * TURN) : sum;
        }, 0) *
        (TURN / 2000);
      near(circle.kl(posterior).dataSync(), [exact], 3e-6);
    });
  }

  it('takes its mean from the direction that the encoder puts out, whatever its length', () => {
    near(
      circle
        .mean({
          direction: tf.tensor2d([
            [0, 5],
            [-0.1, 0],
          ]),
          logVariance: tf.tensor2d([[0], [0]]),
        })
        .dataSync(),
      [Math.PI / 2, Math.PI],
      1e-6,
    );
  });

  it('has a uniform prior', () => {
    const angles = Array.from(circle.samplePrior(normalNoise([20_000, 1], [8, 8])).dataSync()).sort(
      (a, b) => a - b,
    );
    const gap = Math.max(...angles.map((angle, i) => Math.abs((angle + Math.PI) / TURN - i / angles.length)));
    assert.ok(gap < 1.63 / Math.sqrt(angles.length), `Kolmogorov and Smirnov's distance ${gap}`); // 1 % level
  });
});

describe('latent spaces', () => {
  it('refuse a number of dimensions that is none', () => {
    for (const wrong of [0, -1, 1.5, NaN]) {
      assert.throws(() => euclidean(wrong), RangeError);
      assert.throws(() => gaussianTorus(wrong), new RegExp(`torus\\(${wrong}\\): expected a whole number`));
    }
  });
});
