import assert from 'node:assert/strict';
import { Random } from '@latent-torus/random';
import {
  bernoulli,
  decodeMean,
  euclidean,
  evaluate,
  gaussian,
  gaussianTorus,
  importanceWeighted,
  type LatentSpace,
  nearest,
  neighbourAccuracy,
  normalNoise,
  posteriorMeans,
  reconstruct,
  silhouettes,
  tf,
  vae,
  vote,
} from 'latent-torus';
import { near } from '../../near';

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

/** Points of three classes, in JavaScript: [count][2], some near the seam of the torus. */
function cloud(count: number) {
  const random = new Random(12);
  const labels = Uint8Array.from({ length: count }, () => random.integer(3));
  const points = Array.from(labels, (label) =>
    [0, 1].map((axis) => [3, -1, 0.5][label] * (axis ? 0.8 : 1) + 0.9 * random.normal()),
  );
  return { points, labels };
}
const apart: Record<string, (a: number[], b: number[]) => number> = {
  plane: (a, b) => Math.hypot(...a.map((v, i) => v - b[i])),
  torus: (a, b) =>
    Math.hypot(
      ...a.map((v, i) => {
        // the least over turns
        const d = Math.abs(v - b[i]) % (2 * Math.PI);
        return Math.min(d, 2 * Math.PI - d);
      }),
    ),
};

for (const [name, latent] of [
  ['plane', euclidean(2)],
  ['torus', gaussianTorus(2)],
] as [string, LatentSpace][]) {
  describe(`neighbours and silhouettes on the ${name}`, () => {
    const { points, labels } = cloud(300);
    const tensor = tf.tensor2d(points);
    const d = apart[name];

    it('agree with a search through all pairs', async () => {
      const { index, distance } = await nearest(latent, tensor, tensor, 5, { leaveOut: true });
      const [found, lengths] = [index.arraySync(), distance.arraySync()];
      points.forEach((point, i) => {
        const all = points
          .map((other, j) => ({ j, d: j === i ? Infinity : d(point, other) }))
          .sort((a, b) => a.d - b.d)
          .slice(0, 5);
        near(
          lengths[i],
          all.map((o) => o.d),
          1e-4,
        );
        assert.equal(found[i].filter((j) => all.some((o) => o.j === j)).length, 5);
      });
    });

    it('give the accuracy of a vote counted by hand', async () => {
      const hits = points.filter((point, i) => {
        const order = points
          .map((other, j) => ({ j, d: j === i ? Infinity : d(point, other) }))
          .sort((a, b) => a.d - b.d)
          .slice(0, 7);
        const votes = [0, 1, 2].map((label) => order.filter(({ j }) => labels[j] === label).length);
        const winners = [0, 1, 2].filter((label) => votes[label] === Math.max(...votes));
        return (
          order.find(({ j }) => winners.includes(labels[j])) &&
          labels[order.find(({ j }) => winners.includes(labels[j]))!.j] === labels[i]
        );
      }).length;
      near([await neighbourAccuracy(latent, tensor, labels, 7)], [hits / points.length], 1e-9);
    });

    it('give silhouettes of the definition', async () => {
      const expected = points.map((point, i) => {
        const to = [0, 1, 2].map((label) => {
          const others = points.filter((_, j) => labels[j] === label && j !== i);
          return mean(others.map((other) => d(point, other)));
        });
        const a = to[labels[i]];
        const b = Math.min(...to.filter((_, label) => label !== labels[i]));
        return (b - a) / Math.max(a, b);
      });
      near(await silhouettes(latent, tensor, labels), expected, 1e-4);
    });
  });
}

describe('neighbours', () => {
  it('refuse a k that there are not points for, and labels that do not fit', async () => {
    const points = normalNoise([5, 2], [1, 1]);
    await assert.rejects(
      nearest(euclidean(2), points, points, 5, { leaveOut: true }),
      /k is 5; expected a whole number from 1 to 4/,
    );
    await assert.rejects(neighbourAccuracy(euclidean(2), points, new Uint8Array(4)), /4 labels for 5 points/);
    await assert.rejects(silhouettes(euclidean(2), points, new Uint8Array(5)), /all points have one class/);
  });

  it('settle a tie by the nearest', () => {
    assert.deepEqual(
      Array.from(vote(tf.tensor2d([[2, 0, 1, 3]], [1, 4], 'int32'), Uint8Array.from([7, 7, 4, 4]))),
      [4],
    );
  });
});

describe('the bound on a linear Gaussian model, whose evidence is exact', () => {
  // x = W z + b + σ ε has log p(x) = log N(x; b, W Wᵀ + σ² I) (probabilistic PCA, Tipping and Bishop 1999).
  const sigma = 0.5;
  const model = vae({ inputs: 3, hidden: [], latent: euclidean(1), likelihood: gaussian(sigma), seed: 6 });
  const x = normalNoise([40, 3], [5, 6]) as tf.Tensor2D;
  const w = model.variables['output.weight'].dataSync<'float32'>();
  const b = model.variables['output.bias'].dataSync<'float32'>();
  const ww = w.reduce((sum, v) => sum + v * v, 0);
  const evidence = (x.arraySync() as number[][]).map((row) => {
    // Sherman and Morrison for one latent variable
    const r = row.map((v, i) => v - b[i]);
    const along = r.reduce((sum, v, i) => sum + v * w[i], 0);
    const quadratic = (r.reduce((sum, v) => sum + v * v, 0) - along ** 2 / (sigma ** 2 + ww)) / sigma ** 2;
    return -0.5 * (quadratic + 3 * Math.log(2 * Math.PI) + Math.log(sigma ** 4 * (sigma ** 2 + ww)));
  });

  it('is below the evidence', () => {
    const bounds = Array.from({ length: 200 }, (_, seed) => evaluate(model, x, { seed }).elbo);
    evidence.forEach((exact, i) => {
      const values = bounds.map((bound) => bound[i]);
      const m = mean(values);
      const error = Math.sqrt(mean(values.map((v) => (v - m) ** 2)) / values.length);
      assert.ok(m < exact + 4 * error, `${m} above ${exact}`);
    });
  });

  it('comes to the evidence with many importance samples', async () => {
    const wide = vae({ inputs: 3, hidden: [], latent: euclidean(1), likelihood: gaussian(sigma), seed: 6 });
    for (const name of ['mean.weight', 'mean.bias', 'logVariance.weight', 'logVariance.bias']) {
      // the prior, so that no weight is large
      wide.variables[name].assign(tf.zerosLike(wide.variables[name]));
    }
    near(await importanceWeighted(wide, x, { samples: 10_000, seed: 3 }), evidence, 0.06);
  });

  it('equals the evidence where the encoder gives the exact posterior, with one sample as with many', async () => {
    const exact = vae({ inputs: 3, hidden: [], latent: euclidean(1), likelihood: gaussian(sigma), seed: 6 });
    const precision = sigma ** 2 + ww;
    exact.variables['mean.weight'].assign(
      tf.tensor2d(
        w.map((v) => v / precision),
        [3, 1],
      ),
    );
    exact.variables['mean.bias'].assign(
      tf.tensor1d([-w.reduce((sum, v, i) => sum + v * b[i], 0) / precision]),
    );
    exact.variables['logVariance.weight'].assign(tf.zeros([3, 1]));
    exact.variables['logVariance.bias'].assign(tf.tensor1d([Math.log(sigma ** 2 / precision)]));
    near(await importanceWeighted(exact, x, { samples: 1 }), evidence, 1e-4);
    near(await importanceWeighted(exact, x, { samples: 50 }), evidence, 1e-4);
  });
});

describe('evaluation', () => {
  const model = vae({ inputs: 4, hidden: [5], latent: gaussianTorus(2), likelihood: bernoulli, seed: 1 });
  const x = tf.sigmoid(normalNoise([2300, 4], [1, 2])) as tf.Tensor2D;

  it('does not depend on how the data are cut into batches, at the mean', () => {
    const all = evaluate(model, x, { at: 'mean' });
    const one = evaluate(model, x.slice([1500, 0], [1, -1]), { at: 'mean' });
    near([all.elbo[1500]], one.elbo, 1e-5);
    assert.equal(all.elbo.length, 2300);
  });

  it('gives the same numbers for the same seed', () => {
    assert.deepEqual(evaluate(model, x, { seed: 4 }), evaluate(model, x, { seed: 4 }));
    assert.notDeepEqual(evaluate(model, x, { seed: 4 }), evaluate(model, x, { seed: 5 }));
  });

  it('keeps means inside the chart and reconstructs inputs from them', () => {
    const means = posteriorMeans(model, x);
    assert.ok(tf.max(tf.abs(means)).dataSync()[0] <= Math.PI + 1e-6);
    near(
      decodeMean(model, means).slice([0, 0], [20, -1]).dataSync(),
      reconstruct(model, x).slice([0, 0], [20, -1]).dataSync(),
      1e-5,
    );
  });

  it('gives each replica the numbers of the single model of its seed', () => {
    const make = (seed: number | number[]) =>
      vae({
        inputs: 4,
        hidden: [5],
        latent: gaussianTorus(2),
        likelihood: gaussian([seed].flat().length > 1 ? [0.5, 2] : 2),
        seed,
      });
    const together = evaluate(make([3, 8]), x, { seed: [1, 2] });
    const alone = evaluate(make(8), x, { seed: 2 });
    near(together.reconstruction.subarray(2300), alone.reconstruction, 1e-4);
    near(together.kl.subarray(2300), alone.kl, 1e-5);
    assert.throws(() => evaluate(make([3, 8]), x, { seed: [1] }), /seed is \[1\]; expected one seed, or 2/);
  });

  it('leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    evaluate(model, x);
    await importanceWeighted(model, x.slice([0, 0], [30, -1]) as tf.Tensor2D, { samples: 10 }); // the slice is one tensor
    await neighbourAccuracy(gaussianTorus(2), tf.zeros([20, 2]), new Uint8Array(20), 3); // so are the zeros
    assert.equal(tf.memory().numTensors, before + 2);
  });
});
