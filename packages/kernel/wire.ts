// Jupyter's messages on their five sockets: https://jupyter-client.readthedocs.io/en/stable/messaging.html
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Publisher, Reply, Router } from 'zeromq';

export interface Request {
  /** Routing prefix, which a reply repeats. */
  ids: Buffer[];
  header: { msg_id: string; msg_type: string };
  content: any;
  reply(content: object): void;
}

const DELIMITER = '<IDS|MSG>';
const session = randomUUID();
const shell = new Router();
const control = new Router(); // interrupts and shutdowns
const stdin = new Router(); // bound because it has to be; cells ask for no input
const heartbeat = new Reply();
const iopub = new Publisher({ sendHighWaterMark: 0 }); // no limit: else a long loop's output is dropped
let key = '';

const sign = (parts: (string | Buffer)[]) =>
  key && parts.reduce((hmac, part) => hmac.update(part), createHmac('sha256', key)).digest('hex');

function send(
  socket: Router | Publisher,
  ids: (string | Buffer)[],
  type: string,
  content: object,
  parent: Request,
): void {
  const date = new Date().toISOString();
  const header = { msg_id: randomUUID(), session, username: 'kernel', msg_type: type, version: '5.3', date };
  const parts = [header, parent.header, {}, content].map((part) => JSON.stringify(part));
  void socket.send([...ids, DELIMITER, sign(parts), ...parts]);
}

/** Sends a message to all clients: output, results, errors, the kernel's state. */
export function publish(type: string, content: object, parent: Request): void {
  send(iopub, [type], type, content, parent);
}

function receive(socket: Router, frames: Buffer[], answer: (request: Request) => void) {
  const split = frames.findIndex((frame) => frame.toString() === DELIMITER);
  const parts = frames.slice(split + 2, split + 6);
  if (split < 0 || frames[split + 1].toString() !== sign(parts)) return; // from no client of ours
  const [header, , , content] = parts.map((part) => JSON.parse(part.toString()));
  const ids = frames.slice(0, split);
  const type = header.msg_type.replace('_request', '_reply');
  const reply = (it: object) => send(socket, ids, type, it, request);
  const request: Request = { ids, header, content, reply };
  answer(request);
}

/** Binds the sockets that the connection file names and hands each request to `answer`. */
export async function listen(connectionFile: string, answer: (request: Request) => void): Promise<void> {
  const connection = JSON.parse(readFileSync(connectionFile, 'utf8'));
  key = connection.key;
  const at = (name: string) =>
    connection.transport === 'ipc'
      ? `ipc://${connection.ip}-${connection[`${name}_port`]}`
      : `${connection.transport}://${connection.ip}:${connection[`${name}_port`]}`;
  const sockets = { shell, control, stdin, iopub, hb: heartbeat };
  await Promise.all(Object.entries(sockets).map(([name, socket]) => socket.bind(at(name))));
  for (const socket of [shell, control]) {
    void (async () => {
      for await (const frames of socket) receive(socket, frames, answer);
    })();
  }
  void (async () => {
    for await (const beat of heartbeat) await heartbeat.send(beat);
  })();
}
