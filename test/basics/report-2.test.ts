import assert from 'node:assert/strict';
import { damaged, report2Exercises, straight, warmUp } from '@latent-torus/basics';
import { glyphs } from '@latent-torus/datasets';
import { near } from '../near';

const images = glyphs([...'0123456789'], 6, 'digits');
const changes = (after: Float32Array) =>
  Array.from({ length: images.count }, (_, image) => {
    const places: { row: number; column: number; before: number; after: number }[] = [];
    for (let i = 0; i < 784; i++) {
      const [was, is] = [images.pixels[784 * image + i], after[784 * image + i]];
      if (was !== is) places.push({ row: Math.floor(i / 28), column: i % 28, before: was, after: is });
    }
    return places;
  });

describe('a straight line', () => {
  it('begins and ends where it should, in even steps', () => {
    near(straight([0, 1], [1, -1], 5).flat(), [0, 1, 0.25, 0.5, 0.5, 0, 0.75, -0.5, 1, -1], 1e-12);
  });

  it('needs two points of the same coordinates', () => {
    assert.throws(() => straight([0], [1], 1), /count.*2 or more/s);
    assert.throws(() => straight([0], [1, 2], 3), /1 coordinates/);
  });
});

describe('a warm-up', () => {
  it('grows in even steps over the first half of the epochs and stays 1', () => {
    near(
      [0, 1, 2, 3, 4, 5, 6, 9].map((epoch) => warmUp(epoch, 10)),
      [0, 0.2, 0.4, 0.6, 0.8, 1, 1, 1],
      1e-12,
    );
  });
});

describe('damage', () => {
  it('tears a gap of 4 × 4 pixels into the ink and changes nothing else', () => {
    for (const places of changes(damaged(images, 'gap').pixels)) {
      assert.ok(places.length > 0, 'an image has no gap');
      assert.ok(places.every(({ after, before }) => after === 0 && before > 0));
      for (const axis of ['row', 'column'] as const) {
        const at = places.map((place) => place[axis]);
        assert.ok(Math.max(...at) - Math.min(...at) < 4);
      }
    }
  });

  it('puts a dot of 3 × 3 bright pixels where there is least ink', () => {
    for (const places of changes(damaged(images, 'dot').pixels)) {
      assert.equal(places.length, 9);
      assert.ok(places.every(({ after, before }) => after === 1 && before < 0.5));
    }
  });

  it('turns images by 180° when upside down, so that twice gives them back', () => {
    const once = damaged(images, 'upside down');
    assert.equal(once.pixels[784 - 1 - (5 * 28 + 14)], images.pixels[5 * 28 + 14]);
    assert.deepEqual(damaged(once, 'upside down').pixels, images.pixels);
  });

  it('is the same for the same seed and leaves the images alone', () => {
    const before = Float32Array.from(images.pixels);
    assert.deepEqual(damaged(images, 'dot', 3).pixels, damaged(images, 'dot', 3).pixels);
    assert.notDeepEqual(damaged(images, 'dot', 3).pixels, damaged(images, 'dot', 4).pixels);
    assert.deepEqual(images.pixels, before);
  });
});

describe('the exercises on report 2', () => {
  const answers = {
    weights: [() => 320, () => 288],
    bits: [
      (u: number[], p: number[]) => p.map((chance, i) => (u[i] < chance ? 1 : 0)),
      (u: number[], p: number[]) => p.map((chance, i) => (u[i] > chance ? 1 : 0)),
    ],
    warmUp: [
      (epoch: number, length: number) => Math.min(1, epoch / length),
      (epoch: number, length: number) => epoch / length,
    ],
    collapsed: [() => 0, () => 0.5],
    between: [
      (a: number[], b: number[], alpha: number) => a.map((v, i) => (1 - alpha) * v + alpha * b[i]),
      (a: number[], b: number[], alpha: number) => a.map((v, i) => alpha * v + (1 - alpha) * b[i]),
    ],
    pathLength: [
      (path: number[][]) =>
        path.slice(1).reduce((sum, at, k) => sum + Math.hypot(...at.map((v, i) => v - path[k][i])), 0),
      (path: number[][]) => Math.hypot(...path[0].map((v, i) => v - path[path.length - 1][i])),
    ],
    threshold: [
      (scores: number[], share: number) =>
        [...scores].sort((a, b) => b - a)[Math.round(share * scores.length) - 1],
      (scores: number[], share: number) => scores[Math.round(share * scores.length) - 1],
    ],
  } as const;
  for (const name of Object.keys(answers) as (keyof typeof answers)[]) {
    it(`take the solution of '${name}' and refuse a likely mistake`, async () => {
      const check = report2Exercises[name].check as (answer: unknown) => Promise<unknown>;
      const [right, wrong] = answers[name];
      assert.equal(await check(right), true);
      assert.notEqual(await check(wrong), true);
    });
  }
});
