import assert from 'node:assert/strict';
import { tf } from 'latent-torus';
import { cliffordTorus } from '../../notebooks/thesis/clifford-torus';
import { torusData } from '../../notebooks/thesis/torus-data';
import { near } from '../near';

describe("the torus data of the thesis' chapter 11", () => {
  const [mesh, printed] = (['mesh', 'printed'] as const).map((reading) => torusData({ phases: 6, reading }));

  it('are 2,500 images of 25 × 25, phase 1 by phase 2', () => {
    const { count, shape, factors } = torusData();
    assert.deepEqual([count, shape], [2500, [25, 25]]);
    near(
      [...factors!['phase 1'].values.slice(0, 51)].slice(-2),
      [-Math.PI, -Math.PI + (2 * Math.PI) / 50],
      1e-6,
    );
    near(factors!['phase 2'].values.slice(0, 2), [-Math.PI, -Math.PI + (2 * Math.PI) / 50], 1e-6);
  });

  it('are isometric in both readings of (11.1): all distances are the same (erratum T8)', () => {
    const distances = ({ pixels, count }: typeof mesh) =>
      tf.tidy(() => {
        const x = tf.tensor2d(pixels, [count, 625]);
        const squares = tf.sum(tf.square(x), 1, true);
        return tf
          .sub(tf.add(squares, tf.transpose(squares)), tf.mul(tf.matMul(x, x, false, true), 2))
          .dataSync();
      });
    near(distances(printed), distances(mesh), 0.02);
    assert.notDeepEqual(printed.pixels, mesh.pixels);
  });

  it('of unrelated phases are 2D² apart on average (erratum T11)', () => {
    const { pixels, count } = mesh;
    let sum = 0;
    for (let a = 0; a < count; a++)
      for (let b = 0; b < count; b++)
        for (let p = 0; p < 625; p++) sum += (pixels[a * 625 + p] - pixels[b * 625 + p]) ** 2;
    near([sum / count ** 2], [2 * 625], 1);
  });

  it('refuse a reading that there is not', () =>
    assert.throws(() => torusData({ reading: 'other' as 'mesh' }), /reading is 'other'/));

  it('have the Clifford torus of (11.6) as their space: features on the unit sphere, angles as before', () => {
    const space = cliffordTorus();
    const angles = tf.tensor2d([
      [0.3, -2],
      [3, 1],
    ]);
    near(tf.sum(tf.square(space.embed(angles)), -1).dataSync(), [1, 1], 1e-6);
    near(
      space.embed(angles).dataSync().slice(0, 2),
      [Math.cos(0.3) / Math.SQRT2, Math.sin(0.3) / Math.SQRT2],
      1e-6,
    );
    near(space.project(space.embed(angles)).dataSync(), angles.dataSync(), 1e-6);
  });
});
