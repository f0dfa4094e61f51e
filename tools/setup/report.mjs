import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** @param {number} since milliseconds of `Date.now()` */
export function duration(since) {
  const seconds = (Date.now() - since) / 1000;
  return seconds < 100
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** @param {number} bytes */
export const size = (bytes) =>
  bytes >= 1e9
    ? `${(bytes / 1e9).toFixed(2)} GB`
    : bytes >= 1e6
      ? `${Math.round(bytes / 1e6)} MB`
      : `${Math.ceil(bytes / 1e3)} kB`;

/** Bytes on disk below a file or folder; links are not followed. @param {string} path @returns {number} */
export function bytesIn(path) {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return (stat.blocks || 0) * 512 || stat.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}
