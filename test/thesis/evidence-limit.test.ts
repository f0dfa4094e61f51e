import assert from 'node:assert/strict';
import { evidenceLimit } from '../../notebooks/thesis';
import { Random } from '../../packages/random';
import { near } from '../near';

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

describe('evidenceLimit', () => {
  for (const sigmaX of [1, 0.1]) {
    it(`is what a mixture on its circle has, summed one by one (σ_X = ${sigmaX})`, () => {
      const { value, radius } = evidenceLimit(25, sigmaX);
      near([lossOf(ring(radius), 25, sigmaX)], [value], 1e-6);
    });
  }

  it('is not undercut by other mixtures', () => {
    const { value, radius } = evidenceLimit(25, 1);
    const random = new Random(1);
    const others = [
      ring(Math.sqrt(12.5)),
      ring(0.9 * radius),
      [...ring(0.95 * radius), ...ring(1.05 * radius)],
      [...ring(radius), [0, 0] as const],
      ring(radius, 8),
      ...[0.3, 1].map((spread) =>
        ring(radius).map(([x, y]): [number, number] => [
          x + spread * random.normal(),
          y + spread * random.normal(),
        ]),
      ),
    ];
    for (const other of others) assert.ok(lossOf(other, 25, 1) > value - 1e-9);
  });

  it('lies below the loss of every bound that the thesis and its errata allow on a circle', () => {
    // the right posterior's optimum on a circle, errata T4
    near([evidenceLimit(25, 1).value], [25.145], 0.05);
    assert.ok(evidenceLimit(25, 1).value < 25.145);
  });

  it('refuses what is not a standard deviation', () => {
    assert.throws(() => evidenceLimit(25, 0), /σ_X above 0/);
  });
});
