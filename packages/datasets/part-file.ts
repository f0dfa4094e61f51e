import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { writeWhole } from '@latent-torus/files';
import { codeOf, DataError, reasonOf } from './errors';
import type { Sink } from './receive';

const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const day = 24 * 3600 * 1000;

/**
 * The unfinished form of a file. While someone writes it, it is `<file>.part-<machine>-<process>-<number>`,
 * so that no two write the same; given up it is `<file>.part`, and the next one takes it over by renaming it,
 * which only one can. `<file>` itself appears whole, by one rename.
 */
export class PartFile implements Sink {
  private constructor(
    readonly to: string,
    readonly path: string,
  ) {}

  /**
   * Takes over what an earlier attempt left, or begins anew. Throws DataError if the folder cannot be
   * written.
   */
  static async claim(to: string): Promise<PartFile> {
    const path = `${to}.part-${machine}-${process.pid}-${randomUUID().slice(0, 8)}`;
    await onDisk(to, async () => {
      await mkdir(dirname(to), { recursive: true });
      for (const left of await leftovers(to)) {
        if (
          await rename(left, path).then(
            () => true,
            () => false,
          )
        )
          return;
      }
      await writeFile(path, '');
    });
    return new PartFile(to, path);
  }

  size(): Promise<number> {
    return onDisk(this.to, async () => (await stat(this.path)).size);
  }

  append(bytes: Uint8Array): Promise<void> {
    // without waiting: what still lies in the memory of a connection is lost when that is cut
    return onDisk(this.to, async () => appendFileSync(this.path, bytes));
  }

  clear(): Promise<void> {
    return onDisk(this.to, () => truncate(this.path));
  }

  /** Puts the part, or other content in its stead, in the place of the file. */
  async finish(content?: Uint8Array): Promise<void> {
    if (content) putWhole(this.to, content);
    await onDisk(this.to, async () => {
      if (content) await rm(this.path, { force: true });
      else {
        const file = await open(this.path, 'r+');
        await file.sync().finally(() => file.close()); // on disk before it gets its name
        await rename(this.path, this.to);
      }
      for (const left of await leftovers(this.to)) await rm(left, { force: true });
    });
  }

  /** Leaves what has come so far to the next attempt. */
  async release(): Promise<void> {
    const size = await stat(this.path).then(
      (file) => file.size,
      () => 0,
    );
    if (size > 0) await rename(this.path, `${this.to}.part`).catch(() => undefined);
    else await rm(this.path, { force: true }).catch(() => undefined);
  }
}

/** Writes a file whose whole content is at hand. Throws DataError if the folder or the disk does not take it. */
export function putWhole(to: string, content: Uint8Array): void {
  try {
    writeWhole(to, content, 'LATENT_TORUS_DATA');
  } catch (error) {
    throw new DataError(reasonOf(error));
  }
}

/** Parts of a file that nobody writes any more: given up, or of a process that has ended. */
async function leftovers(to: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(dirname(to))) {
    if (!name.startsWith(`${basename(to)}.part`)) continue;
    const path = join(dirname(to), name);
    const file = await stat(path).catch(() => undefined);
    if (!file || file.isDirectory() || file.isFIFO()) continue; // nothing that could be appended to
    if (name === `${basename(to)}.part`) found.unshift(path);
    if (!name.startsWith(`${basename(to)}.part-`)) continue;
    const [host, pid] = name.slice(basename(to).length + 6).split('-');
    if (Date.now() - file.mtimeMs > day || (host === machine && !running(Number(pid)))) found.push(path);
  }
  return found;
}

function running(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM'; // another user's
  }
}

/** Runs an access to the file `to`; turns the system's error into one that says what to do. */
async function onDisk<T>(to: string, access: () => Promise<T>): Promise<T> {
  try {
    return await access();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new DataError(
        `${to} cannot be written: the disk is full (${code}). Free some space, or move ` +
          'the data folder to another disk with LATENT_TORUS_DATA.',
      );
    }
    throw new DataError(
      `${to} cannot be written: ${reasonOf(error)}. Make ${dirname(to)} a folder that ` +
        'you may write, or move the data folder with LATENT_TORUS_DATA.',
    );
  }
}
