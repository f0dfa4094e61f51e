import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { glyphs, ofClasses } from '@latent-torus/datasets';
import {
  chooseBandwidth,
  kde,
  type LetterPlaces,
  labelEntropy,
  letterClaims,
  letterMedians,
  letterPlaces,
  letterValues,
  type Placed,
  torusVae,
} from '@latent-torus/torus';
import { evaluate, posteriorMeans, tensor, tf } from 'latent-torus';

const close = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);

describe('the entropy of neighbours’ labels', () => {
  it('is 0 for one class, log k for as many of each of k, and the formula between', () => {
    assert.equal(labelEntropy([0, 10, 0]), 0);
    close(labelEntropy([5, 5]), Math.log(2), 1e-12);
    close(labelEntropy([1, 3]), Math.log(4) - 0.75 * Math.log(3), 1e-12);
  });
  it('refuses no neighbours at all', () =>
    assert.throws(() => labelEntropy([0, 0]), /the counts are \[0, 0\]; expected at least one/));
});

describe('places of letters', () => {
  const setting = process.env.LATENT_TORUS_CACHE;
  let folder: string;
  const letters = glyphs([...'BDPIKXWZ'], 32, 'letters');
  const sets = {
    digits: glyphs([...'0123456789'], 60, 'test digits'),
    similar: ofClasses(letters, [...'BDPI']),
    dissimilar: ofClasses(letters, [...'KXWZ']),
  };
  const model = torusVae(1);
  let places: LetterPlaces;
  before(async () => {
    process.env.LATENT_TORUS_CACHE = folder = mkdtempSync(join(tmpdir(), 'places-'));
    places = await letterPlaces(model, sets);
  });
  after(() => {
    if (setting === undefined) delete process.env.LATENT_TORUS_CACHE;
    else process.env.LATENT_TORUS_CACHE = setting;
    rmSync(folder, { recursive: true });
  });

  it('agree with losses, densities and nearest digits taken one by one', async () => {
    const { latent } = model;
    const [own, other] = [posteriorMeans(model, sets.digits), posteriorMeans(model, sets.similar)];
    const h = await chooseBandwidth(latent, own);
    assert.equal(places.bandwidth, h);
    const loss = evaluate(model, sets.similar, { seed: 1 }).reconstruction;
    const density = await kde(latent, other, own, h);
    const alone = await kde(latent, own, own, h, { leaveOut: true });
    const [a, b] = [other.arraySync(), own.arraySync()];
    places.similar.loss.forEach((value, i) => close(value, loss[i], 1e-3));
    places.similar.lack.forEach((value, i) => close(value, -density[i], 1e-3));
    places.digits.lack.forEach((value, i) => close(value, -alone[i], 1e-3));
    const turn = (d: number) => Math.atan2(Math.sin(d), Math.cos(d));
    const nearTo = ([s, t]: number[], skip: number) => {
      const far = b.map(([u, v], j) => (j === skip ? Infinity : Math.hypot(turn(s - u), turn(t - v))));
      const counts = new Array<number>(10).fill(0);
      for (const j of [...far.keys()].sort((i, k) => far[i] - far[k]).slice(0, 10))
        counts[sets.digits.labels[j]]++;
      return counts;
    };
    for (const i of [0, 5, 9]) {
      assert.deepEqual(places.similar.near[i], nearTo(a[i], -1));
      assert.deepEqual(places.digits.near[i], nearTo(b[i], i));
      close(places.similar.ambiguity[i], labelEntropy(places.similar.near[i]), 1e-12);
    }
  });

  it('have the density at the middles of cells, θ₁ along a row', async () => {
    const [row, column] = [10, 33];
    const middle = (j: number) => -Math.PI + ((j + 0.5) * 2 * Math.PI) / 72;
    const place = tf.tensor2d([[middle(column), middle(row)]]);
    const [log] = await kde(model.latent, place, posteriorMeans(model, sets.digits), places.bandwidth);
    close(places.field[row * 72 + column], Math.exp(log), 1e-5);
    assert.equal(places.field.length, 72 * 72);
  });

  it('know how unsure the encoder is, and how often neighbours tell letters from digits', () => {
    const { latent } = model;
    const widths = tf.mul(tf.mean(model.encode(tensor(sets.dissimilar)).logVariance, 1), 0.5).dataSync();
    places.dissimilar.width.forEach((value, i) => close(value, widths[i], 1e-5));
    // One by one: the first digits and all letters, as many of each.
    const each = sets.dissimilar.count;
    const all = [sets.digits, sets.dissimilar].flatMap((images) =>
      (posteriorMeans(model, images).arraySync() as number[][]).slice(0, each),
    );
    const far = (a: number[], b: number[]) => latent.distance(tf.tensor1d(a), tf.tensor1d(b)).dataSync()[0];
    const hits = all.map((point, i) => {
      const distances = all.map((other, j) => (i === j ? Infinity : far(point, other)));
      const ten = [...distances.keys()].sort((j, k) => distances[j] - distances[k]).slice(0, 10);
      const like = ten.filter((j) => j < each === i < each).length;
      return like > 5 || (like === 5 && ten[0] < each === i < each) ? 1 : 0;
    });
    close(places.distinct, hits.reduce((a: number, b) => a + b, 0) / all.length, 1e-12);
  });

  it('are measured without leaving tensors behind', async () => {
    const before = tf.memory().numTensors;
    rmSync(folder, { recursive: true });
    assert.deepEqual(await letterPlaces(model, sets), places);
    assert.equal(tf.memory().numTensors, before);
  });

  it('give a value for each statement of sections 3.2 and 3.3', () => {
    const values = letterValues(sets, places);
    assert.deepEqual(Object.keys(values).sort(), Object.keys(letterClaims).sort());
    assert.ok(Object.values(values).every((value) => value >= 0 && value <= 1));
  });
});

describe('statements on letters', () => {
  // Two images of each of B, D, P, I and K, X, W, Z.
  const labels = Uint8Array.from([0, 1, 2, 3, 0, 1, 2, 3]);
  const glyphsOf = (names: string) => ({ ...glyphs([...names], 8, names), labels, classes: [...names] });
  const sets = {
    digits: glyphs([...'0123456789'], 4, 'digits'),
    similar: glyphsOf('BDPI'),
    dissimilar: glyphsOf('KXWZ'),
  };
  const on = (digit: number) => [...Array(10).keys()].map((each) => (each === digit ? 10 : 0));
  const group = (change: Partial<Placed>): Placed => ({
    angles: [],
    loss: [],
    lack: [],
    near: [8, 0, 6, 1, 8, 5, 5, 2].map(on),
    ambiguity: Array(8).fill(0.5),
    width: Array(8).fill(-3),
    ...change,
  });
  const places: LetterPlaces = {
    bandwidth: 0.1,
    distinct: 0.6,
    field: [],
    digits: group({ loss: [100, 110, 120, 130], lack: [1, 2, 3, 4], ambiguity: [0, 0, 1, 1] }),
    similar: group({ loss: [200, 210, 320, 105, 200, 210, 320, 105], lack: Array(8).fill(2.5) }),
    dissimilar: group({ loss: [400, 300, 420, 430, 400, 300, 420, 430], lack: [5, 5, 5, 5, 0, 0, 0, 0] }),
  };

  it('count pairs of letters by their medians, with and without I', () => {
    assert.deepEqual(letterMedians(sets.similar, [1, 2, 3, 4, 3, 4, 5, 6]), [2, 3, 4, 5]);
    const values = letterValues(sets, places);
    close(values.lowerByLetter, 15 / 16, 1e-12); // P lies above X
    close(values.lowerWithoutI, 11 / 12, 1e-12);
    close(values.moderateWithoutI, 11 / 12, 1e-12);
  });

  it('say where letters lie', () => {
    const values = letterValues(sets, places);
    assert.equal(values.distinctZones, 0.6);
    assert.equal(values.lowConfidence, 0.5); // all posteriors are as wide
    assert.equal(values.bOnEight, 1);
    assert.equal(values.iOnOne, 0.5);
    assert.equal(values.dpOnRound, 0.5);
    assert.equal(values.voids, 0.5);
    assert.equal(values.nearerThanDissimilar, 0.5);
    assert.equal(values.ambiguous, 0.5);
  });
});
