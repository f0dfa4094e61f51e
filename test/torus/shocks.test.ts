import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { glyphs, ofClasses } from '@latent-torus/datasets';
import {
  auroc,
  chooseBandwidth,
  histogramClaims,
  kde,
  letterClaims,
  measureShocks,
  type ShockSets,
  scoreOf,
  shockClaimValues,
  shockFigures,
  shockPairs,
  shockScores,
  torusVae,
  unseenLetters,
} from '@latent-torus/torus';
import { evaluate, posteriorMeans, tensor, tf } from 'latent-torus';

const pairsWon = (negatives: ArrayLike<number>, positives: ArrayLike<number>) => {
  let sum = 0;
  for (const p of Array.from(positives))
    for (const n of Array.from(negatives)) sum += p > n ? 1 : p === n ? 0.5 : 0;
  return sum / (negatives.length * positives.length);
};
const close = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);

describe('letters as shocks', () => {
  const setting = process.env.LATENT_TORUS_CACHE;
  let folder: string;
  const digits = glyphs([...'0123456789'], 80, 'test digits');
  const letters = glyphs([...'BDPIKXWZ'], 64, 'letters');
  const sets: ShockSets = {
    train: glyphs([...'0123456789'], 60, 'training digits'),
    digits,
    similar: ofClasses(letters, [...'BDPI']),
    dissimilar: ofClasses(letters, [...'KXWZ']),
  };
  const model = torusVae(1);
  const options = { samples: 2, regretImages: 32, regretSteps: 2 };
  let shocks: Awaited<ReturnType<typeof measureShocks>>;
  before(async () => {
    process.env.LATENT_TORUS_CACHE = folder = mkdtempSync(join(tmpdir(), 'shocks-'));
    shocks = await measureShocks(model, sets, options);
  });
  after(() => {
    if (setting === undefined) delete process.env.LATENT_TORUS_CACHE;
    else process.env.LATENT_TORUS_CACHE = setting;
    rmSync(folder, { recursive: true });
  });

  it('have every score for every image, regret for as many as were asked', () => {
    for (const score of Object.values(shockScores).flat()) {
      for (const group of ['digits', 'similar', 'dissimilar'] as const) {
        const values = scoreOf(sets, shocks, score, group);
        assert.equal(
          values.length,
          score === 'likelihood regret' ? 32 : sets[group].count,
          `${score}, ${group}`,
        );
        assert.ok(values.every(Number.isFinite), `${score}, ${group}`);
      }
    }
    assert.equal(scoreOf(sets, shocks, 'sum of pixels', 'similar', 'D').length, 8);
  });

  it('agree with the losses and densities taken one by one', async () => {
    const x = tensor(sets.similar);
    const loss = evaluate(model, x, { seed: 1 }).reconstruction;
    scoreOf(sets, shocks, 'reconstruction loss', 'similar').forEach((value, i) =>
      close(value, loss[i], 1e-3),
    );
    const [own, other] = [posteriorMeans(model, tensor(digits)), posteriorMeans(model, x)];
    const density = await kde(model.latent, other, own, await chooseBandwidth(model.latent, own));
    shocks.similar.logDensity.forEach((value, i) => close(value, density[i], 1e-3));
  });

  it('give the AUROC of each pair, counted pair by pair', () => {
    const loss = (group: 'digits' | 'similar' | 'dissimilar', letter?: string) =>
      scoreOf(sets, shocks, 'reconstruction loss', group, letter);
    close(
      auroc(shocks, 'reconstruction loss', 'all letters against digits'),
      pairsWon(loss('digits'), [...loss('similar'), ...loss('dissimilar')]),
      1e-9,
    );
    close(
      auroc(shocks, 'reconstruction loss', 'dissimilar against similar letters'),
      pairsWon(loss('similar'), loss('dissimilar')),
      1e-9,
    );
    close(
      auroc(shocks, 'reconstruction loss', 'W against digits'),
      pairsWon(loss('digits'), loss('dissimilar', 'W')),
      1e-9,
    );
    assert.equal(shockPairs(sets, shocks, 'sum of pixels').length, 4 + 8);
    assert.throws(
      () => auroc(shocks, 'reconstruction loss', 'A against digits'),
      /no score 'reconstruction loss' for the pair 'A against digits'/,
    );
  });

  it('give intervals around those figures', async () => {
    const found = await shockFigures(sets, shocks, ['sum of pixels', 'likelihood regret'], { resamples: 50 });
    assert.equal(found.length, 2 * 12);
    for (const { score, pair, figures } of found) {
      assert.equal(figures.auroc.value, auroc(shocks, score, pair));
      assert.ok(
        figures.auroc.low <= figures.auroc.value && figures.auroc.value <= figures.auroc.high,
        `${score}, ${pair}`,
      );
    }
  });

  it('give a value for each statement of sections 3.2 to 3.4', () => {
    const { letters: place, histogram } = shockClaimValues(sets, shocks);
    for (const key of Object.keys(place)) assert.ok(key in letterClaims, `${key} is not a claim`);
    assert.deepEqual(Object.keys(histogram).sort(), Object.keys(histogramClaims).sort());
    const sorted = [...shocks.digits.logDensity].sort((a, b) => a - b);
    const limit = sorted[7] + 0.9 * (sorted[8] - sorted[7]); // 0.1 of the way from the first to the last of 80
    close(place.voids, shocks.dissimilar.logDensity.filter((v) => v < limit).length / 32, 1e-9);
    const onOne = shocks.similar.neighbours.filter(
      (counts, i) => sets.similar.labels[i] === 3 && counts[1] > 5,
    ).length;
    close(place.iOnOne, onOne / 8, 1e-9);
  });

  it('are measured once, and leave no tensors behind', async () => {
    const tensors = tf.memory().numTensors;
    assert.deepEqual(await measureShocks(model, sets, options), JSON.parse(JSON.stringify(shocks)));
    assert.equal(tf.memory().numTensors, tensors);
    await measureShocks(model, sets, { ...options, samples: 1 });
    assert.equal(tf.memory().numTensors, tensors);
  });

  it('measure a letter that is unseen by one classifier on both sides', () => {
    const pair = 'D against digits';
    const score = 'together with letter unseen';
    const value = auroc(shocks, score, pair);
    const letter = scoreOf(sets, shocks, score, 'similar', 'D');
    close(value, letter.reduce((a, b) => a + b, 0) / letter.length, 0.02);
    const of = (name: string) => auroc(shocks, score, `${name} against digits`);
    const mean = [...'BDPIKXWZ'].map(of).reduce((a, b) => a + b, 0) / 8;
    close(auroc(shocks, score, 'all letters against digits'), mean, 1e-6);
  });
});

describe('unseenLetters', () => {
  const random = (i: number) => Math.abs(Math.sin(1000 * i + 1)) % 1;
  const digits = Array.from({ length: 200 }, (_, i) => [random(i)]);

  it('puts letters beyond all digits at 1 and letters like digits at about ½', () => {
    const images = Array.from({ length: 60 }, (_, i) => [i < 40 ? 5 + random(i + 200) : random(i + 500)]);
    const letters = images.map((_, i) => Math.floor(i / 20));
    const { letters: places } = unseenLetters(digits, images, letters);
    const mean = (from: number) => places.slice(from, from + 20).reduce((a, b) => a + b, 0) / 20;
    assert.equal(mean(0), 1);
    assert.equal(mean(20), 1);
    close(mean(40), 0.5, 0.2);
  });

  it('does not learn a letter from its own images', () => {
    // The other letter lies below the digits, so that its classifier takes high values for digits.
    const images = Array.from({ length: 40 }, (_, i) => [i < 20 ? 5 : -5]);
    const { letters: places } = unseenLetters(
      digits,
      images,
      images.map((_, i) => Number(i >= 20)),
    );
    assert.deepEqual(new Set(places), new Set([0]));
  });

  it('gives digits places that are spread evenly', () => {
    const { digits: own } = unseenLetters(digits, [[1], [2], [3], [4]], [0, 0, 1, 1]);
    const sorted = [...own].sort((a, b) => a - b);
    sorted.forEach((place, i) => close(place, (i + 0.5) / 200, 1e-12));
  });
});
