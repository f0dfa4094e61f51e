import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from '@latent-torus/node';
import { tf } from 'latent-torus';

describe('cached results', () => {
  const before = process.env.LATENT_TORUS_CACHE;
  let folder = '';
  beforeEach(() => {
    process.env.LATENT_TORUS_CACHE = folder = mkdtempSync(join(tmpdir(), 'cached-'));
  });
  afterEach(() => {
    if (before === undefined) delete process.env.LATENT_TORUS_CACHE;
    else process.env.LATENT_TORUS_CACHE = before;
    rmSync(folder, { recursive: true });
  });

  it('are computed once for the same inputs, and anew for others, settings and tensors alike', async () => {
    let calls = 0;
    const ask = (samples: number, weights: number[]) =>
      cached('result', [{ samples }, tf.tensor1d(weights)], () => [++calls, 0.1]);
    assert.deepEqual(await ask(1, [1, 2]), [1, 0.1]);
    assert.deepEqual(await ask(1, [1, 2]), [1, 0.1]);
    assert.deepEqual(await ask(2, [1, 2]), [2, 0.1]);
    assert.deepEqual(await ask(1, [1, 3]), [3, 0.1]);
    assert.equal(calls, 3);
  });

  it('are computed anew where the file is damaged', async () => {
    await cached('result', [{}], () => 1);
    writeFileSync(join(folder, readdirSync(folder)[0]), '{"value":');
    const warn = console.warn;
    const said: string[] = [];
    console.warn = (text: string) => said.push(text);
    try {
      assert.equal(await cached('result', [{}], () => 2), 2);
    } finally {
      console.warn = warn;
    }
    assert.match(said[0], /'result' is computed anew/);
    assert.equal(await cached('result', [{}], () => 3), 2);
  });

  it('refuse what JSON would lose, and then keep nothing', async () => {
    await assert.rejects(
      cached('result', [{}], () => ({ loss: NaN })),
      /'loss' is NaN; expected finite numbers/,
    );
    assert.deepEqual(readdirSync(folder), []);
  });
});
