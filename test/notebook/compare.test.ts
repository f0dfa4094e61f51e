import assert from 'node:assert/strict';
import { compare, estimate } from '../../packages/notebook/compare';

describe('compare', () => {
  const higher = { torus: [0.73, 0.74, 0.72], plane: [0.61, 0.6, 0.62] };

  it('says by how much the first is higher where the interval of the paired difference excludes zero', () => {
    // differences 0.12, 0.14, 0.10: mean 0.12, half 4.302653 · 0.02 / √3 = 0.0497
    assert.equal(
      compare(higher, { of: '10-NN accuracy', digits: 2 }),
      'Torus 0.73, plane 0.61 (10-NN accuracy, three seeds): torus higher by 0.12 (95 % interval 0.07 to 0.17), in every seed.',
    );
  });

  it('pairs by seed: a small difference shows though the seeds differ much', () => {
    const values = { torus: [10.1, 20.1, 30.12], plane: [10, 20, 30] };
    assert.match(compare(values), /torus higher by 0\.107 .*in every seed/);
  });

  it('says lower, worse or better, with the unit', () => {
    const values = { torus: [140, 141, 140], plane: [147, 147.5, 146.5] };
    const said = (better: 'higher' | 'lower') => compare(values, { unit: 'nats', digits: 1, better });
    assert.match(
      said('lower'),
      /^Torus 140\.3 nats, plane 147\.0 nats \(three seeds\): torus lower \(better\) by 6\.7 nats \(95 % interval 5\.9 to 7\.4\), in every seed\.$/,
    );
    assert.match(said('higher'), /torus lower \(worse\) by/);
  });

  it('is undecided where the interval holds zero, though every seed points one way', () => {
    assert.equal(
      compare({ torus: [0.71, 0.9], plane: [0.7, 0.7] }),
      'Torus 0.805, plane 0.700 (two seeds): undecided (difference 0.105, 95 % interval −1.102 to 1.312; higher in every seed).',
    );
    assert.match(compare({ a: [1, 2, 3], b: [2, 1, 3.5] }), /undecided .*lower in two of three seeds/);
  });

  it('finds no difference only within a margin, or where there is none at all', () => {
    const values = { torus: [0.73, 0.731, 0.729], plane: [0.731, 0.73, 0.728] };
    assert.match(
      compare(values, { margin: 0.01 }),
      /: no difference beyond 0\.01 \(95 % interval −0\.003 to 0\.003\)\.$/,
    );
    assert.match(compare(values), /: undecided/);
    assert.match(compare({ a: [0.5, 0.6], b: [0.5, 0.6] }), /: no difference in any seed\.$/);
  });

  it('gives no verdict on one seed', () => {
    assert.equal(
      compare({ torus: [0.73], plane: [0.61] }),
      'Torus 0.730, plane 0.610 (one seed): one seed, no verdict.',
    );
  });

  it('sets the first against each of the others', () => {
    assert.match(
      compare({ ...higher, circle: [0.73, 0.74, 0.72] }),
      /^Torus 0\.730, plane 0\.610, circle 0\.730 \(three seeds\): against plane torus higher by .*; against circle no difference in any seed\.$/,
    );
  });

  it('refuses what does not pair', () => {
    assert.throws(() => compare({ a: [1] }), /there are 1 groups/);
    assert.throws(() => compare({ a: [1], b: [1, 2] }), /'b' has 2 values, 'a' has 1/);
    assert.throws(() => compare({ a: [], b: [] }), /'a' has the values \[\]/);
    assert.throws(() => compare({ a: [1], b: [NaN] }), /'b' has the values \[NaN\]/);
    assert.throws(() => compare(higher, { better: 'more' as never }), /better is 'more'/);
    assert.throws(() => compare(higher, { margin: -1 }), /margin is -1/);
    assert.throws(() => compare(higher, { digits: 200 }), /digits is 200/);
  });
});

describe('estimate', () => {
  it("is a mean with its interval, or one seed's value", () => {
    assert.equal(estimate([0.8, 0.81, 0.79]), '0.800 (95 % interval 0.775 to 0.825, three seeds)');
    assert.equal(estimate([-147.12], { unit: 'nats', digits: 1 }), '−147.1 nats (one seed)');
  });
});
