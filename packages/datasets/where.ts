import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFolder } from '@latent-torus/settings';
import { download } from './download';
import { DataError } from './errors';
import { homes } from './homes';
import { decompress } from './idx';
import { isFile, unreadable } from './is-file';

/** A file of a data set and how to recognise it. */
export interface DataFile {
  /** Folder inside the data folder, and its home on the web. */
  folder: 'mnist' | 'emnist';
  /** Name without '.gz'; on disk it may be compressed or not. */
  name: string;
  /** Bytes of the decompressed content. */
  size: number;
  /** SHA-256 of the decompressed content: the file may be compressed in any way, or not. */
  sha256?: string;
  /** SHA-256 of the published .gz, where the content's own is not known. */
  gzipSha256?: string;
}

/**
 * The decompressed, verified contents of data files: read from the data folder, downloaded there if they are
 * missing.
 * @throws DataUnavailable if a file is missing and cannot be downloaded
 * @throws DataError if a file is damaged or the data folder cannot be written
 */
export async function dataFiles(...files: DataFile[]): Promise<Uint8Array[]> {
  const missing = files.filter((file) => !onDisk(file));
  for (const file of missing.filter(({ folder }) => folder === 'mnist')) {
    await download(
      homes.mnist.map((home) => `${home}${file.name}.gz`),
      pathOf(file),
      {
        atMost: mostPacked(file),
        check: async (path) => {
          verified(await readFile(path), file, path);
          return undefined;
        },
      },
    );
  }
  const inZip = missing.filter(({ folder }) => folder === 'emnist');
  if (inZip.length > 0) {
    const zip = { ...homes.emnist, path: join(dataFolder(), 'emnist', 'gzip.zip') };
    const { fetchFromZip } = require('./remote-zip') as typeof import('./remote-zip'); // only now: zip.js is large
    await fetchFromZip(
      zip,
      inZip.map((file) => ({
        entry: `gzip/${file.name}.gz`,
        to: pathOf(file),
        atMost: mostPacked(file),
        check: (content) => void verified(content, file, `gzip/${file.name}.gz`),
      })),
    );
  }
  const contents: Uint8Array[] = [];
  for (const file of files) {
    const path = onDisk(file) ?? pathOf(file);
    contents.push(verified(await read(path, file), file, path));
  }
  return contents;
}

const pathOf = (file: DataFile): string => join(dataFolder(), file.folder, `${file.name}.gz`);

/** Where the file lies on disk, compressed or not; undefined if it does not. */
function onDisk(file: DataFile): string | undefined {
  return [pathOf(file), pathOf(file).slice(0, -3)].find(isFile);
}

/** The bytes that a file may have, compressed in whatever way or not at all. */
const mostPacked = ({ size }: DataFile): number => Math.ceil(1.01 * size) + 10_000;

async function read(path: string, file: DataFile): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > mostPacked(file)) {
    const expected = `${file.size} unpacked`;
    throw new DataError(`${path}: ${size} bytes; expected ${expected}. It is another file: delete it.`);
  }
  return readFile(path).catch((error) => {
    throw unreadable(path, error);
  });
}

/** The decompressed content of a file; throws a DataError if its SHA-256 is not the right one. */
function verified(bytes: Uint8Array, file: DataFile, path: string): Uint8Array {
  const content = decompress(bytes, path, file.size);
  const check = (what: string, part: Uint8Array, expected: string | undefined): void => {
    const found = createHash('sha256').update(part).digest('hex');
    if (expected === undefined || found === expected) return;
    throw new DataError(
      `${path}: the ${what} (${part.length} bytes) has SHA-256 ${found}; ` +
        `expected ${expected}. It is damaged or another file: delete it; it is downloaded again when it is ` +
        'next needed.',
    );
  };
  check('decompressed content', content, file.sha256);
  check('file', bytes, file.gzipSha256);
  return content;
}
