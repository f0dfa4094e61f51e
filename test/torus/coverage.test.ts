import assert from 'node:assert/strict';
import { coveredShare, effectiveShare } from '@latent-torus/torus';
import { tf } from 'latent-torus';

const cell = (i: number) => -Math.PI + ((i + 0.5) * 2 * Math.PI) / 36;

describe('the share of the torus that points cover', () => {
  const [a, b] = [
    [cell(3), cell(4)],
    [cell(20), cell(35)],
  ];
  it('counts cells, whatever their number of points', () => {
    assert.equal(coveredShare(tf.tensor2d([a])), 1 / 1296);
    assert.equal(coveredShare(tf.tensor2d([a, a, a, b])), 2 / 1296);
  });

  it('is smaller by the entropy, unless all cells have as many', () => {
    assert.ok(Math.abs(effectiveShare(tf.tensor2d([a, b])) - 2 / 1296) < 1e-12);
    const entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
    assert.ok(Math.abs(effectiveShare(tf.tensor2d([a, a, a, b])) - Math.exp(entropy) / 1296) < 1e-12);
    const all = Array.from({ length: 1296 }, (_, i) => [cell(i % 36), cell(Math.floor(i / 36))]);
    assert.ok(Math.abs(effectiveShare(tf.tensor2d(all)) - 1) < 1e-12);
    assert.equal(coveredShare(tf.tensor2d(all)), 1);
  });

  it('takes ±π for cells of the grid', () => {
    assert.equal(coveredShare(tf.tensor2d([[Math.PI, -Math.PI]])), 1 / 1296);
  });
});
