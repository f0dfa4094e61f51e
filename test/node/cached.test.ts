import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from '@latent-torus/node';
import { bernoulli, euclidean, runtime, tf, vae } from 'latent-torus';
import { ownCacheFolder } from '../cache-folder';

describe('cached results', () => {
  const folder = ownCacheFolder();
  const { notice } = runtime;
  let said: string[];
  beforeEach(() => {
    said = [];
    runtime.notice = (text) => said.push(text);
  });
  afterEach(() => {
    runtime.notice = notice;
  });
  const name = 'result';

  it('are computed once for the same inputs, and anew for others, settings and tensors alike', async () => {
    let calls = 0;
    const ask = (samples: number, weights: number[]) =>
      cached({ name, inputs: { samples, weights: tf.tensor1d(weights) } }, () => [++calls, 0.1]);
    assert.deepEqual(await ask(1, [1, 2]), [1, 0.1]);
    assert.deepEqual(await ask(1, [1, 2]), [1, 0.1]);
    assert.deepEqual(await ask(2, [1, 2]), [2, 0.1]);
    assert.deepEqual(await ask(1, [1, 3]), [3, 0.1]);
    assert.equal(calls, 3);
  });

  it('are computed anew where the weights of a model differ', async () => {
    const model = vae({ inputs: 3, hidden: [], latent: euclidean(1), likelihood: bernoulli, seed: 1 });
    let calls = 0;
    const ask = () => cached({ name, inputs: { model } }, () => ++calls);
    assert.deepEqual([await ask(), await ask()], [1, 1]);
    const bias = model.variables['output.bias'];
    bias.assign(tf.add(bias, 1e-7));
    assert.equal(await ask(), 2);
  });

  it('are those of the same source of the function alone', async () => {
    await cached({ name, inputs: {} }, () => 1);
    assert.equal(await cached({ name, inputs: {} }, () => 2), 2);
  });

  it('are computed anew where a module that computes them, or one that it loads, has another source', async () => {
    const place = mkdtempSync(join(tmpdir(), 'code-'));
    try {
      const loaded = (score: number) => {
        writeFileSync(join(place, 'below.cjs'), `exports.score = ${score};`);
        writeFileSync(join(place, 'top.cjs'), "require('./below.cjs');");
        const [top, below] = ['top', 'below'].map((file) => join(place, `${file}.cjs`));
        delete require.cache[require.resolve(top)];
        delete require.cache[require.resolve(below)];
        require(top);
        return require.cache[require.resolve(top)];
      };
      let calls = 0;
      const ask = (code?: NodeModule) => cached({ name, inputs: {}, code }, () => ++calls);
      const asked: number[] = [];
      for (const score of [0, 1, 1, 2, 0]) asked.push(await ask(score ? loaded(score) : undefined));
      assert.deepEqual(asked, [1, 2, 2, 3, 1]);
    } finally {
      rmSync(place, { recursive: true });
    }
  });

  it('are never wrong where a bit of the file has flipped, and any other damage is told', async () => {
    const right = { losses: [0.125, 3, -7e5], name: 'a' };
    const ask = () => cached({ name, inputs: {} }, () => right);
    await ask();
    const [file] = readdirSync(folder()).map((entry) => join(folder(), entry));
    const whole = readFileSync(file);
    const damages: Buffer[] = [Buffer.from(''), whole.subarray(0, 70), Buffer.from('{"value":')];
    for (let bit = 0; bit < 8 * whole.length; bit += 5) {
      const copy = Buffer.from(whole);
      copy[bit >> 3] ^= 1 << (bit & 7);
      damages.push(copy);
    }
    for (const damage of damages) {
      writeFileSync(file, damage);
      said = [];
      assert.deepEqual(await ask(), right);
      // the byte between sum and text says nothing
      assert.equal(said.length, Number(damage.length !== whole.length || damage[64] === whole[64]));
      if (said.length) assert.match(said[0], /is damaged: 'result' is computed anew/);
      writeFileSync(file, whole);
    }
  });

  it('refuse what JSON would lose, and then keep nothing', async () => {
    await assert.rejects(
      cached({ name, inputs: {} }, () => ({ loss: NaN })),
      /'loss' is NaN; expected finite numbers/,
    );
    assert.deepEqual(readdirSync(folder()), []);
  });

  it('refuse inputs whose content cannot be seen, and names that leave the folder', async () => {
    await assert.rejects(
      cached({ name, inputs: { weight: () => 1 } }, () => 1),
      /the key\.1\.weight is a function; pass what it depends on/,
    );
    for (const wrong of ['../result', 'a/b', '', 'Result', 'a.b', '..']) {
      await assert.rejects(
        cached({ name: wrong, inputs: {} }, () => 1),
        /cached: name is .*; expected lower-case words/,
      );
    }
    assert.deepEqual(readdirSync(folder()), []);
  });

  it('are given, with a notice, where they cannot be kept', async () => {
    process.env.LATENT_TORUS_CACHE = join(folder(), 'file', 'below');
    writeFileSync(join(folder(), 'file'), '');
    assert.equal(await cached({ name, inputs: {} }, () => 4), 4);
    assert.match(said.join(), /'result' is not kept on disk/);
  });
});
