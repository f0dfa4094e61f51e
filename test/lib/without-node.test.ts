import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

describe('the library without Node’s packages', () => {
  it('trains on TensorFlow.js’ CPU backend, and loads neither tfjs-node nor file access', () => {
    const script = `
      const tf = require('@tensorflow/tfjs-core');
      require('@tensorflow/tfjs-core/dist/register_all_gradients'); // tfjs-core leaves that to its user
      require('@tensorflow/tfjs-backend-cpu');
      // what a page does not have
      const Module = require('node:module');
      const load = Module._load;
      const builtin = [];
      Module._load = function (name, parent) {
        if (Module.isBuiltin(name) && /[\\\\/](lib|packages)[\\\\/][^]*\\.ts$/.test(parent?.filename ?? '')) builtin.push(name);
        return load.apply(this, arguments);
      };
      const { fit, gaussianTorus, vae, evaluate, importanceWeighted, normalNoise, posteriorMeans, runtime } = require('latent-torus');
      (async () => {
        await tf.setBackend('cpu');
        const x = tf.sigmoid(normalNoise([12, 5], [1, 2]));
        const model = vae({ inputs: 5, hidden: [4], latent: gaussianTorus(2), seed: 1 });
        const told = [];
        const options = { epochs: 5, batchSize: 6, seed: 1, learningRate: 0.02, progress: (p) => told.push(p.step) };
        const run = await fit(model, { x }, options);
        const again = vae({ inputs: 5, hidden: [4], latent: gaussianTorus(2), seed: 1 });
        const same = await fit(again, { x }, options);
        const { elbo } = evaluate(model, x);
        const weighted = await importanceWeighted(model, x, { samples: 4 });
        console.log(JSON.stringify({
          backend: tf.getBackend(), execution: run.execution, steps: run.steps, cached: run.cached, told: told.length > 0,
          totals: run.history.map((row) => row.total), same: same.history.map((row) => row.total),
          finite: [...elbo, ...weighted, ...posteriorMeans(model, x).dataSync()].every(Number.isFinite),
          store: runtime.store === undefined, builtin, files: Object.keys(require.cache),
        }));
      })();`;
    const out = execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', script], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const found = JSON.parse(out.trim().split('\n').at(-1) as string);
    assert.deepEqual(
      [found.backend, found.execution, found.steps, found.cached, found.told, found.store],
      ['cpu', 'eager', 10, false, true, true],
    );
    assert.ok(found.finite && found.totals.every(Number.isFinite));
    assert.ok(found.totals[4] < found.totals[0], `${found.totals}`);
    assert.deepEqual(found.same, found.totals);
    assert.deepEqual(found.builtin, []);
    const wrong = (found.files as string[]).filter((file) =>
      /tfjs-node|danfojs|vega|packages[\\/](node|files|datasets|notebook|kernel|settings|statistics)[\\/]|notebooks[\\/]/.test(
        file.slice(root.length),
      ),
    );
    assert.deepEqual(wrong, []);
    assert.ok(found.files.some((file: string) => file.endsWith(join('lib', 'index.ts'))));
  });
});
