import assert from 'node:assert/strict';
import {
  euclidean,
  fit,
  type GenerativeModel,
  gaussian,
  gaussianTorus,
  generativeModel,
  heatKernelTorus,
  type LatentSpace,
  matrixMap,
  normalKl,
  normalNoise,
  projectedMatrixMap,
  type ReduceOptions,
  reduce,
  replica,
  rotationMap,
  tf,
  tolerance,
  unrelatedTolerance,
  vae,
} from 'latent-torus';
import { near } from '../../near';

const D = 5;
const noise = (shape: number[], seed: number) => tf.tidy(() => normalNoise(shape, [seed, 0]));

/** A generative model whose mean is A·tanh(B·features) of seeded matrices: not linear, and no two are alike. */
function modelOf(space: LatentSpace, seed: number, sigma = 0.5): GenerativeModel {
  const variables = { B: noise([space.features, 8], seed), A: noise([8, D], seed + 100) };
  const { noise: needed, samplePrior } = space;
  const mean = (features: tf.Tensor) => {
    const hidden = tf.tanh(tf.matMul(tf.reshape(features, [-1, space.features]), variables.B));
    return tf.reshape(tf.matMul(hidden, variables.A), [...features.shape.slice(0, -1), D]);
  };
  return { name: `model ${seed}`, space, noise: needed, samplePrior, mean, sigma, size: D, variables };
}

/** The same model seen through a linear change of its features. */
function behind(model: GenerativeModel, matrix: tf.Tensor2D): GenerativeModel {
  const mean = (features: tf.Tensor) => {
    const rows = tf.reshape(features, [-1, matrix.shape[0]]);
    return model.mean(tf.reshape(tf.matMul(rows, matrix, false, true), features.shape));
  };
  return { ...model, name: `${model.name}, moved`, mean, variables: { ...model.variables, matrix } };
}

const turn = (angle: number, sign: 1 | -1) =>
  tf.tensor2d([
    [Math.cos(angle), -sign * Math.sin(angle)],
    [Math.sin(angle), sign * Math.cos(angle)],
  ]);
const quick: ReduceOptions = { samples: 64, epochs: 300, evaluation: 2000, cache: false, execution: 'graph' };
const circle = modelOf(heatKernelTorus(1), 1);
const plane = modelOf(euclidean(2), 2);

describe('the tolerance of a map between generative models', () => {
  it('of normal distributions in closed form is the mean of log p₁ − log p₂ over p₁ (8.11)', () => {
    const [mean1, mean2, sigma1, sigma2, count] = [noise([D], 3), noise([D], 4), 0.7, 1.3, 400_000];
    const { exact, estimate, error } = tf.tidy(() => {
      const x = tf.add(mean1, tf.mul(normalNoise([count, D], [5, 0]), sigma1));
      const loss1 = gaussian(sigma1).loss(x, tf.tile(tf.expandDims(mean1, 0), [count, 1]));
      const loss2 = gaussian(sigma2).loss(x, tf.tile(tf.expandDims(mean2, 0), [count, 1]));
      const { mean, variance } = tf.moments(tf.sub(loss2, loss1));
      const exact = normalKl(mean1, sigma1, mean2, sigma2).dataSync()[0];
      return {
        exact,
        estimate: mean.dataSync()[0],
        error: Math.sqrt(variance.dataSync()[0] / count),
      };
    });
    assert.ok(exact > 1, `${exact}`);
    assert.ok(Math.abs(exact - estimate) < 4 * error, `${exact} against ${estimate} ± ${error}`);
  });

  it('is the mean over the prior that quadrature gives, within its standard error (8.12)', () => {
    const other = modelOf(heatKernelTorus(1), 7, 0.8);
    const count = 4096;
    const exact = tf.tidy(() => {
      const angles = tf.linspace(-Math.PI, Math.PI - (2 * Math.PI) / count, count);
      const z = circle.space.embed(tf.expandDims(angles, 1));
      const square = tf.mean(tf.sum(tf.squaredDifference(circle.mean(z), other.mean(z)), -1)).dataSync()[0];
      return square / (2 * 0.8 ** 2) + (D / 2) * (2 * Math.log(0.8 / 0.5) + (0.5 / 0.8) ** 2 - 1);
    });
    const { value, error } = tolerance(circle, other, (z) => tf.clone(z), { samples: 20_000, seed: 2 });
    assert.ok(error > 0 && Math.abs(value - exact) < 4 * error, `${exact} against ${value} ± ${error}`);
  });

  it('does not depend on how many points are drawn, but for an error that falls with their root', () => {
    const few = tolerance(plane, circle, (z) => tf.clone(z), { samples: 500 });
    const many = tolerance(plane, circle, (z) => tf.clone(z), { samples: 50_000 });
    assert.ok(Math.abs(few.value - many.value) < 4 * few.error);
    assert.ok(Math.abs(few.error / many.error - 10) < 2.5, `${few.error / many.error}`);
  });

  it('of a map that knows nothing is what two independent draws differ by', () => {
    const { value, error } = unrelatedTolerance(circle, circle, { samples: 20_000 });
    const spread = tf.tidy(() => {
      const z = circle.space.embed(tf.expandDims(tf.linspace(0, 2 * Math.PI, 2001), 1));
      return tf.sum(tf.moments(circle.mean(z), 0).variance).dataSync()[0]; // E‖a − b‖² is twice that
    });
    assert.ok(Math.abs(value - spread / circle.sigma ** 2) < 4 * error + 0.01);
  });
});

describe('a Δ-reduction', () => {
  it('of a model to itself has Δ = 0, by a rotation as by a matrix', async () => {
    const rotation = await reduce(circle, circle, rotationMap, quick);
    near([rotation.delta.value, rotation.parameters[0][0] % (2 * Math.PI)], [0, 0], 1e-3);
    const matrix = await reduce(plane, plane, matrixMap, { ...quick, epochs: 1500 });
    near([matrix.delta.value], [0], 1e-2);
    near(matrix.parameters.flat(), [1, 0, 0, 1], 0.03);
  });

  for (const sign of [1, -1] as const) {
    const sense = sign === 1 ? 'turned' : 'turned and reflected';
    it(`to a copy of itself that is ${sense} has Δ = 0, and finds the rotation and its sense`, async () => {
      const copy = behind(circle, turn(0.9, sign)); // copy(z) = circle(R·z), so the map is R⁻¹
      const { delta, parameters, orientation, starts } = await reduce(circle, copy, rotationMap, quick);
      near([delta.value], [0], 1e-3);
      assert.equal(orientation, sign);
      const wrapped = Math.atan2(Math.sin(parameters[0][0]), Math.cos(parameters[0][0]));
      near([wrapped], [sign === 1 ? -0.9 : 0.9], 0.01);
      assert.equal(starts.length, 4);
      assert.equal(starts.filter(({ best }) => best).length, 1);
    });
  }

  it('that may not reverse the sense fails on a reflected copy', async () => {
    const copy = behind(circle, turn(0.9, -1));
    const { delta } = await reduce(circle, copy, rotationMap, { ...quick, orientations: [1] });
    assert.ok(delta.value > 0.5, `${delta.value}`);
  });

  it('takes a plane round a circle by its angle alone: lengths do not matter', async () => {
    const copy = behind(circle, turn(-0.4, 1));
    const mean = (z: tf.Tensor) => circle.mean(tf.div(z, 3));
    const long: GenerativeModel = { ...circle, mean, space: radius3() };
    const { delta } = await reduce(long, copy, rotationMap, quick);
    near([delta.value], [0], 1e-3);
  });

  it('onto a torus finds the circles that were swapped', async () => {
    const torus = modelOf(heatKernelTorus(2), 9);
    const swap = tf.tensor2d([
      [0, 0, 1, 0],
      [0, 0, 0, -1],
      [1, 0, 0, 0],
      [0, 1, 0, 0],
    ]);
    const options = { ...quick, epochs: 800, starts: 6 };
    const { delta, starts } = await reduce(torus, behind(torus, swap), projectedMatrixMap, options);
    near([delta.value], [0], 0.05);
    assert.equal(starts.length, 12);
  });

  it('leaves the models as they are, and has a curve that falls', async () => {
    const before = Array.from(plane.variables.A.dataSync());
    const { curve, delta } = await reduce(circle, plane, matrixMap, quick);
    assert.deepEqual(Array.from(plane.variables.A.dataSync()), before);
    assert.equal(curve.length, quick.epochs);
    assert.ok(curve.at(-1)! < curve[0] && delta.value < unrelatedTolerance(circle, plane).value);
  });

  it('gives the same again, and the same compiled as op by op', async () => {
    const runs = [];
    for (const execution of ['eager', 'graph', 'graph'] as const)
      runs.push(await reduce(circle, plane, matrixMap, { ...quick, epochs: 40, execution }));
    near(runs[1].parameters.flat(), runs[0].parameters.flat(), 1e-4);
    assert.deepEqual(runs[2].parameters, runs[1].parameters);
    assert.equal(runs[1].fit.execution, 'graph');
  });

  it('frees all that it made', async () => {
    await reduce(circle, plane, matrixMap, { ...quick, epochs: 2 });
    const before = tf.memory().numTensors;
    await reduce(circle, plane, matrixMap, { ...quick, epochs: 2 });
    assert.equal(tf.memory().numTensors, before);
  });

  it('composes: √Δ of two maps after one another is at most the sum of theirs, each where it is used', async () => {
    const [first, second, third] = [modelOf(euclidean(2), 11), circle, modelOf(euclidean(2), 12)];
    const one = await reduce(first, second, rotationMap, quick);
    const two = await reduce(second, third, matrixMap, quick);
    const both = tolerance(first, third, (z) => two.apply(one.apply(z)));
    const passed = { ...second, ...first, mean: (z: tf.Tensor) => second.mean(one.apply(z)) };
    const onWay = tolerance(passed, third, (z) => two.apply(one.apply(z)));
    const bound = Math.sqrt(tolerance(first, second, one.apply).value) + Math.sqrt(onWay.value);
    assert.ok(Math.sqrt(both.value) <= bound + 1e-6, `${Math.sqrt(both.value)} against ${bound}`);
    assert.ok(Math.sqrt(both.value) > bound / 20);
  });

  it('of trained models is cached by the weights of both', async () => {
    const model = (seed: number) =>
      vae({ inputs: D, hidden: [4], latent: euclidean(1), likelihood: gaussian(0.3), seed });
    const [a, b] = [model(1), model(2)];
    const kept = { ...quick, epochs: 20, cache: true };
    const names = [generativeModel(a), generativeModel(b)] as const;
    assert.equal((await reduce(...names, matrixMap, kept)).fit.cached, false);
    assert.equal((await reduce(...names, matrixMap, kept)).fit.cached, true);
    await fit(b, { x: noise([8, D], 6) }, { epochs: 1, batchSize: 8, seed: 1, cache: false });
    assert.equal((await reduce(...names, matrixMap, kept)).fit.cached, false);
  });
});

describe('bad input to a Δ-reduction', () => {
  const options = { ...quick, epochs: 1 };
  const cases: [string, () => unknown, RegExp][] = [
    ['a model of replicas', () => generativeModel(vaeOf([1, 2])), /take one out with replica/],
    ['a Bernoulli likelihood', () => generativeModel(vaeOf(1, 'bernoulli')), /bernoulli.*expected gaussian/],
    ['a matrix onto a circle', () => reduce(plane, circle, matrixMap, options), /heatKernelTorus.*a plane/],
    ['a rotation into a plane', () => reduce(circle, plane, rotationMap, options), /a circle or a torus/],
    [
      'a rotation from three numbers',
      () => reduce(modelOf(euclidean(3), 1), circle, rotationMap, options),
      /features.*is 3; expected 2/,
    ],
    [
      'data of two sizes',
      () => reduce(circle, { ...plane, size: 6 }, matrixMap, options),
      /second model generates is 6; expected 5/,
    ],
    [
      'an option that there is not',
      () => reduce(circle, plane, matrixMap, { ...options, steps: 3 } as ReduceOptions),
      /'steps' is not known/,
    ],
    [
      'an orientation of 0',
      () => reduce(circle, plane, matrixMap, { ...options, orientations: [0 as 1] }),
      /orientations/,
    ],
    [
      'one sample',
      () => tolerance(circle, plane, (z) => z, { samples: 1 }),
      /samples is 1; expected .* 2 or more/,
    ],
  ];
  for (const [what, act, message] of cases)
    it(`is refused: ${what}`, () => assert.rejects(async () => act(), { name: 'RangeError', message }));

  it('but a replica taken out is a model', () => {
    const model = vaeOf([1, 2]);
    assert.equal(generativeModel(replica(model, 1)).sigma, 0.5);
  });
});

const vaeOf = (seed: number | number[], likelihood?: 'bernoulli') =>
  vae({
    inputs: D,
    hidden: [4],
    latent: gaussianTorus(1),
    ...(likelihood ? {} : { likelihood: gaussian(0.5) }),
    seed,
  });

/** A circle of radius 3 in the plane. */
function radius3() {
  const { space } = circle;
  return { ...space, name: 'radius 3', embed: (point: tf.Tensor) => tf.mul(space.embed(point), 3) };
}
