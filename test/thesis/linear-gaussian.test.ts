import assert from 'node:assert/strict';
import {
  expectation,
  linearGaussian,
  normalKl,
  printedDivergence,
  printedReconstruction,
} from '../../notebooks/thesis';
import { near } from '../near';

const prior = { mean: 0, sd: 1 };
const models = [
  linearGaussian([1.2, 0.7], 0.5),
  linearGaussian([-0.3, 0.1, 2], 0.05),
  linearGaussian([0.4], 1.7),
];
const inputs = [[0.9, -0.4], [0.2, -1, 1.1], [2.5]];
const approximations = [
  { mean: 0.3, sd: 0.6 },
  { mean: -1.5, sd: 0.2 },
  { mean: 0, sd: 1 },
];

describe('expectation', () => {
  it('gives the moments of a normal distribution', () => {
    const q = { mean: -0.7, sd: 0.3 };
    near(
      [0, 1, 2, 4].map((power) => expectation(q, (z) => (z - q.mean) ** power)),
      [1, 0, 0.09, 3 * 0.3 ** 4],
      1e-12,
    );
  });

  it('refuses a standard deviation that is not above 0', () => {
    assert.throws(() => expectation({ mean: 0, sd: 0 }, () => 1), /N\(0, 0²\).*above 0/);
  });
});

describe('linearGaussian', () => {
  models.forEach((model, i) => {
    const x = inputs[i];
    it(`has the evidence that integrating over the prior gives (${x.length} inputs)`, () => {
      // A likelihood far narrower than the prior needs a grid of its own: integrate on the scale of its peak.
      const { mean, sd } = model.posterior(x);
      const wide = { mean, sd: 1.1 * sd };
      const integral = expectation(wide, (z) => {
        const log = (n: { mean: number; sd: number }) =>
          -0.5 * ((z - n.mean) / n.sd) ** 2 - Math.log(n.sd) - 0.5 * Math.log(2 * Math.PI);
        return Math.exp(model.logLikelihood(x, z) + log(prior) - log(wide) - model.logEvidence(x));
      });
      near([integral], [1], 1e-9);
    });

    it(`has a posterior that is proportional to prior times likelihood (${x.length} inputs)`, () => {
      const { mean, sd } = model.posterior(x);
      const joint = (z: number) => model.logLikelihood(x, z) - 0.5 * z * z;
      for (const e of [-2, -0.5, 1, 3]) near([joint(mean + e * sd) - joint(mean)], [-0.5 * e * e], 1e-8);
    });

    it(`splits the evidence into bound and gap for every q, (2.22) (${x.length} inputs)`, () => {
      for (const q of approximations) {
        near(
          [model.elbo(x, q) + model.gap(x, q)],
          [model.logEvidence(x)],
          1e-8 * (1 + Math.abs(model.elbo(x, q))),
        );
        assert.ok(model.gap(x, q) >= 0);
      }
      near([model.gap(x, model.posterior(x))], [0], 1e-12);
    });

    it(`has the reconstruction error that integrating over q gives (${x.length} inputs)`, () => {
      for (const q of approximations) {
        const integral = expectation(q, (z) => -model.logLikelihood(x, z));
        near([model.reconstruction(x, q)], [integral], 1e-9 * (1 + Math.abs(integral)));
      }
    });
  });

  it('names what does not fit', () => {
    assert.throws(() => linearGaussian([], 1), /one or more finite weights/);
    assert.throws(() => linearGaussian([1], -1), /-1.*above 0/);
    assert.throws(() => models[0].logEvidence([1]), /x has 1 numbers; the model has 2 weights/);
  });
});

describe('normalKl', () => {
  it('is the integral of log q/p over q', () => {
    const [q, p] = [
      { mean: 0.4, sd: 0.3 },
      { mean: -0.2, sd: 0.9 },
    ];
    const log = (n: typeof q, z: number) => -0.5 * ((z - n.mean) / n.sd) ** 2 - Math.log(n.sd);
    near([normalKl(q, p)], [expectation(q, (z) => log(q, z) - log(p, z))], 1e-12);
  });
});

describe('the bound as printed', () => {
  const [model, x] = [models[0], inputs[0]];

  it('has a reconstruction term, (2.27), that is right for one q only: the prior', () => {
    near([printedReconstruction(model, x)], [model.reconstruction(x, prior)], 1e-9);
    assert.ok(Math.abs(printedReconstruction(model, x) - model.reconstruction(x, model.posterior(x))) > 1);
  });

  it('has a divergence term, (2.28), that is the reverse divergence with the other sign', () => {
    for (const q of approximations) near([printedDivergence(q)], [normalKl(prior, q)], 1e-8);
  });
});
