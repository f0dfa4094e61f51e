import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFolder } from '../settings';
import { DataError, DataUnavailable } from './errors';
import { decompress } from './idx';

/** A file of a data set and how to recognise it. */
export interface DataFile {
  /** Folder inside the data folder, such as 'mnist'. */
  folder: string;
  /** Name without '.gz'; on disk it may be compressed or not. */
  name: string;
  /** SHA-256 of the decompressed content. */
  sha256?: string;
  /** SHA-256 of the published .gz, where the content's own is not known. */
  gzipSha256?: string;
}

/**
 * The decompressed and verified content of a data file from the data folder.
 * @throws DataUnavailable if it is not there
 * @throws DataError if the file is damaged
 */
export async function dataFile(file: DataFile): Promise<Uint8Array> {
  const path = find(file);
  if (!path) {
    throw new DataUnavailable(`${file.folder}/${file.name}.gz is not in ${dataFolder()} (LATENT_TORUS_DATA moves it)`);
  }
  return verified(await readFile(path), file, path);
}

/** Where the file lies on disk, compressed or not; undefined if it does not. */
export function find(file: DataFile): string | undefined {
  const plain = join(dataFolder(), file.folder, file.name);
  return [`${plain}.gz`, plain].find((path) => existsSync(path));
}

/**
 * The decompressed content of a file whose SHA-256 is right.
 * @throws DataError if it is another
 */
export function verified(bytes: Uint8Array, file: DataFile, path: string): Uint8Array {
  const content = decompress(bytes, path);
  for (const [what, expected, of] of [
    ['content', file.sha256, content], ['file', file.gzipSha256, bytes],
  ] as const) {
    const found = expected && createHash('sha256').update(of).digest('hex');
    if (found !== expected) {
      throw new DataError(`${path}: the ${what} has SHA-256 ${found} (${of.length} bytes); expected ${expected}. ` +
        'The file is damaged or another one: delete it; it is downloaded again when it is next needed.');
    }
  }
  return content;
}
