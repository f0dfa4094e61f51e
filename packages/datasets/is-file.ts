import { type Stats, statSync } from 'node:fs';
import { DataError, reasonOf } from './errors';

/**
 * True if a file stands there, false if nothing does.
 * @throws DataError for a folder, or anything else that cannot be read as a file: a FIFO would never end
 */
export function isFile(path: string): boolean {
  let found: Stats | undefined;
  try {
    found = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw unreadable(path, error);
  }
  if (!found) return false;
  if (found.isFile()) return true;
  const what = found.isDirectory() ? 'a folder' : found.isFIFO() ? 'a FIFO' : 'a device or socket';
  throw new DataError(
    `${path} is ${what}; expected a file. Remove it, or let LATENT_TORUS_DATA name another folder.`,
  );
}

/** The error of a file that the system does not let one read. */
export const unreadable = (path: string, error: unknown): DataError =>
  new DataError(
    `${path} cannot be read: ${reasonOf(error)}. Change its permissions, or let LATENT_TORUS_DATA name another folder.`,
  );
