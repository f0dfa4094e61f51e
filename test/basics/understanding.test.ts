import assert from 'node:assert/strict';
import {
  anomalyScores,
  byHeldOut,
  digitClassifier,
  heldOutDetection,
  judgement,
  oneHot,
  principalComponents,
  projectionError,
  squaredError,
  understandingExercises,
  understandingVae,
  withoutEach,
} from '@latent-torus/basics';
import { glyphs } from '@latent-torus/datasets';
import { euclidean, evaluate, fit, normalNoise, reconstruct, tf, vae } from 'latent-torus';
import { near } from '../near';

const images = glyphs([...'0123456789'], 400, 'digits');
const quiet = { cache: false, execution: 'eager' as const, progress: () => {} };

describe('the model of Understanding', () => {
  it('has layers of 784, 256, 128 units and two latents, and back', () => {
    const { variables } = understandingVae(1);
    const shapes = Object.entries(variables)
      .filter(([name]) => name.endsWith('.weight'))
      .map(([, { shape }]) => shape.join('×'));
    assert.deepEqual(
      shapes.sort(),
      ['128×2', '128×2', '128×256', '2×128', '256×128', '256×784', '784×256'].sort(),
    );
  });
});

describe('the scores of anomaly', () => {
  const x = tf.tidy(() => tf.sigmoid(normalNoise([12, 6], [3, 3])));
  const seeds = [1, 2, 3];
  const build = (seed: number | number[]) => vae({ inputs: 6, hidden: [5], latent: euclidean(2), seed });

  it('are the squared distance to the reconstruction at the mean', () => {
    const model = build(1);
    const [rebuilt, all] = [reconstruct(model, x).arraySync(), x.arraySync()] as number[][][];
    const expected = all.map((row, i) => row.reduce((sum, v, j) => sum + (v - rebuilt[i][j]) ** 2, 0));
    near(squaredError(model, x), expected, 1e-5);
  });

  it('average the cross-entropy over as many samples as are asked for, with seeds in turn', () => {
    const model = build(1);
    const draws = [5, 6, 7].map((seed) => evaluate(model, x, { seed }));
    const expected = Array.from(draws[0].reconstruction, (_, i) =>
      draws.reduce((sum, { reconstruction }) => sum + reconstruction[i] / 3, 0),
    );
    const { probability, bound } = anomalyScores(model, x, { samples: 3, seed: 5 });
    near(probability, expected, 1e-4);
    near(
      bound,
      expected.map((value, i) => value + draws[0].kl[i]),
      1e-4,
    );
  });

  it('of replicas are those of each model alone, one after another', () => {
    const all = byHeldOut(squaredError(build(seeds), x), 3);
    seeds.forEach((seed, r) => {
      near(all[r], squaredError(build(seed), x), 1e-5);
    });
  });
});

describe('digits held out', () => {
  it('leave out their own class and draw as many of the others for each', () => {
    const sets = withoutEach(images, 200);
    sets.forEach((set, digit) => {
      assert.equal(set.count, 200);
      assert.ok(!set.labels.includes(digit), `${digit} is among those without ${digit}`);
      assert.equal(new Set(set.labels).size, 9);
    });
  });

  it('are detected perfectly by a score that knows them, and by chance by one that is the same for all', () => {
    const knowing = images.classes.map((_, held) => Array.from(images.labels, (l) => Number(l === held)));
    const blind = images.classes.map(() => new Float32Array(images.count));
    for (const { knows, knowsNothing } of heldOutDetection(
      { knows: knowing, knowsNothing: blind },
      images,
      0,
    )) {
      assert.equal(knows.auroc.value, 1);
      assert.equal(knowsNothing.auroc.value, 0.5);
    }
  });
});

describe('principal components', () => {
  // variances 9, 4, 1 along rotated axes
  const rows = 4000;
  const turn = (a: number[]) => [0.6 * a[0] - 0.8 * a[1], 0.8 * a[0] + 0.6 * a[1], a[2]];
  const points = (normalNoise([rows, 3], [8, 8]).arraySync() as number[][]).map(([a, b, c]) =>
    turn([3 * a + 1, 2 * b, c]),
  );
  const x = tf.tensor2d(points);

  it('are orthonormal and the eigenvectors of the covariance', () => {
    const { components, mean } = principalComponents(x, 2, 20);
    const gram = tf.matMul(components, components, true).arraySync() as number[][];
    near(gram.flat(), [1, 0, 0, 1], 1e-5);
    const centred = tf.sub(x, mean) as tf.Tensor2D;
    const covariance = tf.div(tf.matMul(centred, centred, true), rows) as tf.Tensor2D;
    const image = tf.matMul(covariance, components);
    const values = tf.sum(tf.mul(image, components), 0);
    near(tf.sub(image, tf.mul(components, values)).dataSync(), new Array(6).fill(0), 1e-3);
    const [first, second] = values.dataSync();
    assert.ok(Math.abs(first - 9) < 0.6 && Math.abs(second - 4) < 0.3, `${first}, ${second}`);
  });

  it('leave as error what lies across them', () => {
    const found = principalComponents(x, 2, 20);
    const error = projectionError(found, x);
    const across = points.map(([, , c]) => c);
    const centre = across.reduce((a, b) => a + b, 0) / rows;
    const mean = error.reduce((a, b) => a + b, 0) / rows;
    const variance = across.reduce((sum, c) => sum + (c - centre) ** 2, 0) / rows;
    assert.ok(Math.abs(mean - variance) < 0.02, `${mean} is not near ${variance}`);
  });
});

describe('the judge', () => {
  it('learns to name what it is shown, and says so with confidence', async () => {
    const judge = digitClassifier({ hidden: [32], seed: 1 });
    const classes = oneHot(images.labels, 10);
    const before = judgement(judge, images);
    await fit(
      judge,
      { x: images, classes },
      { epochs: 6, batchSize: 40, seed: 1, learningRate: 3e-3, ...quiet },
    );
    const { label, confidence, entropy } = judgement(judge, images);
    const right = label.filter((each, i) => each === images.labels[i]).length / images.count;
    assert.ok(right > 0.95, `${right}`);
    const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length;
    assert.ok(mean(confidence) > mean(before.confidence) + 0.3);
    assert.ok(mean(entropy) < mean(before.entropy));
  });

  it('gives probabilities that sum to one', () => {
    const judge = digitClassifier({ inputs: 6, hidden: [4], classes: 3, seed: 2 });
    const p = judge.probabilities(tf.tidy(() => normalNoise([5, 6], [1, 1])));
    near(tf.sum(p, 1).dataSync(), new Array(5).fill(1), 1e-5);
  });
});

describe('the exercises of Understanding', () => {
  const solutions = {
    fartherOut: () => Math.exp(-5),
    radius: (share: number) => Math.sqrt(-2 * Math.log(share)),
    falsePositives: (normal: number[], t: number) => normal.filter((v) => v >= t).length / normal.length,
    auroc(normal: number[], anomalous: number[]) {
      let above = 0;
      for (const a of anomalous) for (const n of normal) above += a > n ? 1 : a === n ? 0.5 : 0;
      return above / (normal.length * anomalous.length);
    },
    nearest(query: number[], rows: number[][]) {
      const squares = rows.map((row) => row.reduce((s, v, i) => s + (v - query[i]) ** 2, 0));
      return squares.indexOf(Math.min(...squares));
    },
  };
  const wrong = {
    fartherOut: () => Math.exp(-10),
    radius: (share: number) => Math.sqrt(-Math.log(share)),
    falsePositives: (normal: number[], t: number) => normal.filter((v) => v > t).length / normal.length,
    auroc(normal: number[], anomalous: number[]) {
      let above = 0;
      for (const a of anomalous) for (const n of normal) above += Number(a > n); // ties count nothing
      return above / (normal.length * anomalous.length);
    },
    nearest: (query: number[], rows: number[][]) =>
      Math.min(...rows.map((row) => Math.hypot(...row, ...query))),
  };
  for (const name of Object.keys(solutions) as (keyof typeof solutions)[]) {
    it(`take the solution of '${name}' and refuse a likely mistake`, async () => {
      const check = understandingExercises[name].check as (answer: unknown) => Promise<unknown>;
      assert.equal(await check(solutions[name]), true);
      assert.notEqual(await check(wrong[name]), true);
    });
  }
});
