import * as fs from 'node:fs';
import { root } from './context.mjs';
import { Failure } from './failure.mjs';
import { size } from './report.mjs';

/**
 * @param {number} needed bytes
 * @param {string} [folder]
 * @throws Failure where the disk has less room than that
 */
export function requireSpace(needed, folder = root) {
  const { bavail, bsize } = fs.statfsSync(folder);
  const free = bavail * bsize;
  if (free >= needed) return;
  throw new Failure(
    `Not enough disk space: set-up needs ${size(needed)} more in ${folder}, and ${size(free)} are free.\n` +
      'Free some space, or clone to a larger disk, and run the same command again.',
  );
}
