import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives every test of a suite an empty cache folder of its own. @returns where it is */
export function ownCacheFolder(): () => string {
  const outside = process.env.LATENT_TORUS_CACHE;
  let folder = '';
  beforeEach(() => {
    process.env.LATENT_TORUS_CACHE = folder = mkdtempSync(join(tmpdir(), 'cache-'));
  });
  afterEach(() => {
    if (outside === undefined) delete process.env.LATENT_TORUS_CACHE;
    else process.env.LATENT_TORUS_CACHE = outside;
    rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}
