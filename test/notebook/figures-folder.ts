import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives each test of a suite an empty figures folder of its own; call it inside `describe`. */
export function withFiguresFolder(): { readonly path: string } {
  const folder = { path: '' };
  let before: string | undefined;
  beforeEach(() => {
    before = process.env.LATENT_TORUS_FIGURES;
    folder.path = mkdtempSync(join(tmpdir(), 'figures-'));
    process.env.LATENT_TORUS_FIGURES = folder.path;
  });
  afterEach(() => {
    if (before === undefined) delete process.env.LATENT_TORUS_FIGURES;
    else process.env.LATENT_TORUS_FIGURES = before;
    rmSync(folder.path, { recursive: true, force: true });
  });
  return folder;
}
