import { open } from 'node:fs/promises';
import { unreadable } from './is-file';
import { Zip } from './zip';

/**
 * Opens a zip on disk for as long as `use` runs.
 * @throws DataError if it is damaged or cannot be read, and what `use` throws
 */
export async function withZipFile<T>(path: string, use: (zip: Zip) => Promise<T>): Promise<T> {
  const file = await open(path).catch((error) => {
    throw unreadable(path, error);
  });
  try {
    const { size } = await file.stat();
    const read = async (start: number, length: number): Promise<Uint8Array> => {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, start);
      return buffer.subarray(0, bytesRead);
    };
    return await use(await Zip.open({ name: path, size, read }));
  } finally {
    await file.close();
  }
}
