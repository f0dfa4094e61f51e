import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Ends the names of files that are being written. */
const PART = '.part';
/** A part that is older belongs to a process that was killed, in milliseconds. */
const ABANDONED = 3600_000;

/**
 * Writes files together: all under temporary names first, renamed when all are complete. A full disk or an interruption
 * leaves the old files as they were and no half-written one. Any number of processes and calls may do so at once, on a
 * shared folder too; parts that a killed process left are removed after an hour.
 * @param files content by file name
 * @param setting the environment variable that names another folder, for the message
 * @throws Error that names the files, the folder, the reason and what to do
 */
export function writeFiles(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  setting?: string,
): void {
  const own = randomBytes(8).toString('hex');
  const parts = Object.keys(files).map((name) => ({ name, part: join(folder, `.${name}.${own}${PART}`) }));
  try {
    mkdirSync(folder, { recursive: true });
    removeAbandoned(folder);
    for (const { name, part } of parts) writeFileSync(part, files[name]);
    for (const { name } of parts) refuseFolder(join(folder, name)); // a rename onto one would fail half-way
    for (const { name, part } of parts) renameSync(part, join(folder, name));
  } catch (cause) {
    for (const { part } of parts) remove(part);
    const names = Object.keys(files).join(', ');
    throw new Error(
      `cannot write ${names} in ${folder}: ${reason(cause as NodeJS.ErrnoException, setting)}`,
      {
        cause,
      },
    );
  }
}

/** Writes one file so that it appears as a whole or not at all: see `writeFiles`. */
export const writeWhole = (file: string, content: string | Uint8Array, setting?: string): void =>
  writeFiles(dirname(file), { [basename(file)]: content }, setting);

function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith('.') || !name.endsWith(PART)) continue;
    const file = join(folder, name);
    const { mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: Infinity };
    if (Date.now() - mtimeMs > ABANDONED) remove(file);
  }
}

function refuseFolder(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`${file} is a folder; remove it`);
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // the folder is not there, or not writable: what went wrong before is told
  }
}

function reason({ code, message }: NodeJS.ErrnoException, setting?: string): string {
  const elsewhere = setting ? `, or set ${setting} to another folder` : '';
  switch (code) {
    case 'ENOSPC':
      return `the disk is full; free some space${elsewhere}`;
    case 'EDQUOT':
      return `the quota is used up; free some space${elsewhere}`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `the folder cannot be written to; change its permissions${elsewhere}`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `a file stands where the folder should be; remove it${elsewhere}`;
    default:
      return message;
  }
}
