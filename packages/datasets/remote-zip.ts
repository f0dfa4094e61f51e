import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type DownloadOptions, download } from './download';
import { DataError, DataUnavailable } from './errors';
import { isFile } from './is-file';
import { putWhole } from './part-file';
import { dataDefaults, notice } from './progress';
import { MemorySink, RangesIgnored, type ReceiveOptions, receive, ServerError } from './receive';
import { type Archive, Zip } from './zip';
import { withZipFile } from './zip-file';

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
  /** Bytes that its content has at most; by default no limit. */
  atMost?: number;
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
  if (!isFile(zip.path)) {
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
  let archive: WebArchive;
  let directory: Zip;
  try {
    archive = await WebArchive.open(zip.url, { ...receiving, signal });
    directory = await Zip.open(archive);
  } catch (error) {
    throw unavailable(error, zip, wanted);
  }
  for (const { entry, to, check, atMost } of wanted) {
    const slice = directory.record(entry, atMost);
    await download([zip.url], to, {
      ...options,
      slice,
      check: async (path) => {
        archive.remember(slice.start, await readFile(path));
        const content = await directory.content(entry, atMost).finally(() => archive.forget());
        check?.(content);
        return content;
      },
    });
  }
}

async function fromDisk(zip: RemoteZip, wanted: readonly WantedEntry[]): Promise<void> {
  await withZipFile(zip.path, async (directory) => {
    for (const { entry, to, check, atMost } of wanted) {
      const content = await directory.content(entry, atMost);
      check?.(content);
      putWhole(to, content);
    }
  });
}

/** Most bytes at the end of a zip in which its directory is looked for: the longest comment, and both ends. */
const TAIL = 65_557 + 20;

/** A zip on the web, read by ranges. Its end, and the entry at hand, are read once and kept. */
class WebArchive implements Archive {
  private known: { start: number; bytes: Uint8Array }[] = [];

  private constructor(
    readonly name: string,
    readonly size: number,
    private readonly options: ReceiveOptions,
  ) {}

  /** @throws RangesIgnored where the server does not send parts, or does not say of how much */
  static async open(url: string, options: ReceiveOptions): Promise<WebArchive> {
    const size = await receive(url, new MemorySink(), { ...options, slice: { start: 0, length: 1 } });
    if (size === undefined) throw new RangesIgnored(url);
    const archive = new WebArchive(url, size, options);
    const start = Math.max(0, size - TAIL);
    archive.remember(start, await archive.read(start, size - start));
    return archive;
  }

  async read(start: number, length: number): Promise<Uint8Array> {
    const known = this.known.find(
      (piece) => piece.start <= start && start + length <= piece.start + piece.bytes.length,
    );
    if (known) return known.bytes.subarray(start - known.start, start - known.start + length);
    const sink = new MemorySink();
    await receive(this.name, sink, { ...this.options, slice: { start, length } });
    return sink.bytes();
  }

  remember(start: number, bytes: Uint8Array): void {
    this.known.push({ start, bytes });
  }

  /** Gives up what was remembered last. */
  forget(): void {
    this.known.pop();
  }
}

function unavailable(error: unknown, zip: RemoteZip, wanted: readonly WantedEntry[]): unknown {
  if (!(error instanceof ServerError) || error instanceof RangesIgnored) return error;
  const files = wanted.map(({ to }) => to).join(' and ');
  const reason = `${zip.url}: ${error.message}`;
  return new DataUnavailable(
    `${files} missing and could not be downloaded:\n  ${reason}\n` +
      'Connect to the internet (behind a proxy: set HTTPS_PROXY), ' +
      `put the files or the whole zip (as ${zip.path}) there yourself, or let LATENT_TORUS_DATA name a ` +
      'folder with them.',
  );
}

async function checkMd5(path: string, expected: string): Promise<undefined> {
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash);
  const found = hash.digest('hex');
  if (found !== expected) throw new DataError(`${path}: MD5 ${found}; expected ${expected}.`);
  return undefined;
}
