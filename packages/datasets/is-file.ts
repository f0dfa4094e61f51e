import { statSync } from 'node:fs';
import { DataError } from './errors';

/**
 * True if a file stands there, false if nothing does.
 * @throws DataError for a folder, or anything else that cannot be read as a file: a FIFO would never end
 */
export function isFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return false;
  if (found.isFile()) return true;
  const what = found.isDirectory() ? 'a folder' : found.isFIFO() ? 'a FIFO' : 'a device or socket';
  throw new DataError(
    `${path} is ${what}; expected a file. Remove it, or let LATENT_TORUS_DATA name another folder.`,
  );
}
