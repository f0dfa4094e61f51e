import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with one request; every field is optional and the default behaves well. */
export interface Manners {
  /** Answers with this status and no content. */
  status?: number;
  /** Sends everything whatever range is asked for. */
  ignoresRanges?: boolean;
  /** Ends the connection after so many bytes of content. */
  cutAfter?: number;
  /** Sends so many bytes, then nothing more, and keeps the connection open. */
  stallsAfter?: number;
  /** Sends at most so many bytes of a range. */
  atMost?: number;
  /** Sends other bytes than those of the range asked for, that many further on. */
  rangeOff?: number;
  /** Announces the whole as so many bytes longer than it is. */
  announcesMore?: number;
  /** Sends so many bytes a turn, with pauses. */
  slow?: number;
  etag?: string;
}

/** A web server on this machine that serves files from memory, well or badly, and notes what it was asked. */
export class Loopback {
  readonly files = new Map<string, Uint8Array>();
  /** Manners of the next requests, in order; those after use `always`. */
  next: Manners[] = [];
  always: Manners = {};
  readonly requests: { path: string; range?: string; ifRange?: string; sent: number }[] = [];
  private readonly server = createServer((request, response) => this.answer(request, response));

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  get sent(): number {
    return this.requests.reduce((sum, request) => sum + request.sent, 0);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const manners = this.next.shift() ?? this.always;
    const path = (request.url ?? '').slice(1);
    const { range, 'if-range': ifRange } = request.headers as Record<string, string | undefined>;
    const note = { path, range, ifRange, sent: 0 };
    this.requests.push(note);
    const file = this.files.get(path);
    const status = manners.status ?? (file ? undefined : 404);
    if (status !== undefined || !file) {
      response.writeHead(status ?? 404).end();
      return;
    }
    let body = file;
    const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
    const fresh = ifRange === undefined || ifRange === manners.etag;
    const total = file.length + (manners.announcesMore ?? 0);
    if (manners.etag) response.setHeader('etag', manners.etag);
    if (asked && fresh && !manners.ignoresRanges) {
      const start = Number(asked[1]) + (manners.rangeOff ?? 0);
      const last = Math.min(asked[2] ? Number(asked[2]) : Infinity, file.length - 1);
      const end = Math.min(last, start + (manners.atMost ?? Infinity) - 1);
      if (start > end) {
        response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end();
        return;
      }
      body = file.subarray(start, end + 1);
      response.setHeader('content-range', `bytes ${start}-${end}/${total}`);
      response.writeHead(206, { 'content-length': body.length });
    } else {
      response.writeHead(200, { 'content-length': total });
    }
    const until = manners.cutAfter ?? manners.stallsAfter;
    const part = until === undefined ? body : body.subarray(0, until);
    const complete = part.length === body.length;
    const cut = (manners.cutAfter !== undefined && !complete) || (manners.announcesMore ?? 0) > 0;
    const send = (from: number): void => {
      if (response.destroyed) return;
      const piece = part.subarray(from, from + (manners.slow ?? part.length));
      note.sent += piece.length;
      const last = from + piece.length >= part.length;
      response.write(piece, () => {
        if (!last) setTimeout(() => send(from + piece.length), 5);
        else if (cut) setTimeout(() => response.destroy(), 15);
        else if (complete) response.end();
      });
    };
    send(0);
  }
}
