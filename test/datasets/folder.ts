import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataDefaults } from '../../packages/datasets/progress';
import { dataFolder } from '../../packages/settings';

/** Runs a test in an empty folder of its own, which goes afterwards. */
export async function inFolder<T>(test: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'latent-torus-'));
  try {
    return await test(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As `inFolder`, with the folder as the data folder, and the notices collected. */
export function inDataFolder<T>(test: (folder: string, notices: string[]) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const before = { data: process.env.LATENT_TORUS_DATA, notice: dataDefaults.notice };
    const notices: string[] = [];
    dataDefaults.notice = (text) => notices.push(text);
    process.env.LATENT_TORUS_DATA = folder;
    try {
      return await test(folder, notices);
    } finally {
      dataDefaults.notice = before.notice;
      if (before.data === undefined) delete process.env.LATENT_TORUS_DATA;
      else process.env.LATENT_TORUS_DATA = before.data;
    }
  });
}

export { dataFolder };
