import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file of the cache so that it appears as a whole or not at all.
 * @throws Error that says what to do
 */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const part = `${file}.${process.pid}.part`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(part, content);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw new Error(
      `${file} could not be written (${(error as Error).message}); ` +
        'free some space, or name another folder in LATENT_TORUS_CACHE',
      { cause: error },
    );
  }
}
