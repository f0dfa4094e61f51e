import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Saves files together: all are written under temporary names first and renamed when all are complete, so
 * that a full disk or an interruption leaves the old files as they were and no half-written one.
 * @param files content by file name
 * @throws Error that names the folder and the reason
 */
export async function saveFiles(folder: string, files: Record<string, string | Uint8Array>): Promise<void> {
  const names = Object.keys(files);
  const temporary = (name: string) => join(folder, `.${name}.${process.pid}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    for (const name of names) await writeFile(temporary(name), files[name]);
    for (const name of names) await rename(temporary(name), join(folder, name));
  } catch (cause) {
    await Promise.all(names.map((name) => rm(temporary(name), { force: true }).catch(() => undefined)));
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new Error(`cannot save ${names.join(', ')} in ${folder}: ${reason(code) ?? message}`, { cause });
  }
}

function reason(code: string | undefined): string | undefined {
  switch (code) {
    case 'ENOSPC':
      return 'the disk is full; free some space';
    case 'EDQUOT':
      return 'the quota is used up; free some space';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'the folder cannot be written to; change its permissions or set LATENT_TORUS_FIGURES to another';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file stands where the folder should be; remove it or set LATENT_TORUS_FIGURES to another';
    default:
      return undefined;
  }
}
