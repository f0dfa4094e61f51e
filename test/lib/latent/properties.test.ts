// What every geometry and every latent space promises, over a table of them.
import assert from 'node:assert/strict';
import {
  byDirection,
  code,
  euclidean,
  type Geometry,
  gaussianTorus,
  geodesic,
  heatKernelTorus,
  type LatentSpace,
  latentSpace,
  normalNoise,
  normalPosterior,
  type Posterior,
  plane,
  pointPosterior,
  product,
  sphere,
  tf,
  torus,
  uniformPrior,
  wrappedNormalPosterior,
} from 'latent-torus';
import { near } from '../../near';

const TURN = 2 * Math.PI;
const COUNT = 40;

const onSphere = latentSpace({
  geometry: sphere(2),
  location: byDirection,
  posterior: pointPosterior,
  prior: uniformPrior,
});
const directedTorus = latentSpace({
  geometry: torus(2),
  location: byDirection,
  posterior: normalPosterior,
  name: 'Gaussian angles by direction',
});
const spaces: LatentSpace[] = [
  euclidean(1),
  euclidean(3),
  gaussianTorus(1),
  gaussianTorus(2),
  directedTorus,
  heatKernelTorus(1),
  heatKernelTorus(2),
  code(2),
  onSphere,
  product(heatKernelTorus(1), euclidean(2)),
  product(gaussianTorus(1), heatKernelTorus(1), euclidean(1)),
  product(onSphere, heatKernelTorus(1)),
];
const geometries: Geometry[] = [
  plane(1),
  plane(3),
  torus(1),
  torus(2),
  sphere(1),
  sphere(2),
  sphere(4),
  ...spaces,
];

const numbers = (make: () => tf.Tensor) => {
  const tensor = tf.tidy(() => tf.clone(make())); // it may be one of the inputs
  const values = Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
};
/** Points all over a space: projected features, so that they are points wherever features mean something. */
const points = (space: Geometry, seed: number, count = COUNT) =>
  tf.tidy(() => space.project(tf.mul(normalNoise([count, space.features], [seed, 77]), 1.5)));
const zeros = (count: number) => new Array<number>(count).fill(0);

for (const space of geometries) {
  describe(`geometry of ${space.name}`, () => {
    const [a, b, c] = [1, 2, 3].map((seed) => points(space, seed));

    it('has as many numbers in points and features as it says', () => {
      assert.deepEqual(a.shape, [COUNT, space.coordinates]);
      assert.deepEqual(space.embed(a).shape, [COUNT, space.features]);
      assert.ok(space.dimensions <= space.coordinates && space.volume > 0);
    });

    it('finds a point again from its features', () => {
      near(
        numbers(() => space.distance(space.project(space.embed(a)), a)),
        zeros(COUNT),
        2e-3, // acos-like: half of float32's digits on products with a sphere
      );
      near(
        numbers(() => space.embed(space.project(space.embed(a)))),
        Array.from(space.embed(a).dataSync()),
        2e-6,
      );
    });

    it('wraps a point to the same point, and only once', () => {
      const moved = tf.tidy(() => space.wrap(a));
      near(space.embed(moved).dataSync(), space.embed(a).dataSync(), 2e-6);
      near(space.wrap(moved).dataSync(), moved.dataSync(), 1e-6);
    });

    it('has a distance: symmetric, zero between equal points, never more than a detour', () => {
      const ab = space.distance(a, b).dataSync();
      near(ab, space.distance(b, a).dataSync(), 1e-5);
      near(space.distance(a, a).dataSync(), zeros(COUNT), 1e-6);
      const detour = numbers(() => tf.add(space.distance(a, c), space.distance(c, b)));
      ab.forEach((d, i) => assert.ok(d > 0 && d <= detour[i] + 1e-5, `${d}, by a third point ${detour[i]}`));
    });

    it('has the distance of features between near points, as the embedding keeps lengths', () => {
      const close = tf.tidy(() => space.exp(a, tf.mul(space.log(a, b), 1e-2)));
      const straight = numbers(() => tf.norm(tf.sub(space.embed(a), space.embed(close)), 'euclidean', -1));
      const along = space.distance(a, close).dataSync();
      near(
        along,
        straight,
        1e-4 + 1e-3 * Math.max(...along), // an arc of 0.03 differs from its chord by 1e-6
      );
    });

    it('has a distance with the gradient of finite differences, and 0 between equal points', () => {
      const total = (p: tf.Tensor) => tf.sum(space.distance(p, b)) as tf.Scalar;
      const gradient = tf.grad(total)(a);
      const direction = normalNoise([COUNT, space.coordinates], [5, 5]);
      const h = 1e-2;
      const at = (step: number) => space.distance(tf.add(a, tf.mul(direction, step)), b);
      // by row, as each point has its own
      const numeric = numbers(() => tf.div(tf.sub(at(h), at(-h)), 2 * h));
      const exact = numbers(() => tf.sum(tf.mul(gradient, direction), -1));
      const away = space.distance(a, b).dataSync(); // near 0 and where the short way changes, differences are of no use
      const far = Math.PI - 0.2;
      const kept = numeric.map((_, i) => away[i] > 0.3 && away[i] < far);
      assert.ok(kept.filter(Boolean).length > COUNT / 4);
      numeric.forEach((value, i) => {
        if (kept[i] && isSmooth(space, a, b, i))
          assert.ok(Math.abs(value - exact[i]) < 0.02 * (1 + Math.abs(value)), `${i}: ${exact[i]}, ${value}`);
      });
      const still = tf.grads((p, q) => tf.sum(space.distance(p, q)))([a, a]);
      for (const one of still)
        assert.ok(
          one.dataSync().every((value) => value === 0),
          `${one.dataSync()}`,
        );
    });

    it('has exp and log that undo one another, log as long as the way', () => {
      const tangent = tf.tidy(() => space.log(a, b));
      near(
        numbers(() => space.distance(space.exp(a, tangent), b)),
        zeros(COUNT),
        2e-3,
      );
      near(
        numbers(() => tf.norm(tangent, 'euclidean', -1)),
        Array.from(space.distance(a, b).dataSync()),
        1e-4,
      );
      near(
        numbers(() => space.log(a, space.exp(a, tangent))),
        Array.from(tangent.dataSync()),
        5e-3,
      );
      near(
        numbers(() => space.log(a, a)),
        zeros(COUNT * space.coordinates),
        1e-3,
      );
    });

    it('has geodesics from end to end at constant speed', () => {
      const whole = space.distance(a, b).dataSync();
      for (const t of [0, 0.2, 0.5, 1]) {
        const at = tf.tidy(() => geodesic(space, a, b, t));
        near(
          space.distance(a, at).dataSync(),
          Array.from(whole, (d) => d * t),
          2e-3,
        );
        near(
          space.distance(at, b).dataSync(),
          Array.from(whole, (d) => d * (1 - t)),
          2e-3,
        );
      }
    });

    it('has exp, log, project and wrap with finite gradients, also where nothing moves', () => {
      const finite = (f: (...inputs: tf.Tensor[]) => tf.Tensor, ...inputs: tf.Tensor[]) =>
        tf
          .grads((...given: tf.Tensor[]) => tf.sum(tf.square(f(...given))))(inputs)
          .forEach((gradient) => {
            assert.ok(gradient.dataSync().every(Number.isFinite), `${f}`);
          });
      finite(space.exp, a, tf.zerosLike(a));
      finite(space.log, a, b);
      finite(space.log, a, tf.clone(a));
      finite(space.wrap, a);
      finite(space.embed, a);
      const origin = tf.zeros([2, space.features]);
      assert.ok(space.project(origin).dataSync().every(Number.isFinite));
      finite(space.project, origin);
    });

    it('lets leading axes pass and broadcasts them', () => {
      const deep = (tensor: tf.Tensor) => tf.reshape(tensor, [2, COUNT / 2, -1]);
      const functions: [string, (...inputs: tf.Tensor[]) => tf.Tensor, tf.Tensor[]][] = [
        ['embed', space.embed, [a]],
        ['project', space.project, [space.embed(a)]],
        ['wrap', space.wrap, [a]],
        ['distance', space.distance, [a, b]],
        ['log', space.log, [a, b]],
        ['exp', space.exp, [a, space.log(a, b)]],
      ];
      for (const [name, f, inputs] of functions) {
        const [flat, stacked] = [f(...inputs), f(...inputs.map(deep))];
        near(stacked.dataSync(), flat.dataSync(), 1e-6);
        assert.deepEqual(stacked.shape, [2, COUNT / 2, ...flat.shape.slice(1)], name);
      }
      const pairs = space.distance(tf.expandDims(a, 1), tf.expandDims(b, 0));
      assert.deepEqual(pairs.shape, [COUNT, COUNT]);
      const onPairs = pairs.arraySync() as number[][];
      near(
        onPairs.map((row, i) => row[i]),
        space.distance(a, b).dataSync(),
        1e-6,
      );
    });
  });
}

/** Whether no part of a way is so near to the cut that a small step could change it. */
function isSmooth(space: Geometry, a: tf.Tensor, b: tf.Tensor, row: number): boolean {
  const way = (space.log(a, b).arraySync() as number[][])[row];
  return way.every((part) => Math.abs(Math.abs(part) - Math.PI) > 0.15);
}

/** Some posteriors of a space: [count, size] for each parameter. */
const posteriors = (space: LatentSpace, count: number, seed: number): Posterior =>
  Object.fromEntries(
    Object.entries(space.heads).map(([name, size], i) => [
      name,
      tf.mul(normalNoise([count, size], [seed, i]), 0.8),
    ]),
  );

for (const space of spaces) {
  describe(`latent space on ${space.name}`, () => {
    const noise = (...rows: number[]) => normalNoise([...rows, Math.max(1, space.noise)], [21, rows.length]);

    it('gives its mean, samples and prior samples the shape of points', () => {
      const posterior = posteriors(space, 6, 1);
      assert.deepEqual(space.mean(posterior).shape, [6, space.coordinates]);
      assert.deepEqual(space.sample(posterior, noise(6)).shape, [6, space.coordinates]);
      assert.deepEqual(space.kl(posterior, space.sample(posterior, noise(6))).shape, [6]);
    });

    it('lets leading axes pass', () => {
      const posterior = posteriors(space, 6, 2);
      const deep = (tensor: tf.Tensor) => tf.reshape(tensor, [2, 3, -1]);
      const stacked = Object.fromEntries(
        Object.entries(posterior).map(([name, value]) => [name, deep(value)]),
      );
      const flat = space.sample(posterior, noise(6));
      near(space.sample(stacked, deep(noise(6))).dataSync(), flat.dataSync(), 1e-6);
      near(space.kl(stacked, deep(flat)).dataSync(), space.kl(posterior, flat).dataSync(), 1e-5);
      assert.deepEqual(space.kl(stacked, deep(flat)).shape, [2, 3]);
      if (!space.noise || space.name.includes('point')) return;
      near(space.logPrior(deep(flat)).dataSync(), space.logPrior(flat).dataSync(), 1e-5);
      near(
        space.logPosterior(stacked, deep(flat)).dataSync(),
        space.logPosterior(posterior, flat).dataSync(),
        1e-5,
      );
    });

    it('has a KL divergence with the gradient of finite differences', () => {
      const posterior = posteriors(space, 3, 3);
      const names = Object.keys(space.heads);
      const weights = normalNoise([3, space.features], [9, 9]);
      const f = (...parameters: tf.Tensor[]) => {
        const given = Object.fromEntries(names.map((name, i) => [name, parameters[i]]));
        const sample = space.sample(given, noise(3));
        return tf.add(
          tf.sum(space.kl(given, sample)),
          tf.sum(tf.mul(space.embed(sample), weights)),
        ) as tf.Scalar;
      };
      const at = names.map((name) => posterior[name]);
      const gradients = tf.grads(f)(at);
      at.forEach((parameter, which) => {
        const h = 3e-3;
        const start = Array.from(parameter.dataSync());
        const side = (i: number, sign: number) =>
          numbers(() => {
            const moved = start.map((v, k) => (k === i ? v + sign * h : v));
            return f(...at.map((other, j) => (j === which ? tf.tensor(moved, parameter.shape) : other)));
          })[0];
        near(
          gradients[which].dataSync(),
          start.map((_, i) => (side(i, 1) - side(i, -1)) / (2 * h)),
          2e-2,
        );
      });
    });

    it('has a finite value and gradient where a direction has no length', () => {
      const posterior = Object.fromEntries(
        Object.entries(space.heads).map(([name, size]) => [name, tf.zeros([2, size])]),
      );
      const names = Object.keys(posterior);
      const f = (...parameters: tf.Tensor[]) => {
        const given = Object.fromEntries(names.map((name, i) => [name, parameters[i]]));
        const sample = space.sample(given, noise(2));
        return tf.add(tf.sum(space.kl(given, sample)), tf.sum(space.embed(sample))) as tf.Scalar;
      };
      const { value, grads } = tf.valueAndGrads(f)(Object.values(posterior));
      assert.ok(Number.isFinite(value.dataSync()[0]));
      for (const gradient of grads) assert.ok(gradient.dataSync().every(Number.isFinite), `${gradient}`);
    });
  });
}

const random = spaces.filter(({ name, noise }) => noise && !name.includes('point'));
for (const space of random) {
  describe(`densities on ${space.name}`, () => {
    it('have the KL divergence that samples of the posterior estimate', () => {
      const [count, samples] = [6, 20_000];
      const posterior = posteriors(space, count, 5);
      const closed = numbers(() => space.kl(posterior));
      const [mean, error] = tf.tidy(() => {
        const sample = space.sample(posterior, normalNoise([samples, count, space.noise], [3, 4]));
        const ratio = tf.sub(space.logPosterior(posterior, sample), space.logPrior(sample));
        const { mean: m, variance } = tf.moments(ratio, 0);
        return [m.dataSync(), tf.sqrt(tf.div(variance, samples)).dataSync()];
      });
      closed.forEach((value, i) => {
        const limit = 4.5 * error[i] + 1e-4;
        assert.ok(Math.abs(value - mean[i]) < limit, `${value}, samples say ${mean[i]} ± ${error[i]}`);
        assert.ok(value > -1e-5);
      });
    });

    it('have a prior whose samples have its own density', () => {
      // E_p[q/p] = ∫ q = 1 for any density q, here posteriors that the prior covers
      const posterior = posteriors(space, 1, 7);
      const narrow = Object.fromEntries(
        Object.entries(posterior).map(([name, value]) => [
          name,
          tf.fill(value.shape, name.includes('logVariance') ? -0.7 : 0.5),
        ]),
      );
      const samples = 200_000;
      const [mean, error] = tf.tidy(() => {
        const sample = space.samplePrior(normalNoise([samples, space.noise], [6, 6]));
        const weight = tf.exp(tf.sub(space.logPosterior(narrow, sample), space.logPrior(sample)));
        const { mean: m, variance } = tf.moments(weight, 0);
        return [m.dataSync()[0], Math.sqrt(variance.dataSync()[0] / samples)];
      });
      assert.ok(error < 0.03 && Math.abs(mean - 1) < 4.5 * error, `${mean} ± ${error}`);
    });
  });
}

/** The distance of Kolmogorov and Smirnov from a distribution function, over its limit at the 1 % level. */
function kolmogorovSmirnov(values: readonly number[], cdf: (value: number) => number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const gap = Math.max(
    ...sorted.map((v, i) => Math.max(Math.abs(cdf(v) - i / n), Math.abs(cdf(v) - (i + 1) / n))),
  );
  return (gap * Math.sqrt(n)) / 1.628;
}

describe('the uniform prior', () => {
  const count = 20_000;

  it('on the sphere has mean 0, and each coordinate spread evenly over [−1, 1] (Archimedes)', () => {
    const sample = uniformPrior.sample(sphere(2), normalNoise([count, 3], [4, 1])) as tf.Tensor2D;
    near(tf.mean(sample, 0).dataSync(), [0, 0, 0], 4 / Math.sqrt(3 * count));
    near(tf.norm(sample, 'euclidean', 1).dataSync(), new Array(count).fill(1), 1e-6);
    for (const coordinate of tf.unstack(sample, 1)) {
      const found = kolmogorovSmirnov(Array.from(coordinate.dataSync()), (z) => (z + 1) / 2);
      assert.ok(found < 1, `${found} of the limit`);
    }
  });

  it('on S¹ as a sphere and on the circle spreads the angle evenly', () => {
    const angle = (v: number) => (v + Math.PI) / TURN;
    const circle = uniformPrior.sample(torus(1), normalNoise([count, 1], [4, 2]));
    assert.ok(kolmogorovSmirnov(Array.from(circle.dataSync()), angle) < 1);
    const vectors = uniformPrior.sample(sphere(1), normalNoise([count, 2], [4, 3])).arraySync() as number[][];
    assert.ok(
      kolmogorovSmirnov(
        vectors.map(([x, y]) => Math.atan2(y, x)),
        angle,
      ) < 1,
    );
  });

  it('has a density of 1 over the volume: 2π, (2π)², 4π, 2π², 8π²/3', () => {
    const volumes: [Geometry, number][] = [
      [torus(1), TURN],
      [torus(2), TURN ** 2],
      [sphere(1), TURN],
      [sphere(2), 4 * Math.PI],
      [sphere(3), 2 * Math.PI ** 2],
      [sphere(4), (8 * Math.PI ** 2) / 3],
    ];
    for (const [space, volume] of volumes) {
      near([space.volume], [volume], 1e-9);
      const point = tf.zeros([3, space.coordinates]);
      near(uniformPrior.logDensity(space, point).dataSync(), zeros(3).fill(-Math.log(volume)), 1e-6);
    }
  });

  it('is refused on a plane', () => {
    const point = tf.zeros([1, 2]);
    assert.throws(
      () => uniformPrior.logDensity(plane(2), point),
      /a uniform prior on plane\(2\): expected a space of/,
    );
    assert.throws(() => uniformPrior.sample(plane(2), point), /finite volume/);
  });
});

describe('priors and posteriors', () => {
  it('integrate to one on the circle, by quadrature', () => {
    const points = 4000;
    const grid = tf.reshape(tf.linspace(-Math.PI, Math.PI - TURN / points, points), [points, 1]);
    const space = heatKernelTorus(1);
    for (const logVariance of [-4, 0, 2]) {
      const posterior = { direction: tf.tensor2d([[0.3, -2]]), logVariance: tf.tensor2d([[logVariance]]) };
      const sum = numbers(() => tf.sum(tf.exp(space.logPosterior(posterior, grid))))[0];
      near([(sum * TURN) / points], [1], 1e-4);
    }
    near([(numbers(() => tf.sum(tf.exp(space.logPrior(grid))))[0] * TURN) / points], [1], 1e-5);
  });

  it('integrate to one on a plane, by quadrature', () => {
    const side = 200;
    const axis = tf.linspace(-8, 8, side);
    const [u, v] = tf.meshgrid(axis, axis);
    const grid = tf.reshape(tf.stack([u, v], -1), [side * side, 2]);
    const space = euclidean(2);
    const posterior = { mean: tf.tensor2d([[0.5, -1]]), logVariance: tf.tensor2d([[0.4, -1]]) };
    for (const log of [space.logPrior(grid), space.logPosterior(posterior, grid)])
      near([numbers(() => tf.sum(tf.exp(log)))[0] * (16 / (side - 1)) ** 2], [1], 1e-4);
  });

  it('of a product are those of its parts, one after another', () => {
    const parts = [heatKernelTorus(1), euclidean(2)];
    const space = product(...parts);
    assert.deepEqual(space.heads, {
      '0.direction': 2,
      '0.logVariance': 1,
      '1.mean': 2,
      '1.logVariance': 2,
    });
    assert.equal(space.noise, 3);
    const posterior = posteriors(space, 5, 9);
    const own = (i: number) =>
      Object.fromEntries(Object.keys(parts[i].heads).map((name) => [name, posterior[`${i}.${name}`]]));
    near(
      space.kl(posterior).dataSync(),
      numbers(() => tf.add(parts[0].kl(own(0)), parts[1].kl(own(1)))),
      1e-5,
    );
    const [a, b] = [points(space, 1), points(space, 2)];
    const cut = (tensor: tf.Tensor, from: number, size: number) => tf.slice(tensor, [0, from], [COUNT, size]);
    const squares = numbers(() =>
      tf.add(
        tf.square(parts[0].distance(cut(a, 0, 1), cut(b, 0, 1))),
        tf.square(parts[1].distance(cut(a, 1, 2), cut(b, 1, 2))),
      ),
    );
    near(space.distance(a, b).dataSync(), squares.map(Math.sqrt), 1e-5);
  });

  it('of a code have no divergence and no noise, and say that it has no density', () => {
    const space = code(2);
    assert.equal(space.noise, 0);
    const posterior = { mean: normalNoise([4, 2], [1, 1]) };
    near(space.kl(posterior).dataSync(), zeros(4), 0);
    near(space.sample(posterior, tf.ones([4, 1])).dataSync(), posterior.mean.dataSync(), 0);
    assert.throws(() => space.logPosterior(posterior, posterior.mean), /a deterministic code has no density/);
  });

  it('are refused on geometries that they cannot live on', () => {
    assert.throws(
      () => latentSpace({ geometry: sphere(2), posterior: normalPosterior }),
      /a normal posterior does not live on sphere\(2\)/,
    );
    assert.throws(
      () => latentSpace({ geometry: plane(2), posterior: wrappedNormalPosterior }),
      /a wrapped normal posterior does not live on plane\(2\)/,
    );
    assert.throws(() => product(), /expected one latent space or more/);
  });

  it('ask for a point where there is no formula for the divergence, and estimate it there', () => {
    const space = latentSpace({ geometry: torus(1), posterior: normalPosterior, prior: uniformPrior });
    const posterior = { mean: tf.tensor2d([[0.3]]), logVariance: tf.tensor2d([[-1]]) };
    assert.throws(() => space.kl(posterior), /has no formula; pass a point of the posterior/);
    const point = tf.tensor2d([[0.5]]);
    const log = -0.5 * (0.04 / Math.exp(-1) - 1 + Math.log(TURN));
    near(space.kl(posterior, point).dataSync(), [log + Math.log(TURN)], 1e-5);
  });
});
