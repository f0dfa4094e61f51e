import assert from 'node:assert/strict';
import { causeText, twistCause, twistEffects } from '../../notebooks/torus';

/** Values that a number and two additive changes give, with a little of each seed's own. */
const made = (direction: number, wrapping: number, noise = 0.01) => {
  const seeds = [0, 1, 2, 3, 4];
  const own = (k: number) => seeds.map((seed) => noise * Math.sin(7 * seed + k));
  return {
    torus: own(1).map((v) => 150 + v),
    direction: own(2).map((v) => 150 + direction + v),
    'wrapped-number': own(3).map((v) => 150 + wrapping + v),
    wrapped: own(4).map((v) => 150 + direction + wrapping + v),
  };
};

describe('twistEffects', () => {
  it('takes the changes of an additive design apart', () => {
    const { direction, wrapping, together, interaction } = twistEffects(made(-6, 2, 0));
    for (let i = 0; i < 5; i++) {
      assert.equal(direction[i], -6);
      assert.equal(wrapping[i], 2);
      assert.equal(together[i], -4);
      assert.equal(interaction[i], 0);
    }
  });

  it('together is the sum of the two, whatever the interaction is', () => {
    const values = { torus: [5], direction: [3], 'wrapped-number': [4], wrapped: [-1] };
    const { direction, wrapping, together, interaction } = twistEffects(values);
    assert.deepEqual([direction, wrapping, together, interaction], [[-3.5], [-2.5], [-6], [-3]]);
    assert.equal(direction[0] + wrapping[0], together[0]);
  });

  it('refuses tori with different numbers of seeds', () => {
    assert.throws(
      () => twistEffects({ ...made(1, 1), wrapped: [1] }),
      /'wrapped' has 1 values, 'torus' has 5/,
    );
  });
});

describe('twistCause', () => {
  const options = { of: '−ELBO', better: 'lower', unit: 'nats', digits: 1 } as const;
  it('names the change that earns the gain', () => {
    assert.match(twistCause(made(-6, 0), options), /: the direction improves it\.$/);
    assert.match(twistCause(made(0, -6), options), /: the wrapped posterior improves it\.$/);
    assert.match(twistCause(made(-6, -6), options), /the direction and the wrapped posterior improve it\.$/);
  });
  it('says where one change worsens it, or none does anything', () => {
    assert.match(
      twistCause(made(-6, 3), options),
      /the direction improves it, the wrapped posterior worsens it\.$/,
    );
    assert.match(twistCause(made(0, 0), options), /neither improves it\.$/);
    assert.match(twistCause(made(6, 0), { ...options, better: 'higher' }), /the direction improves it\.$/);
  });
  it('gives no verdict for one seed', () => {
    const one = { torus: [5], direction: [3], 'wrapped-number': [4], wrapped: [1] };
    assert.match(twistCause(one, options), /adds −2\.5 nats \(one seed\).*: one seed, no verdict\.$/);
  });
});

describe('causeText', () => {
  it('names the cause in a few words', () => {
    assert.equal(causeText(made(-6, 0), 'lower'), 'the direction improves');
    assert.equal(causeText(made(-6, 3), 'lower'), 'the direction improves, the wrapped posterior worsens');
    assert.equal(causeText(made(6, 6), 'higher'), 'the direction and the wrapped posterior improve');
    assert.equal(causeText(made(0, 0), 'higher'), 'neither');
    const one = { torus: [5], direction: [3], 'wrapped-number': [4], wrapped: [1] };
    assert.equal(causeText(one, 'higher'), 'one seed');
  });
});
