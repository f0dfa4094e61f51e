import assert from 'node:assert/strict';
import { Random } from '@latent-torus/random';
import { closedPath, rotated, rotationPath, torusVae } from '@latent-torus/torus';
import { gaussianTorus, posteriorMeans, tf } from 'latent-torus';

const noise = (count: number, seed: string) => {
  const random = new Random(seed);
  return Float32Array.from({ length: count }, () => random.uniform());
};
const near = (a: ArrayLike<number>, b: ArrayLike<number>, within = 1e-6) => {
  assert.equal(a.length, b.length);
  Array.from(a, (value, i) => assert.ok(Math.abs(value - b[i]) <= within, `${i}: ${value}, ${b[i]}`));
};

describe('rotated', () => {
  for (const side of [5, 28]) {
    const image = noise(side * side, `rotated ${side}`);

    it(`moves the pixels of a ${side} × ${side} image by a quarter turn: columns become rows from the bottom`, () => {
      const expected = Float32Array.from(image, (_, i) => {
        const [row, column] = [Math.floor(i / side), i % side];
        return image[column * side + side - 1 - row];
      });
      near(rotated(image, 90), expected);
      near(rotated(image, -270), expected);
    });

    it(`reverses a ${side} × ${side} image by half a turn and leaves it alone by a whole one`, () => {
      near(rotated(image, 180), Float32Array.from(image).reverse());
      near(rotated(image, 360), image);
    });
  }

  it('turns counterclockwise', () => {
    const top = Float32Array.of(0, 1, 0, 0, 0, 0, 0, 0, 0);
    near(rotated(top, 90), [0, 0, 0, 1, 0, 0, 0, 0, 0]);
  });

  it('leaves a round blob as it is at any angle', () => {
    const blob = Float32Array.from({ length: 784 }, (_, i) =>
      Math.exp(-((Math.floor(i / 28) - 13.5) ** 2 + ((i % 28) - 13.5) ** 2) / 32),
    );
    for (const degrees of [17, 45, 101]) near(rotated(blob, degrees), blob, 0.02);
  });

  it('refuses what is not a square', () =>
    assert.throws(() => rotated(new Float32Array(12), 1), /12 pixels is not a square/));
});

describe('closedPath', () => {
  const wrap = (angle: number) => angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));

  it('counts how often each angle goes round, over the seam', () => {
    const angles = Array.from({ length: 40 }, (_, i) => (2 * Math.PI * i) / 40);
    const path = closedPath(angles.flatMap((t) => [wrap(t + 3), wrap(1 - 2 * t)]));
    assert.deepEqual(path.turns, [1, -2]);
    near([path.longest], [(2 * Math.PI * 2) / 40], 1e-6);
    near(path.points.subarray(80), [wrap(3) + 2 * Math.PI, 1 - 4 * Math.PI], 1e-5);
  });

  it('finds no turn where a path crosses the seam and comes back', () => {
    assert.deepEqual(closedPath([3, -3, -2.5, -3.1, 3.1], 1).turns, [0]);
  });

  it('needs two points', () => assert.throws(() => closedPath([1, 2]), /2 angles; expected two or more/));
});

describe('rotationPath', () => {
  it('begins at the encoding of the image and, where the mean is a number, does not wind', () => {
    const model = torusVae(1, gaussianTorus(2), 784);
    for (const seed of ['a', 'b', 'c']) {
      const image = noise(784, seed);
      const path = rotationPath(model, image, 24);
      assert.deepEqual(path.turns, [0, 0]);
      assert.equal(path.points.length, 50);
      near(path.points.subarray(0, 2), posteriorMeans(model, tf.tensor2d(image, [1, 784])).dataSync(), 1e-5);
    }
  });
});
