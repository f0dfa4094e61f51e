import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../packages/settings';

describe('npm run sweep', function () {
  this.timeout(300_000);
  const place = mkdtempSync(join(tmpdir(), 'sweep-'));
  after(() => rmSync(place, { recursive: true, force: true }));

  /** Runs the command from a folder that is not the checkout. */
  async function sweep(cache: string, ...args: string[]) {
    const env = { ...process.env, LATENT_TORUS_CACHE: join(place, cache), LATENT_TORUS_SCALE: 'smoke' };
    const child = spawn(process.execPath, [join(root, 'tools/sweep.mjs'), ...args], { cwd: place, env });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const [code] = await once(child, 'close');
    return { code, stdout, stderr };
  }

  it('lists the runs of a document with names of their own, time and memory', async () => {
    const { code, stdout } = await sweep('list', '--list', 'torus');
    assert.equal(code, 0);
    const { scale, documents } = JSON.parse(stdout);
    assert.equal(scale, 'smoke');
    const [{ document, notebooks, runs }] = documents;
    assert.equal(document, 'torus');
    assert.ok(notebooks.includes('torus-claims'));
    assert.equal(new Set(runs.map(({ name }: { name: string }) => name)).size, runs.length);
    for (const { name, minutes, megabytes } of runs) assert.ok(minutes > 0 && megabytes > 0, name);
  });

  it('does one run, also where it is started twice at once, and then has it from the cache', async () => {
    const first = await Promise.all([1, 2].map(() => sweep('one', '--one', 'torus/plane-1')));
    const [a, b] = first.map(({ code, stdout }) => {
      assert.equal(code, 0);
      return stdout.replace(/\(.*?\)/, '');
    });
    assert.equal(a, b);
    const files = readdirSync(join(place, 'one')).filter((name) => name.endsWith('.checkpoint'));
    assert.equal(files.length, 1);
    const before = readFileSync(join(place, 'one', files[0]));
    const again = await sweep('one', '--one', 'torus/plane-1');
    assert.match(again.stdout, /from the cache/);
    assert.equal(again.stdout.replace(/\(.*?\)/, ''), a);
    assert.deepEqual(readFileSync(join(place, 'one', files[0])), before);
  });

  it('refuses a run that it does not know in one line, with the names that there are', async () => {
    const { code, stderr } = await sweep('unknown', '--one', 'torus/plane-9');
    assert.equal(code, 1);
    assert.match(
      stderr.trim(),
      /^there is no run 'torus\/plane-9' at scale smoke; expected one of .*plane-1.*$/,
    );
  });
});
