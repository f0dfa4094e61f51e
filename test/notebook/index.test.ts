import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../packages/settings';

/** Runs code in a new process, which loads TypeScript, and gives what it prints. */
async function inProcess(code: string): Promise<{ stdout: string; stderr: string }> {
  const env = { ...process.env, LATENT_TORUS_SCALE: 'lesson', LATENT_TORUS_FIGURES: '' };
  const preload = ['tsx/cjs', join(root, 'tools', 'preload.cjs')].flatMap((file) => [
    '--require',
    require.resolve(file),
  ]);
  return promisify(execFile)(process.execPath, [...preload, '-e', code], { cwd: root, env });
}

const kernel = `
  const sent = [];
  const has = (name) => Object.keys(require.cache).some((file) => file.includes('/node_modules/' + name + '/'));
  require.cache['/fake/node_modules/tslab/dist/jupyter.js'] = { exports: { lastWriteDisplayData: (content, update) =>
    sent.push({ text: content.data['text/plain'], id: content.transient.display_id, update, tensorflow: has('@tensorflow/tfjs-node') })
  } };`;

describe('the first import of the package', () => {
  it('says at once that something is loading, then the scale and where figures go', async function () {
    this.timeout(60_000);
    const { stdout } = await inProcess(`${kernel}
      require('@latent-torus/notebook');
      console.log(JSON.stringify(sent));`);
    const [first, second, ...rest] = JSON.parse(stdout);
    assert.equal(rest.length, 0);
    assert.match(first.text, /^Loading/);
    assert.deepEqual([first.update, first.tensorflow], [false, false]);
    assert.equal(second.text, 'Scale lesson: figures are saved in .figures/lesson/');
    assert.deepEqual([second.update, second.tensorflow], [true, true]);
    assert.equal(second.id, first.id);
  });

  it('loads neither Vega nor Danfo, and prints nothing outside Jupyter', async function () {
    this.timeout(60_000);
    const { stdout, stderr } = await inProcess(`
      require('@latent-torus/notebook');
      const names = ['vega', 'vega-lite', 'danfojs-node', '@tensorflow/tfjs-node'];
      process.exitCode = 0;
      const loaded = names.filter((name) => Object.keys(require.cache).some((file) => file.includes('/node_modules/' + name + '/')));
      require('node:fs').writeSync(1, loaded.join());`);
    assert.equal(stdout, '@tensorflow/tfjs-node');
    assert.equal(stderr, '');
  });

  it("shows Danfo's frames as tables whichever is loaded first", async function () {
    this.timeout(60_000);
    for (const names of [
      ['@latent-torus/notebook', 'danfojs-node'],
      ['@latent-torus/node', 'danfojs-node', '@latent-torus/notebook'],
    ]) {
      const { stdout } = await inProcess(`
        ${names.map((name) => `require('${name}');`).join('\n')}
        const frame = new (require('danfojs-node').DataFrame)([[1.5]], { columns: ['a'] });
        console.log(frame[Symbol.for('Jupyter.display')]()['text/html']);`);
      assert.match(stdout, /<td style="text-align:right">1\.500<\/td>/);
    }
  });
});
