import { basename } from 'node:path';
import { DataError, DataUnavailable } from './errors';
import { PartFile } from './part-file';
import { type DownloadProgress, dataDefaults } from './progress';
import { RangesIgnored, type ReceiveOptions, receive, ServerError } from './receive';

export interface DownloadOptions extends Omit<ReceiveOptions, 'progress'> {
  /**
   * Checks the complete part at the given path. Throws a DataError if it is damaged; may return other content
   * (such as the unpacked one) to be put in its place.
   */
  check: (path: string) => Promise<Uint8Array | undefined>;
  /** By default that of `dataDefaults`, as is the signal. */
  progress?: (progress: DownloadProgress) => void;
}

/** The bytes came, but are not those of the file. */
class Damaged extends Error {}

/**
 * Downloads a file from the first of several homes that gives it whole and right. Until it is checked it has
 * another name, so that a partial file is never taken for the whole; what has come stays for the next call,
 * which resumes it. Several processes may do so at once.
 * @param urls homes of the same file, tried in turn
 * @param to path of the file
 * @throws DataUnavailable if no home gives it; DataError if what they give is damaged or the disk does not
 *   take it; RangesIgnored if a slice is asked for and its only home does not send slices; the signal's
 *   reason when stopped
 */
export async function download(urls: readonly string[], to: string, options: DownloadOptions): Promise<void> {
  const signal = options.signal ?? dataDefaults.signal?.();
  signal?.throwIfAborted();
  const part = await PartFile.claim(to);
  const failures: { url: string; error: Error }[] = [];
  try {
    for (const url of urls) {
      try {
        return await fromHome(url, part, { ...options, signal });
      } catch (error) {
        if (error instanceof RangesIgnored && urls.length === 1) throw error;
        if (!(error instanceof ServerError || error instanceof Damaged)) throw error;
        failures.push({ url, error });
      }
    }
  } finally {
    await part.release();
  }
  const reasons = failures.map(({ url, error }) => `\n  ${url}: ${error.message}`).join('');
  if (failures.some(({ error }) => error instanceof Damaged)) {
    throw new DataError(
      `${to} was downloaded, but is not what it should be:${reasons}\n` +
        'Try again later, or put the file there yourself.',
    );
  }
  throw new DataUnavailable(
    `${to} is missing and could not be downloaded:${reasons}\n` +
      'Connect to the internet (behind a proxy: set HTTPS_PROXY), ' +
      'put the file there yourself, or let LATENT_TORUS_DATA name the folder that has it.',
  );
}

/** Brings the file from one home into its place. */
async function fromHome(url: string, part: PartFile, options: DownloadOptions): Promise<void> {
  const { check, progress, ...receiving } = options;
  const meter = new Meter(basename(part.to), new URL(url).host, progress ?? dataDefaults.progress);
  for (let anew = (await part.size()) === 0; ; anew = true) {
    await receive(url, part, { ...receiving, progress: (bytes, total) => meter.tell(bytes, total) });
    let content: Uint8Array | undefined;
    try {
      content = await check(part.path);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      await part.clear();
      if (anew) throw new Damaged(error.message.replaceAll(part.path, basename(part.to)));
      continue; // what an earlier attempt left may be of another file, which is no verdict on this home
    }
    const size = await part.size();
    await part.finish(content ?? undefined);
    return meter.tell(size, size, true);
  }
}

/** Reports progress, at most four times a second. */
class Meter {
  private readonly begun = Date.now();
  private first: number | undefined;
  private last = 0;

  constructor(
    private readonly file: string,
    private readonly from: string,
    private readonly report: ((progress: DownloadProgress) => void) | undefined,
  ) {}

  tell(bytes: number, total: number | undefined, done = false): void {
    const now = Date.now();
    this.first ??= bytes;
    if (!this.report || (!done && now - this.last < 250)) return;
    this.last = now;
    const rate = Math.max(0, bytes - this.first) / Math.max(0.001, (now - this.begun) / 1000);
    this.report({ file: this.file, from: this.from, bytes, total, rate, done });
  }
}
