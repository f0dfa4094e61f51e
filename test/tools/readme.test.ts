import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { itWith } from '../datasets/real-data';
import { root } from './checkout';

describe('the README', function () {
  this.timeout(600_000); // machines that are busy with other things

  itWith(['MNIST'], 'shows an example that runs as a file', async () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const [, example] = /<!-- a test runs this example -->\n```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    assert.match(example, /epochs: 40/);
    mkdirSync(join(root, '.setup'), { recursive: true });
    const folder = mkdtempSync(join(root, '.setup', 'readme-test-')); // inside the checkout, where packages are found
    try {
      writeFileSync(join(folder, 'first.ts'), example.replace('epochs: 40', 'epochs: 1'));
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--require', 'tsx/cjs', join(folder, 'first.ts')],
        { cwd: root, encoding: 'utf8', env: { ...process.env, LATENT_TORUS_CACHE: join(folder, 'cache') } },
      );
      assert.equal(status, 0, stderr);
      assert.match(stdout, /total: \d+/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('leads to files that are there', () => {
    for (const page of ['README.md', 'environment.md', 'data/README.md']) {
      const text = readFileSync(join(root, page), 'utf8');
      for (const [, target] of text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g))
        assert.ok(
          existsSync(join(root, page, '..', target)),
          `${page} leads to ${target}, which is not there`,
        );
    }
  });
});
