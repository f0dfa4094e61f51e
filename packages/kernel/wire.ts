// Jupyter's messages on their five sockets: https://jupyter-client.readthedocs.io/en/stable/messaging.html
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Publisher, Proxy as Relay, Router, XPublisher, XSubscriber } from 'zeromq';

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
const heartbeat = new Router(); // not a Reply: a message without a body ends that for good

// What is published goes through a native thread, so that the watch (watch.cjs), too, can publish, when the
// main thread is stuck. No limits: else a long loop's output is dropped.
/** Where publishers of this process connect. */
export const IOPUB = 'inproc://iopub';
const unlimited = { sendHighWaterMark: 0, sendTimeout: 0 };
const outlet = new XPublisher(unlimited);
const inlet = new XSubscriber({ receiveHighWaterMark: 0 });
const iopub = new Publisher(unlimited);
let relay: Relay<XSubscriber, XPublisher> | undefined;
let key = '';

const sign = (parts: (string | Buffer)[]): string =>
  key && parts.reduce((hmac, part) => hmac.update(part), createHmac('sha256', key)).digest('hex');

function compose(ids: (string | Buffer)[], type: string, content: object, parent: Request) {
  const date = new Date().toISOString();
  const header = { msg_id: randomUUID(), session, username: 'kernel', msg_type: type, version: '5.3', date };
  const parts = [header, parent.header, {}, content].map((part) => JSON.stringify(part));
  return [...ids, DELIMITER, sign(parts), ...parts];
}

/** A message to all clients, ready to be sent by any thread. */
export const announcement = (type: string, content: object, parent: Request): string[] =>
  compose([type], type, content, parent) as string[];

/** Sends a message to all clients: output, results, errors, the kernel's state. */
export function publish(type: string, content: object, parent: Request): void {
  void iopub.send(announcement(type, content, parent));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws Error that says what is wrong with a message: any local process can send one */
function parse(frames: Buffer[]): Pick<Request, 'ids' | 'header' | 'content'> {
  const split = frames.findIndex((frame) => frame.toString() === DELIMITER);
  if (split < 0) throw new Error(`no ${DELIMITER}`);
  const signature = frames[split + 1] ?? Buffer.alloc(0);
  const parts = frames.slice(split + 2, split + 6);
  const expected = Buffer.from(sign(parts));
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
    throw new Error('not signed with the key of this session');
  }
  if (parts.length < 4) throw new Error(`${parts.length} parts where four are due`);
  const [header, , , content] = parts.map((part) => JSON.parse(part.toString()));
  if (typeof header?.msg_type !== 'string' || typeof header.msg_id !== 'string') {
    throw new Error('a header without msg_type or msg_id');
  }
  if (!isRecord(content)) throw new Error('a content that is not an object');
  return { ids: frames.slice(0, split), header, content };
}

const terminal = process.stderr.write.bind(process.stderr); // output.ts replaces it

function receive(socket: Router, frames: Buffer[], answer: (request: Request) => void): void {
  try {
    const message = parse(frames);
    const type = message.header.msg_type.replace('_request', '_reply');
    const request: Request = {
      ...message,
      reply: (content) => void socket.send(compose(message.ids, type, content, request)),
    };
    answer(request);
  } catch (error) {
    terminal(`The kernel ignored a message: ${error instanceof Error ? error.message : error}\n`);
  }
}

/** Binds the sockets that the connection file names and hands each request to `answer`. */
export async function listen(connectionFile: string, answer: (request: Request) => void): Promise<void> {
  const connection = JSON.parse(readFileSync(connectionFile, 'utf8'));
  key = connection.key;
  const at = (name: string) =>
    connection.transport === 'ipc'
      ? `ipc://${connection.ip}-${connection[`${name}_port`]}`
      : `${connection.transport}://${connection.ip}:${connection[`${name}_port`]}`;
  const sockets = { shell, control, stdin, iopub: outlet, hb: heartbeat };
  await Promise.all(Object.entries(sockets).map(([name, socket]) => socket.bind(at(name))));
  await inlet.bind(IOPUB);
  iopub.connect(IOPUB);
  relay = new Relay(inlet, outlet);
  void relay.run();
  for (const socket of [shell, control]) {
    void (async () => {
      for await (const frames of socket) receive(socket, frames, answer);
    })();
  }
  void (async () => {
    for await (const beat of heartbeat) await heartbeat.send(beat).catch(() => {}); // the client has gone
  })();
}

/** Ends the native thread, which the process would else wait for. */
export const hangUp = (): void => relay?.terminate();
