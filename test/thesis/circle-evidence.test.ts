import assert from 'node:assert/strict';
import { circleEvidence } from '../../notebooks/thesis';
import { Random } from '../../packages/random';

/** Mean of −log p(x) over data on a circle of radius √(D/2), for a mixture of normals with means in the plane. */
function lossOf(means: readonly (readonly [number, number])[], inputs: number, sigmaX: number): number {
  const [outer, places] = [Math.sqrt(inputs / 2), 360];
  let sum = 0;
  for (let k = 0; k < places; k++) {
    const angle = (2 * Math.PI * k) / places;
    const exponents = means.map(
      ([x, y]) =>
        -((outer * Math.cos(angle) - x) ** 2 + (outer * Math.sin(angle) - y) ** 2) / (2 * sigmaX ** 2),
    );
    const most = Math.max(...exponents);
    sum -= most + Math.log(exponents.reduce((total, e) => total + Math.exp(e - most), 0) / means.length);
  }
  return sum / places + 0.5 * inputs * Math.log(2 * Math.PI * sigmaX ** 2);
}

const ring = (radius: number, count = 720) =>
  Array.from({ length: count }, (_, k): [number, number] => {
    const angle = (2 * Math.PI * k) / count;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });

const value = (sigmaX: number) => circleEvidence({ sigmaX });

describe('circleEvidence', () => {
  for (const sigmaX of [1, 0.3]) {
    it(`is the least loss of an even circle of means, summed one by one (σ_X = ${sigmaX})`, () => {
      const losses = Array.from({ length: 21 }, (_, i) => lossOf(ring(3.3 + 0.015 * i), 25, sigmaX));
      const least = Math.min(...losses);
      assert.ok(least >= value(sigmaX) - 1e-5, `${least}, ${value(sigmaX)}`);
      assert.ok(least < value(sigmaX) + 2e-3, `${least}, ${value(sigmaX)}`);
    });
  }

  it('is not undercut by other mixtures, whatever latent space they come from', () => {
    const random = new Random(1);
    const radius = Math.sqrt(12.5);
    const others = [
      [...ring(0.95 * radius), ...ring(1.05 * radius)],
      [...ring(0.97 * radius), [0, 0] as const],
      ring(0.96 * radius, 8),
      ...[0.3, 1].map((spread) =>
        ring(radius).map(([x, y]): [number, number] => [
          x + spread * random.normal(),
          y + spread * random.normal(),
        ]),
      ),
    ];
    for (const other of others) assert.ok(lossOf(other, 25, 1) > value(1) - 1e-9);
  });
});
