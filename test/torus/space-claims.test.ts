import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { glyphs, ofClasses, take } from '@latent-torus/datasets';
import { detection } from '@latent-torus/statistics';
import {
  alongWays,
  digitClaims,
  histogramClaims,
  imageSteps,
  letterClaims,
  letterPlaces,
  letterValues,
  noiseResponse,
  planeClaims,
  representatives,
  responseClaims,
  type SpaceClaims,
  separation,
  spaceClaims,
  torusVae,
  waysRound,
} from '@latent-torus/torus';
import { max, mean, median } from 'd3-array';
import { euclidean, heatKernelTorus, posteriorMeans, tensor, tf } from 'latent-torus';

const close = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);

describe('the claims of a latent space', () => {
  const settings = { ...process.env };
  let folder: string;
  const letters = glyphs([...'BDPIKXWZ'], 64, 'letters');
  const digits = glyphs([...'0123456789'], 120, 'test digits');
  const sets = {
    digits,
    similar: ofClasses(letters, [...'BDPI']),
    dissimilar: ofClasses(letters, [...'KXWZ']),
    train: glyphs([...'0123456789'], 100, 'training digits'),
  };
  const [model, plane] = [torusVae(1), torusVae(1, euclidean(2))];
  let found: SpaceClaims;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'space-claims-'));
    Object.assign(process.env, { LATENT_TORUS_CACHE: folder, LATENT_TORUS_SCALE: 'smoke' });
    found = await spaceClaims(model, sets, plane);
  });
  after(() => {
    for (const name of ['LATENT_TORUS_CACHE', 'LATENT_TORUS_SCALE']) {
      if (settings[name] === undefined) delete process.env[name];
      else process.env[name] = settings[name];
    }
    rmSync(folder, { recursive: true });
  });

  it('are those of sections 3.1 to 4.2 that need no model of another kind', () => {
    const all = [digitClaims, letterClaims, histogramClaims, responseClaims].flatMap(Object.keys);
    const missing = all.filter((key) => !(key in found));
    assert.deepEqual(
      missing.filter((key) => !key.startsWith('annealing')),
      ['twoAngles', 'capacity'],
    );
    assert.ok(Object.keys(found).every((key) => all.includes(key)));
    assert.ok(Object.values(found).every(Number.isFinite));
  });

  it('are what the chapters compute', async () => {
    const values = letterValues(sets, await letterPlaces(model, sets));
    for (const [key, value] of Object.entries(values)) assert.equal(found[key as keyof SpaceClaims], value);
    const points = posteriorMeans(model, digits);
    const own = await separation(model.latent, points, digits);
    const flat = await separation(plane.latent, posteriorMeans(plane, digits), digits);
    assert.equal(found.clusters, own.accuracy);
    assert.equal(found.torus, own.accuracy - flat.accuracy);
    const gain = (some: number[]) => mean(some, (digit) => own.recall[digit] - flat.recall[digit])!;
    close(found.symmetry, gain([0, 6, 9]) - gain([1, 2, 3, 4, 5, 7, 8]), 1e-12);
    const { index, toCentre } = representatives(model.latent, points, digits.labels, 10);
    const moved = median(
      noiseResponse(model, tensor(take(digits, [...digits.labels.keys()])), 0.1, { seed: 1 }),
    )!;
    close(found.robust, moved / median(toCentre)!, 1e-6);
    const angles = points.arraySync() as number[][];
    const ways = index.flatMap((a, i) =>
      index.slice(i + 1).map((b) => waysRound(angles[a], angles[b]).short),
    );
    const uneven = imageSteps(model, alongWays(ways, 32)).map((steps) => max(steps)! / mean(steps)!);
    close(found.continuous, median(uneven)!, 1e-3);
  });

  it('are measured of a plane where they do not speak of angles', async () => {
    const values = await planeClaims(plane, sets);
    const own = await separation(plane.latent, posteriorMeans(plane, digits), digits);
    assert.equal(values.clusters, own.accuracy);
    assert.equal(values.separated, own.silhouette);
    assert.equal(found.torus, found.clusters - values.clusters!);
    const { similar, digits: test, dissimilar } = await letterPlaces(plane, sets);
    const { auroc } = detection(similar.loss, dissimilar.loss);
    assert.equal(values.ranking, Math.min(auroc, detection(test.loss, similar.loss).auroc));
    for (const key of ['winding', 'compact', 'offset', 'robust'] as const) assert.ok(!(key in values), key);
  });

  it('are measured of a wrapped torus as well, and without leaving tensors behind', async () => {
    const wrapped = torusVae(2, heatKernelTorus(2));
    const before = tf.memory().numTensors;
    const values = await spaceClaims(wrapped, sets, plane);
    assert.equal(tf.memory().numTensors, before);
    assert.notEqual(values.clusters, found.clusters);
  });
});
