import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type DownloadOptions, download } from './download';
import { DataError, DataUnavailable } from './errors';
import { PartFile } from './part-file';
import { dataDefaults, notice } from './progress';
import { MemorySink, RangesIgnored, receive, ServerError } from './receive';
import { type Archive, dataStart, unpack, type ZipEntry, zipDirectory } from './zip';

/** A zip on the web of which some entries are wanted. */
export interface RemoteZip {
  url: string;
  /** MD5 of the whole, checked where the whole is downloaded. */
  md5: string;
  /** Where the whole lies if it is on disk, and is put if the server does not send parts. */
  path: string;
}

export interface WantedEntry {
  entry: string;
  /** Path of the file that it becomes. */
  to: string;
  /** Throws a DataError if the content is not what it should be. CRC-32 and length are checked already. */
  check?: (content: Uint8Array) => void;
}

/**
 * Brings entries of a zip to disk: out of the whole zip if that is on disk, else out of the one on the web by
 * reading its directory and the wanted entries only. Where the server ignores ranges the whole zip is
 * downloaded, checked and kept. Every entry appears whole and checked, or not at all.
 * @throws DataUnavailable if the zip cannot be reached or lacks an entry; DataError if something is damaged
 *   or the disk does not take it; the signal's reason when stopped
 */
export async function fetchFromZip(
  zip: RemoteZip,
  wanted: readonly WantedEntry[],
  options: Omit<DownloadOptions, 'check' | 'slice'> = {},
): Promise<void> {
  if (!(await onDisk(zip.path))) {
    try {
      return await fromWeb(zip, wanted, options);
    } catch (error) {
      if (!(error instanceof RangesIgnored)) throw error;
      notice(
        `${error.message}, so all of ${zip.url} is downloaded to ${zip.path}. It is kept for the ` +
          'other data in it; delete it when you do not need them.',
      );
      await download([zip.url], zip.path, { ...options, check: (path) => checkMd5(path, zip.md5) });
    }
  }
  await fromDisk(zip, wanted);
}

async function fromWeb(
  zip: RemoteZip,
  wanted: readonly WantedEntry[],
  options: Omit<DownloadOptions, 'check' | 'slice'>,
): Promise<void> {
  const { progress, ...receiving } = options;
  const signal = options.signal ?? dataDefaults.signal?.();
  const read = async (start: number, length: number): Promise<{ bytes: Uint8Array; size?: number }> => {
    const sink = new MemorySink();
    const size = await receive(zip.url, sink, { ...receiving, signal, slice: { start, length } });
    return { bytes: sink.bytes(), size };
  };

  let archive: Archive;
  let entries: Map<string, ZipEntry>;
  try {
    const { size } = await read(0, 1);
    if (size === undefined) throw new RangesIgnored(zip.url); // sends a part, but not of how much
    archive = { name: zip.url, size, read: async (start, length) => (await read(start, length)).bytes };
    entries = await zipDirectory(archive);
  } catch (error) {
    throw unavailable(error, zip, wanted);
  }
  for (const { entry: name, to, check } of wanted) {
    const entry = find(entries, name, zip.url);
    const start = await dataStart(archive, entry).catch((error) => {
      throw unavailable(error, zip, wanted);
    });
    await download([zip.url], to, {
      ...options,
      slice: { start, length: entry.compressedSize },
      check: async (path) => {
        const content = unpack(await readFile(path), entry);
        check?.(content);
        return entry.method === 0 ? undefined : content;
      },
    });
  }
}

async function fromDisk(zip: RemoteZip, wanted: readonly WantedEntry[]): Promise<void> {
  const file = await open(zip.path);
  try {
    const archive: Archive = {
      name: zip.path,
      size: (await file.stat()).size,
      read: async (start, length) => {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, start);
        return buffer.subarray(0, bytesRead);
      },
    };
    const entries = await zipDirectory(archive);
    for (const { entry: name, to, check } of wanted) {
      const entry = find(entries, name, zip.path);
      const packed = await archive.read(await dataStart(archive, entry), entry.compressedSize);
      const content = unpack(packed, entry);
      check?.(content);
      const part = await PartFile.claim(to);
      await part.finish(content).finally(() => part.release());
    }
  } finally {
    await file.close();
  }
}

function find(entries: Map<string, ZipEntry>, name: string, where: string): ZipEntry {
  const entry = entries.get(name);
  if (entry) return entry;
  throw new DataError(`${where}: no entry ${name}; expected it among ${entries.size}. Is it another zip?`);
}

function unavailable(error: unknown, zip: RemoteZip, wanted: readonly WantedEntry[]): unknown {
  if (!(error instanceof ServerError) || error instanceof RangesIgnored) return error;
  const files = wanted.map(({ to }) => to).join(' and ');
  const reason = `${zip.url}: ${error.message}`;
  return new DataUnavailable(
    `${files} missing and could not be downloaded:\n  ${reason}\n` +
      'Connect to the internet (behind a proxy: Node 24 or newer with NODE_USE_ENV_PROXY=1 and HTTPS_PROXY), ' +
      `put the files or the whole zip (as ${zip.path}) there yourself, or let LATENT_TORUS_DATA name a ` +
      'folder with them.',
  );
}

async function checkMd5(path: string, expected: string): Promise<void> {
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash);
  const found = hash.digest('hex');
  if (found !== expected) throw new DataError(`${path}: MD5 ${found}; expected ${expected}.`);
}

const onDisk = (path: string): Promise<boolean> =>
  stat(path).then(
    (file) => file.isFile(),
    () => false,
  );
