import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { histogramClaims, savedClaims, savedTable } from '@latent-torus/torus';

describe('savedClaims', () => {
  const setting = process.env.LATENT_TORUS_FIGURES;
  let folder: string;
  beforeEach(() => {
    process.env.LATENT_TORUS_FIGURES = folder = mkdtempSync(join(tmpdir(), 'claims-'));
  });
  afterEach(() => {
    if (setting === undefined) delete process.env.LATENT_TORUS_FIGURES;
    else process.env.LATENT_TORUS_FIGURES = setting;
    rmSync(folder, { recursive: true });
  });
  const { claim } = histogramClaims.similarBroader;

  it('says which chapters have not been run', () => {
    const { claims, missing } = savedClaims();
    assert.deepEqual(claims, []);
    assert.ok(missing.includes('torus-fig-5') && missing.includes('torus-4-control'));
  });

  it('reads values by setting and judges them by their interval', () => {
    writeFileSync(join(folder, 'torus-fig-5-claims.csv'), `claim,value per seed\n${claim},"2, 2.1, 2.2"\n`);
    writeFileSync(
      join(folder, 'torus-4-survival.csv'),
      `claim,"EMNIST, by seed"\n${claim},"0.5, 0.6, 0.7"\n`,
    );
    const [paper, one] = savedClaims().claims;
    assert.deepEqual(
      [paper.column, paper.verdict, paper.notebook],
      ['paper’s setting', 'holds', 'torus-fig-5'],
    );
    assert.ok(Math.abs(paper.value - 2.1) < 1e-12 && paper.low! > 1.8 && paper.high! < 2.4);
    assert.deepEqual([one.column, one.verdict, one.threshold.atLeast], ['one source', 'does not hold', 1.1]);
  });

  it('reads the wrapped torus from the chapter on it, and links each setting to its cell', () => {
    const rows = `claim,"direction × wrapped, by seed"\n${claim},"2, 2.1, 2.2"\n`;
    writeFileSync(join(folder, 'torus-2-claims.csv'), rows);
    writeFileSync(join(folder, 'torus-fig-5-claims.csv'), `claim,value per seed\n${claim},"2, 2.1"\n`);
    const [paper, wrapped] = savedClaims().claims;
    assert.equal(wrapped.column, 'wrapped torus');
    assert.equal(wrapped.link, 'torus-2-angle.ipynb#All-claims%2C-by-space');
    assert.equal(paper.link, 'torus-fig-5.ipynb#Numbers-for-the-picture');
  });

  it('gives the rows of any saved table, or none', () => {
    writeFileSync(join(folder, 'some.csv'), 'a,b\n1,"2, 3"\n');
    assert.deepEqual({ ...savedTable('some')![0] }, { a: '1', b: '2, 3' });
    assert.equal(savedTable('others'), undefined);
  });

  it('refuses a claim of another edition', () => {
    writeFileSync(join(folder, 'torus-fig-5-claims.csv'), 'claim,value per seed\nAll is well,1\n');
    assert.throws(() => savedClaims(), /'All is well' of another edition; run torus-fig-5\.ipynb again/);
  });
});
