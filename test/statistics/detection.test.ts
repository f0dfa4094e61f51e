import assert from 'node:assert/strict';
import { Random } from '@latent-torus/random';
import {
  detection,
  detectionInterval,
  detectionIntervals,
  logisticRegression,
  logisticScores,
  randomFolds,
} from '@latent-torus/statistics';
import { quantileSorted } from 'd3-array';

/** Chance of a positive above a negative, by counting all pairs. */
const pairs = (negatives: number[], positives: number[]) => {
  let sum = 0;
  for (const p of positives) for (const n of negatives) sum += p > n ? 1 : p === n ? 0.5 : 0;
  return sum / (negatives.length * positives.length);
};

/** Precision and the other figures at each threshold, by counting again for each. */
function sweep(negatives: number[], positives: number[]) {
  const thresholds = [...new Set([...negatives, ...positives])].sort((a, b) => b - a);
  let [aupr, recallBefore, fpr95] = [0, 0, 1];
  for (const t of thresholds) {
    const recall = positives.filter((v) => v >= t).length / positives.length;
    const fpr = negatives.filter((v) => v >= t).length / negatives.length;
    aupr += (recall - recallBefore) * (recall / (recall + fpr) || 0);
    recallBefore = recall;
    if (recall >= 0.95 - 1e-12) fpr95 = Math.min(fpr95, fpr);
  }
  return { aupr, fpr95 };
}

const close = (actual: number, expected: number, tolerance: number, what = '') =>
  assert.ok(
    Math.abs(actual - expected) <= tolerance,
    `${what} ${actual} is not within ${tolerance} of ${expected}`,
  );

/** Φ by the error function's series, which converges everywhere. */
const normalCdf = (x: number) => {
  let [term, sum] = [x / Math.SQRT2, x / Math.SQRT2];
  for (let n = 1; n < 80; n++) {
    term *= -(x * x) / 2 / n;
    sum += term / (2 * n + 1);
  }
  return 0.5 + sum / Math.sqrt(Math.PI);
};

describe('AUROC, AUPR and FPR at 95 % TPR', () => {
  const random = new Random('detection');
  const draw = (count: number, shift: number, steps: number) =>
    Array.from({ length: count }, () => Math.round((random.normal() + shift) * steps) / steps);

  for (const [name, steps] of [
    ['without ties', 1e9],
    ['with many ties', 2],
  ] as const) {
    it(`agree with pair counting and a sweep of thresholds, ${name}`, () => {
      for (const [n, p, shift] of [
        [37, 53, 1],
        [1, 9, 0],
        [80, 20, -0.5],
        [20, 1, 2],
      ]) {
        const [negatives, positives] = [draw(n, 0, steps), draw(p, shift, steps)];
        const found = detection(negatives, positives);
        close(found.auroc, pairs(negatives, positives), 1e-12, 'AUROC');
        close(found.aupr, sweep(negatives, positives).aupr, 1e-12, 'AUPR');
        close(found.fpr95, sweep(negatives, positives).fpr95, 1e-12, 'FPR');
      }
    });
  }

  it('come to the closed form for two Gaussians: Φ(d/√2), and 1 − Φ(d − 1.645)', () => {
    for (const d of [0, 0.5, 1.5, 3]) {
      const found = detection(draw(40_000, 0, 1e9), draw(40_000, d, 1e9));
      close(found.auroc, normalCdf(d / Math.SQRT2), 0.006, `AUROC at ${d}`);
      close(found.fpr95, 1 - normalCdf(d - 1.6448536), 0.012, `FPR at ${d}`);
    }
  });

  it('are exact at the ends: separated, reversed, all equal', () => {
    assert.deepEqual(detection([1, 2], [3, 4]), { auroc: 1, aupr: 1, fpr95: 0 });
    assert.equal(detection([3, 4], [1, 2]).auroc, 0);
    assert.deepEqual(detection([1, 1, 1], [1]), { auroc: 0.5, aupr: 0.5, fpr95: 1 });
    assert.equal(detection([0, -Infinity], [Infinity, Infinity]).auroc, 1);
  });

  it('have an AUPR that does not depend on how many negatives there are', () => {
    const [negatives, positives] = [draw(30, 0, 3), draw(20, 1, 3)];
    close(
      detection([...negatives, ...negatives], positives).aupr,
      detection(negatives, positives).aupr,
      1e-12,
    );
  });

  it('refuse an empty group and NaN, naming them', () => {
    assert.throws(() => detection([], [1]), /0 negatives and 1 positives/);
    assert.throws(() => detection([1, 2], [1, NaN]), /the score of positive 1 is NaN/);
  });
});

describe('bootstrap intervals', () => {
  const random = new Random('intervals');
  const draw = (count: number, shift: number) => Array.from({ length: count }, () => random.normal() + shift);

  it('agree with resampling in the open', () => {
    const [negatives, positives] = [draw(60, 0), draw(40, 1)];
    const found = detectionInterval(negatives, positives, { resamples: 2000, seed: 3 });
    const other = new Random('another');
    const slow = Array.from({ length: 2000 }, () => {
      const again = (values: number[]) => values.map(() => values[other.integer(values.length)]);
      const [n, p] = [again(negatives), again(positives)];
      return { auroc: pairs(n, p), ...sweep(n, p) };
    });
    for (const name of ['auroc', 'aupr', 'fpr95'] as const) {
      const values = slow.map((one) => one[name]).sort((a, b) => a - b);
      close(found[name].low, quantileSorted(values, 0.025)!, 0.02, `${name}, low`);
      close(found[name].high, quantileSorted(values, 0.975)!, 0.035, `${name}, high`);
    }
  });

  it('cover the true AUROC about as often as they say', () => {
    const truth = normalCdf(1 / Math.SQRT2);
    let covered = 0;
    for (let i = 0; i < 200; i++) {
      const { auroc } = detectionInterval(draw(80, 0), draw(80, 1), { resamples: 200, seed: i, level: 0.9 });
      covered += Number(auroc.low <= truth && truth <= auroc.high);
    }
    assert.ok(covered / 200 > 0.83 && covered / 200 < 0.96, `covered ${covered / 2} %, not 90 %`);
  });

  it('are the same for the same seed, and the same images are drawn for all scores', () => {
    const [negatives, positives] = [draw(50, 0), draw(50, 1)];
    const twice = (values: number[]) => values.map((v) => 2 * v + 1);
    const { a, b } = detectionIntervals(
      {
        a: { negatives, positives },
        b: { negatives: twice(negatives), positives: twice(positives) },
      },
      { resamples: 100, seed: 1 },
    );
    assert.deepEqual(a, b);
    assert.deepEqual(a, detectionInterval(negatives, positives, { resamples: 100, seed: 1 }));
    assert.notDeepEqual(a, detectionInterval(negatives, positives, { resamples: 100, seed: 2 }));
  });

  it('refuse scores of different images and a share beyond 1', () => {
    const scores = { a: { negatives: [1, 2], positives: [3] }, b: { negatives: [1], positives: [3] } };
    assert.throws(
      () => detectionIntervals(scores),
      /score 'b' has 1 negatives and 1 positives; expected 2 and 1/,
    );
    assert.throws(() => detectionInterval([1], [2], { level: 95 }), /level is 95/);
  });
});

describe('combined scores', () => {
  const random = new Random('combined');

  it('find the coefficients that simulated data were made with', () => {
    // Two Gaussians of unit variance at ∓m: the log-odds are 2 m·x, exactly.
    const rows = Array.from({ length: 8000 }, (_, i) =>
      [0.5, -0.25].map((m) => (i % 2 ? m : -m) + random.normal()),
    );
    const predict = logisticRegression(
      rows,
      rows.map((_, i) => i % 2),
    );
    close(predict([1, 0]) - predict([0, 0]), 1, 0.1);
    close(predict([0, 1]) - predict([0, 0]), -0.5, 0.1);
    close(predict([0, 0]), 0, 0.06);
  });

  it('are at chance where there is nothing to learn, as nothing is fitted on what is scored', () => {
    const noise = () => Array.from({ length: 12 }, () => random.normal());
    const [negatives, positives] = [0, 1].map(() => Array.from({ length: 60 }, noise));
    const folds = { negatives: randomFolds(60, 5, 1), positives: randomFolds(60, 5, 2) };
    const held = logisticScores(negatives, positives, folds);
    const all = [...negatives, ...positives];
    const fitted = logisticRegression(
      all,
      all.map((_, i) => Number(i >= 60)),
    );
    const open = detection(negatives.map(fitted), positives.map(fitted)).auroc;
    assert.ok(detection(held.negatives, held.positives).auroc < 0.62, 'held out');
    assert.ok(open > 0.62, `${open}: the same without cross-validation`);
  });

  it('beat each score where both tell something', () => {
    const [negatives, positives] = [0, 1].map((m) =>
      Array.from({ length: 500 }, () => [m + random.normal(), m + random.normal()]),
    );
    const both = logisticScores(negatives, positives, {
      negatives: randomFolds(500, 5, 1),
      positives: randomFolds(500, 5, 2),
    });
    const alone = detection(
      negatives.map(([a]) => a),
      positives.map(([a]) => a),
    ).auroc;
    assert.ok(detection(both.negatives, both.positives).auroc > alone + 0.04);
  });

  it('stay finite where the classes are separable', () => {
    const { negatives, positives } = logisticScores([[0], [1], [0.5], [0.2]], [[5], [6], [5.5], [7]], {
      negatives: [0, 1, 0, 1],
      positives: [0, 1, 0, 1],
    });
    assert.ok([...negatives, ...positives].every(Number.isFinite));
    assert.equal(detection(negatives, positives).auroc, 1);
  });
});
