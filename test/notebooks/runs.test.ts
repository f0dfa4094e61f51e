import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { torusRuns } from '../../notebooks/torus';
import { root } from '../../packages/settings';
import { missing, notebooks, python } from './notebook-files';

/** Chapters that show a training in the open, and the run that it is. */
const shown = [{ chapter: 'torus-2-training', train: () => torusRuns.trained('torus') }];

describe('the trainings that chapters show in the open', () => {
  let place: string;
  const earlier = { ...process.env };
  before(function () {
    if (missing) {
      console.log(`      pending: ${missing}`);
      this.skip();
    }
    place = mkdtempSync(join(tmpdir(), 'runs-'));
    const [cache, figures] = [join(place, 'cache'), join(place, 'figures')];
    Object.assign(process.env, {
      LATENT_TORUS_SCALE: 'smoke',
      LATENT_TORUS_CACHE: cache,
      LATENT_TORUS_FIGURES: figures,
    });
  });
  after(() => {
    for (const name of ['LATENT_TORUS_SCALE', 'LATENT_TORUS_CACHE', 'LATENT_TORUS_FIGURES']) {
      if (earlier[name] === undefined) delete process.env[name];
      else process.env[name] = earlier[name];
    }
    if (place) rmSync(place, { recursive: true, force: true });
  });

  for (const { chapter, train } of shown) {
    it(`${chapter} leaves the models that later chapters take by name`, async function () {
      this.timeout(300_000);
      const { file } = notebooks.find(({ name }) => name === chapter)!;
      const target = join(place, `${chapter}.ipynb`);
      const child = spawn(python, [join(root, 'tools/figures/execute.py'), file, target, target], {
        env: process.env,
        stdio: 'ignore',
      });
      const [code] = await once(child, 'close');
      assert.equal(code, 0);
      const models = await train();
      assert.ok(models.length > 0);
      for (const { name, fit } of models) assert.ok(fit.cached, `${name} was trained anew`);
    });
  }
});
