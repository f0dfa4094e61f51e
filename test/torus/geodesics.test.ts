import assert from 'node:assert/strict';
import {
  alongWays,
  imageGeodesics,
  imageLengths,
  imageSteps,
  lengthOf,
  refined,
  torusVae,
  waysRound,
} from '@latent-torus/torus';
import { type Decoder, gaussianTorus, tf } from 'latent-torus';
import { decoderOf } from '../decoder';

const near = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);
const TURN = 2 * Math.PI;

describe('waysRound', () => {
  it('takes the short way over the seam, the chord does not', () => {
    const { short, naive, long } = waysRound([3, 0.5], [-3, 1]);
    near(lengthOf(short), Math.hypot(TURN - 6, 0.5), 1e-9);
    near(short.to[0], TURN - 3, 1e-9);
    near(lengthOf(naive), Math.hypot(6, 0.5), 1e-9);
    near(lengthOf(long), Math.hypot(TURN - 6, TURN - 0.5), 1e-9);
  });

  it('takes the angle that differs most the other way round for the long way', () => {
    const { short, long } = waysRound([0, 0], [0.3, -2]);
    assert.deepEqual(
      short.to.map((v) => +v.toFixed(9)),
      [0.3, -2],
    );
    assert.deepEqual(
      long.to.map((v) => +v.toFixed(6)),
      [0.3, +(TURN - 2).toFixed(6)],
    );
  });

  it('ends at the second point, give or take whole turns, and its short way has the torus’ own distance', () => {
    const [a, b] = [
      [2.5, -9],
      [14, 3],
    ];
    for (const way of Object.values(waysRound(a, b))) {
      way.to.forEach((angle, i) => near(Math.cos(angle - b[i]), 1, 1e-9));
    }
    near(
      lengthOf(waysRound(a, b).short),
      gaussianTorus(2)
        .distance(tf.tensor2d([a]), tf.tensor2d([b]))
        .dataSync()[0],
      1e-5,
    );
  });

  it('refuses points of different numbers of angles', () => {
    assert.throws(() => waysRound([1], [1, 2]), /1 and 2 angles/);
  });
});

/** Two circles of radii 2 and ½ at right angles, rotated in four dimensions: flat, with metric diag(4, ¼). */
const flat: Decoder = (() => {
  const half = tf
    .tensor2d([
      [1, 1, 1, 1],
      [1, -1, 1, -1],
      [1, 1, -1, -1],
      [1, -1, -1, 1],
    ])
    .div(2) as tf.Tensor2D;
  return decoderOf(
    (points) => tf.matMul(tf.mul(gaussianTorus(2).embed(points), [2, 2, 0.5, 0.5]) as tf.Tensor2D, half),
    { half },
  );
})();
/** Longitude and latitude → the unit sphere, whose geodesics are great circles. */
const sphere: Decoder = decoderOf((points) => {
  const [longitude, latitude] = tf.unstack(points, -1);
  return tf.stack(
    [
      tf.mul(tf.cos(latitude), tf.cos(longitude)),
      tf.mul(tf.cos(latitude), tf.sin(longitude)),
      tf.sin(latitude),
    ],
    -1,
  );
});

describe('paths', () => {
  it('have the length of the image of the path', () => {
    const ways = [waysRound([0, 0], [1.5, 2]).short, waysRound([3, 3], [-3, -2]).short];
    const lengths = imageLengths(flat, alongWays(ways, 32));
    ways.forEach(({ from, to }, i) =>
      near(lengths[i], Math.hypot(2 * (to[0] - from[0]), 0.5 * (to[1] - from[1])), 1e-3),
    );
  });

  it('refine to more points on the same line', () => {
    const fine = refined(
      tf.tensor3d([
        [
          [0, 0],
          [1, 2],
          [2, 2],
        ],
      ]),
      2,
    );
    assert.deepEqual(fine.arraySync(), [
      [
        [0, 0],
        [0.5, 1],
        [1, 2],
        [1.5, 2],
        [2, 2],
      ],
    ]);
  });

  it('have as many image changes as steps, equal ones on a flat torus', () => {
    const [steps] = imageSteps(flat, alongWays([waysRound([0, 0], [1.5, 2]).short], 8));
    assert.equal(steps.length, 8);
    steps.forEach((step) => near(step, steps[0], 1e-5));
  });
});

describe('imageGeodesics', () => {
  it('straightens a winding path on a flat torus, each way round', async () => {
    const { short, long } = waysRound([3, 0.5], [-2, 1.5]);
    const straight = alongWays([short, long], 16);
    const waves = tf.tensor1d([...Array(17).keys()].map((i) => 0.4 * Math.sin((Math.PI * i) / 8)));
    const start = tf.add(straight, tf.reshape(waves, [1, 17, 1])) as tf.Tensor3D;
    const { paths, energy } = await imageGeodesics(flat, start, { iterations: 600 });
    const off = tf.max(tf.abs(tf.sub(paths, straight))).dataSync()[0];
    assert.ok(off < 0.02, `${off} radians off the straight line`);
    assert.ok(energy[599] < energy[0]);
    [short, long].forEach(({ from, to }, i) =>
      near(imageLengths(flat, paths)[i], Math.hypot(2 * (to[0] - from[0]), 0.5 * (to[1] - from[1])), 5e-3),
    );
  });

  it('finds great circles on a sphere', async () => {
    const [longitude, latitude] = [1, 0.8];
    const start = alongWays([{ from: [-longitude, latitude], to: [longitude, latitude] }], 24);
    const { paths } = await imageGeodesics(sphere, start, { iterations: 800 });
    const angle = Math.acos(Math.sin(latitude) ** 2 + Math.cos(latitude) ** 2 * Math.cos(2 * longitude));
    near(imageLengths(sphere, paths)[0], angle, 2e-3);
    const along = 2 * longitude * Math.cos(latitude);
    assert.ok(along - angle > 0.1, 'the circle of latitude is longer');
    near(
      (paths.arraySync() as number[][][])[0][12][1],
      Math.atan(Math.tan(latitude) / Math.cos(longitude)),
      0.01,
    ); // top of the arc
  });

  it('keeps the ends, lowers the energy of a ReLU decoder and gives the same in eager and graph mode', async () => {
    const model = torusVae(2, gaussianTorus(2), 30);
    const start = alongWays([waysRound([0, 0.5], [2, -1]).short], 6);
    const { paths, energy } = await imageGeodesics(model, start, { iterations: 40 });
    const few = await imageGeodesics(model, start, { iterations: 9 }); // so few run eagerly
    const [first, last] = [0, 6].map((i) => (paths.arraySync() as number[][][])[0][i]);
    assert.deepEqual(
      [first, last],
      [0, 6].map((i) => (start.arraySync() as number[][][])[0][i]),
    );
    assert.ok(energy[39] < energy[0]);
    near(few.energy[0], energy[0], 1e-4 * energy[0]);
    model.dispose();
  });

  it('leaves nothing in memory but the paths', async () => {
    const start = alongWays([waysRound([0, 0.5], [2, -1]).short], 6);
    const before = tf.memory().numTensors;
    (await imageGeodesics(flat, start, { iterations: 12 })).paths.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  it('refuses paths without inner points', async () => {
    await assert.rejects(imageGeodesics(flat, tf.zeros([1, 2, 2])), /paths of 2 points; expected 3/);
  });
});
