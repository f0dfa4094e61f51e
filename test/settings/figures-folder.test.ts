import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { figuresFolder, root } from '../../packages/settings';

describe('figuresFolder', () => {
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = { ...process.env };
    delete process.env.LATENT_TORUS_FIGURES;
  });
  afterEach(() => {
    process.env = before;
  });

  it("is the committed one for the scale paper alone, so that a reader's run never overwrites it", () => {
    const places = ['paper', 'lesson', 'smoke', ''].map((scale) => {
      process.env.LATENT_TORUS_SCALE = scale;
      return figuresFolder();
    });
    assert.deepEqual(places, [
      join(root, 'figures'),
      join(root, '.figures', 'lesson'),
      join(root, '.figures', 'smoke'),
      join(root, '.figures', 'lesson'),
    ]);
    const ignored = (path: string) =>
      execFileSync('git', ['check-ignore', '--no-index', '--verbose', '--non-matching', path], {
        cwd: root,
        encoding: 'utf8',
      }).startsWith('.gitignore:');
    for (const place of places.slice(1)) assert.ok(ignored(join(place, 'a.png')), place);
  });

  it('is the one that LATENT_TORUS_FIGURES names, at every scale', () => {
    process.env.LATENT_TORUS_FIGURES = '/tmp/elsewhere';
    for (const scale of ['paper', 'smoke'] as const) assert.equal(figuresFolder(scale), '/tmp/elsewhere');
  });
});
