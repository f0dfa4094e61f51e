import assert from 'node:assert/strict';
import { close, compareModes, open } from './compare';
import { convolutional, thesisVae, torusVae } from './models';

describe('the three modes agree', () => {
  it('for a VAE on the torus', () => compareModes(() => torusVae()));
  it('for the 25-8-8-2 VAE with schedules of learning rate and KL weight', () =>
    compareModes(() => thesisVae()));
  it('for replicas', () => compareModes(() => thesisVae({ seeds: [1, 2, 3], stacked: true })));
  it('for a convolutional model, which XLA is not used for', () =>
    compareModes(() => convolutional(), ['eager', 'graph']));

  for (const execution of ['eager', 'graph', 'xla'] as const) {
    it(`a replica equals the same model trained alone (${execution})`, () => {
      const seeds = [4, 5, 6];
      const together = open(thesisVae({ seeds, stacked: true }), execution);
      const all = together.step.run(together.model.feeds(0, 20), 20).terms;
      const weights = together.step.state().weights;
      close(together);
      seeds.forEach((seed, r) => {
        const alone = open(thesisVae({ seeds: [seed] }), execution);
        const { terms } = alone.step.run(alone.model.feeds(0, 20), 20);
        for (const [name, values] of Object.entries(terms)) {
          values.forEach((value, k) => {
            const other = all[name][k * seeds.length + r];
            assert.ok(
              Math.abs(other - value) <= 1e-4 * Math.abs(terms.total[k]),
              `${name} at ${k}: ${other} and ${value}`,
            );
          });
        }
        for (const [name, { values }] of Object.entries(alone.step.state().weights)) {
          const other = weights[name].values.subarray(r * values.length, (r + 1) * values.length);
          values.forEach((value, i) =>
            assert.ok(Math.abs(other[i] - value) < 1e-3, `${name}: ${other[i]} and ${value}`),
          );
        }
        close(alone);
      });
    });
  }
});
