import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, reasonOf } from './errors';

/** Where received bytes go: a file or memory. What it holds already is not asked for again. */
export interface Sink {
  size(): Promise<number>;
  append(bytes: Uint8Array): Promise<void>;
  clear(): Promise<void>;
}

export interface ReceiveOptions {
  /** The bytes wanted, where not all of them are. */
  slice?: { start: number; length: number };
  signal?: AbortSignal;
  /** Called with the bytes in the sink and those expected in the end, after every piece. */
  progress?: (bytes: number, total: number | undefined) => void;
  /** Attempts in a row that may bring nothing before it gives up; by default 5. */
  tries?: number;
  /** Pause after the first failed attempt in milliseconds, doubled after each; by default 500. */
  pause?: number;
  /** Milliseconds without a byte after which a connection counts as dead; by default 30,000. */
  stall?: number;
}

/** The server cannot be reached or does not give what was asked for. */
export class ServerError extends Error {
  override name = 'ServerError';
  /** @param passing true if another attempt may do better */
  constructor(
    message: string,
    readonly passing: boolean,
  ) {
    super(message);
  }
}

/** The server sends the whole where a slice was asked for. */
export class RangesIgnored extends ServerError {
  constructor(url: string) {
    super(`${new URL(url).host} does not send parts of a file`, false);
  }
}

/**
 * Receives a resource, or a slice of it, into a sink over HTTP(S): resumes by ranges after a cut connection,
 * in this call or with what an earlier one left in the sink, and waits longer after each attempt that brings
 * nothing. That the bytes are right is for the caller to check: a resource may change between two calls.
 * @returns the size of the whole resource in bytes, undefined where the server does not say
 * @throws ServerError, RangesIgnored, the signal's reason, and what the sink throws
 */
export async function receive(
  url: string,
  sink: Sink,
  options: ReceiveOptions = {},
): Promise<number | undefined> {
  const { tries = 5, pause = 500 } = options;
  const state: Contact = { answered: false };
  for (let idle = 0; ; ) {
    options.signal?.throwIfAborted();
    const before = await sink.size();
    try {
      return await attempt(url, sink, options, state);
    } catch (error) {
      if (!(error instanceof ServerError) || !error.passing) throw error;
      idle = (await sink.size()) > before ? 1 : idle + 1;
      if (idle >= tries) throw new ServerError(`${error.message}, ${idle} times in a row`, false);
      await sleep(pause * 2 ** (idle - 1), undefined, { signal: options.signal }).catch(() => undefined);
    }
  }
}

/** What attempts on one resource know of each other. */
interface Contact {
  answered: boolean;
  /** Strong entity tag or date of the resource: a changed one is not stitched to the bytes of the old. */
  validator?: string;
}

async function attempt(
  url: string,
  sink: Sink,
  options: ReceiveOptions,
  contact: Contact,
): Promise<number | undefined> {
  const { slice, signal } = options;
  let have = await sink.size();
  const start = (slice?.start ?? 0) + have;
  if (slice && have > slice.length) {
    await sink.clear();
    throw new ServerError('more bytes are on disk than belong to the file', true);
  }
  if (slice && have === slice.length) return undefined; // an earlier attempt brought all of it

  const connection = watched(options.stall ?? 30000, signal);
  try {
    const headers: Record<string, string> = { 'accept-encoding': 'identity' };
    if (slice) headers.range = `bytes=${start}-${slice.start + slice.length - 1}`;
    else if (have > 0) headers.range = `bytes=${have}-`;
    if (have > 0 && contact.validator) headers['if-range'] = contact.validator;
    const request = { headers, signal: connection.signal };
    const response = await connection.run(() => fetch(url, request), contact.answered);
    contact.answered = true;
    const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
    const whole = range && range[2] !== '*' ? Number(range[2]) : undefined;

    if (response.status === 416 && !slice && have > 0) {
      if (have === whole) return whole;
      await sink.clear(); // what was left by an earlier attempt belongs to another file
      throw new ServerError(`HTTP 416 after ${have} bytes`, true);
    }
    if (response.status !== 200 && response.status !== 206) {
      const passing = response.status >= 500 || [408, 425, 429].includes(response.status);
      throw new ServerError(`HTTP ${response.status} ${response.statusText}`.trim(), passing);
    }
    if (response.status === 200) {
      if (slice) throw new RangesIgnored(url);
      if (have > 0) await sink.clear();
      have = 0;
    } else if (!range || Number(range[1]) !== start) {
      await sink.clear();
      const found = response.headers.get('content-range') ?? 'no range';
      throw new ServerError(`asked for bytes from ${start}, answered with ${found}`, false);
    }
    const tag = response.headers.get('etag');
    const strong = tag?.startsWith('W/') ? undefined : tag;
    contact.validator = strong ?? response.headers.get('last-modified') ?? undefined;

    const encoding = response.headers.get('content-encoding') ?? 'identity';
    const encoded = encoding !== 'identity'; // fetch undoes it, so the length is not that of what comes
    const length = encoded ? null : response.headers.get('content-length');
    const announced = response.status === 200 ? (length === null ? undefined : Number(length)) : whole;
    const expected = slice?.length ?? announced;
    options.progress?.(have, expected);
    const reader = response.body?.getReader();
    while (reader) {
      const { done, value } = await connection.run(() => reader.read(), true);
      if (done) break;
      have += value.length;
      if (expected !== undefined && have > expected) {
        await sink.clear();
        throw new ServerError(`sends more than the ${expected} bytes expected`, false);
      }
      await sink.append(value);
      options.progress?.(have, expected);
    }
    if (expected !== undefined && have < expected) {
      throw new ServerError(`the connection ended after ${have} of ${expected} bytes`, true);
    }
    return announced;
  } finally {
    connection.close();
  }
}

/**
 * A connection that is given up when nothing comes for `stall` milliseconds or the caller's signal says so.
 */
function watched(stall: number, signal: AbortSignal | undefined) {
  const own = new AbortController();
  const stop = (): void => own.abort();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  return {
    signal: own.signal,
    /** Waits for one step; turns its failure into a ServerError, passing where a server was seen before. */
    async run<T>(step: () => Promise<T>, answered: boolean): Promise<T> {
      let stalled = false;
      const timer = setTimeout(() => {
        stalled = true;
        own.abort();
      }, stall);
      try {
        return await step();
      } catch (error) {
        signal?.throwIfAborted();
        if (stalled) throw new ServerError(`no data for ${stall / 1000} s`, answered);
        const cut = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(codeOf(error) ?? '');
        throw new ServerError(reasonOf(error), answered || cut);
      } finally {
        clearTimeout(timer);
      }
    },
    /** Ends the connection if it is still open. */
    close(): void {
      signal?.removeEventListener('abort', stop);
      own.abort();
    },
  };
}

/** A sink in memory. */
export class MemorySink implements Sink {
  private pieces: Uint8Array[] = [];
  private length = 0;
  async size(): Promise<number> {
    return this.length;
  }
  async append(bytes: Uint8Array): Promise<void> {
    this.pieces.push(bytes);
    this.length += bytes.length;
  }
  async clear(): Promise<void> {
    this.pieces = [];
    this.length = 0;
  }
  bytes(): Uint8Array {
    return Buffer.concat(this.pieces);
  }
}
