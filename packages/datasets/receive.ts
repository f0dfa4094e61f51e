import { STATUS_CODES } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
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
  /** Bytes that the whole has at most: a server that announces or sends more is refused; by default no limit. */
  atMost?: number;
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
  const { tries = 5, pause = 500, signal } = options;
  const contact: Contact = { answered: false };
  for (let idle = 0; ; ) {
    signal?.throwIfAborted();
    const before = await sink.size();
    try {
      return await attempt(url, sink, options, contact);
    } catch (error) {
      if (!(error instanceof ServerError) || !error.passing) throw error;
      idle = (await sink.size()) > before ? 1 : idle + 1;
      if (idle >= tries) throw new ServerError(`${error.message}, ${idle} times in a row`, false);
      await sleep(pause * 2 ** (idle - 1), undefined, { signal }).catch(() => undefined);
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
  const { slice, atMost = Infinity, progress } = options;
  let have = await sink.size();
  const start = (slice?.start ?? 0) + have;
  if (slice && have > slice.length) {
    await sink.clear();
    throw new ServerError('more bytes are on disk than belong to the file', true);
  }
  if (slice && have === slice.length) return undefined; // an earlier attempt brought all of it

  const { statusCode, headers, body } = await ask(url, start, have, options, contact);
  try {
    const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(one(headers['content-range']) ?? '');
    const whole = range && range[2] !== '*' ? Number(range[2]) : undefined;
    if (statusCode === 416 && !slice && have > 0) {
      if (have === whole) return whole;
      await sink.clear(); // what an earlier attempt left belongs to another file
      throw new ServerError(`HTTP 416 after ${have} bytes`, true);
    }
    if (statusCode !== 200 && statusCode !== 206) {
      const passing = statusCode >= 500 || [408, 425, 429].includes(statusCode);
      throw new ServerError(`HTTP ${statusCode} ${STATUS_CODES[statusCode] ?? ''}`.trim(), passing);
    }
    if (statusCode === 200) {
      if (slice) throw new RangesIgnored(url);
      if (have > 0) await sink.clear();
      have = 0;
    } else if (!range || Number(range[1]) !== start) {
      await sink.clear();
      const found = one(headers['content-range']) ?? 'no range';
      throw new ServerError(`asked for bytes from ${start}, answered with ${found}`, false);
    }
    const tag = one(headers.etag);
    contact.validator = (tag?.startsWith('W/') ? undefined : tag) ?? one(headers['last-modified']);

    const length = one(headers['content-length']);
    const announced = statusCode === 206 ? whole : length === undefined ? undefined : Number(length);
    const expected = slice?.length ?? announced;
    const limit = Math.min(expected ?? Infinity, atMost);
    if (expected !== undefined && expected > limit) {
      throw new ServerError(`announces ${expected} bytes; expected at most ${limit}`, false);
    }
    progress?.(have, expected);
    const pieces = body[Symbol.asyncIterator]();
    for (;;) {
      const { done, value } = await told(() => pieces.next(), options, true, have, expected);
      if (done) break;
      have += value.length;
      if (have > limit) {
        await sink.clear();
        throw new ServerError(`sends more than the ${limit} bytes expected`, false);
      }
      await sink.append(value);
      progress?.(have, expected);
    }
    if (expected !== undefined && have < expected) throw ended(have, expected);
    return whole ?? announced;
  } finally {
    body.on('error', () => undefined).destroy(); // ends the connection if it is still open
  }
}

/** Sends the request for what is missing. */
async function ask(url: string, start: number, have: number, options: ReceiveOptions, contact: Contact) {
  const { slice, signal, stall = 30_000 } = options;
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (slice) headers.range = `bytes=${start}-${slice.start + slice.length - 1}`;
  else if (have > 0) headers.range = `bytes=${have}-`;
  if (have > 0 && contact.validator) headers['if-range'] = contact.validator;
  const timeouts = { headersTimeout: stall, bodyTimeout: stall };
  const response = await told(
    async () => {
      const { request } = await import('undici'); // only now: it takes long to load, and most runs download nothing
      return request(url, { headers, signal, dispatcher: await web(), ...timeouts });
    },
    options,
    contact.answered,
  );
  contact.answered = true;
  return response;
}

/** Waits for one step; turns its failure into a ServerError, passing where a server was seen before. */
async function told<T>(
  step: () => Promise<T>,
  { signal, stall = 30_000 }: ReceiveOptions,
  answered: boolean,
  have?: number,
  expected?: number,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    signal?.throwIfAborted();
    const code = codeOf(error) ?? '';
    if (/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code)) {
      throw new ServerError(`no data for ${stall / 1000} s`, answered);
    }
    const cut = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(code);
    if (cut && have !== undefined) throw ended(have, expected);
    throw new ServerError(reasonOf(error), answered || cut);
  }
}

const ended = (have: number, expected: number | undefined): ServerError =>
  new ServerError(`the connection ended after ${have} of ${expected ?? 'unknown'} bytes`, true);

/** The first value of a header. */
const one = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

/** Goes through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, never for this machine's own servers. */
async function web(): Promise<Dispatcher> {
  const { EnvHttpProxyAgent, interceptors } = await import('undici');
  const { no_proxy, NO_PROXY = no_proxy } = process.env;
  const noProxy = [NO_PROXY, 'localhost', '127.0.0.1', '[::1]'].filter(Boolean).join(',');
  dispatcher ??= new EnvHttpProxyAgent({ noProxy }).compose(interceptors.redirect({ maxRedirections: 5 }));
  return dispatcher;
}
let dispatcher: Dispatcher | undefined;

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
