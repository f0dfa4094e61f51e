// The kernel's side of Jupyter's protocol: one reply for each request.
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { asset } from './asset';
import { Cell } from './cell';
import { describe } from './errors';
import { compiler, evaluate } from './evaluate';
import { interrupt } from './interrupt';
import { flush } from './output';
import { hangUp, publish, type Request } from './wire';

type Reply = object | undefined | Promise<object | undefined>;

let count = 0; // the number in brackets beside a cell
let queue: Promise<unknown> = Promise.resolve(); // cells run one after the other
let arrived = 0; // execute requests so far
let dropped = 0; // those up to this one do not run, as a cell before them failed
let busyWith: Request | undefined;

/** Answers a request. Everything but a cell is answered at once, also while a cell waits for something. */
export function answer(request: Request): void {
  if (request.header.msg_type !== 'execute_request') {
    void respond(request, () => reply(request));
    return;
  }
  const turn = ++arrived;
  const run = () => (turn > dropped ? execute(request) : { status: 'aborted' });
  queue = queue.then(() => respond(request, run));
}

async function respond(request: Request, make: () => Reply): Promise<void> {
  publish('status', { execution_state: 'busy' }, request);
  const content = await Promise.resolve().then(make).catch(failed);
  try {
    if (content) request.reply(content);
  } catch (thrown) {
    request.reply(failed(thrown)); // the value of a user expression that is no JSON
  }
  publish('status', { execution_state: 'idle' }, request);
  if (busyWith) publish('status', { execution_state: 'busy' }, busyWith); // a cell goes on behind it
  if (request.header.msg_type === 'shutdown_request') setTimeout(exit, 50); // by itself it might not end
}

const failed = (error: unknown) => ({ status: 'error', ...describe(error) });

const end = process.exit.bind(process);
const exit = () => {
  hangUp();
  end();
};
process.exit = (code) => {
  const call = `process.exit(${code ?? ''})`;
  throw new Error(`${call} in a cell would take all variables along; the Kernel menu ends a kernel`);
};

async function execute(request: Request): Promise<object> {
  const { code, silent, store_history = true, stop_on_error = true, user_expressions } = request.content;
  if (!silent && store_history) count += 1;
  const cell = new Cell(request, count, code);
  if (!silent) publish('execute_input', { code, execution_count: count }, request);
  busyWith = request;
  try {
    const data = await evaluate(cell);
    flush(cell);
    if (data && !silent) publish('execute_result', { execution_count: count, data, metadata: {} }, request);
    const values = await evaluateAll(request, user_expressions ?? {});
    return { status: 'ok', execution_count: count, user_expressions: values, payload: [] };
  } catch (thrown) {
    flush(cell);
    const error = describe(thrown);
    if (!silent) publish('error', error, request);
    await sleep(20); // requests that were sent before this error have arrived by then
    if (stop_on_error) dropped = arrived;
    return { status: 'error', execution_count: count, ...error };
  } finally {
    busyWith = undefined;
  }
}

/** The expressions that a client wants evaluated after the cell, each with its value or error. */
async function evaluateAll(request: Request, expressions: Record<string, string>) {
  const values: Record<string, object> = {};
  for (const [name, code] of Object.entries(expressions)) {
    const value = evaluate(new Cell(request, count, code));
    values[name] = await value.then((data = {}) => ({ status: 'ok', data, metadata: {} }), failed);
  }
  return values;
}

function reply({ header, content }: Request): Reply {
  switch (header.msg_type) {
    case 'kernel_info_request':
      return kernelInfo();
    case 'complete_request':
      return compiler().complete(content.code, content.cursor_pos);
    case 'inspect_request':
      return compiler().inspect(content.code, content.cursor_pos);
    case 'is_complete_request':
      return compiler().isComplete(content.code);
    case 'interrupt_request':
      interrupt();
      return { status: 'ok' };
    case 'shutdown_request':
      return { status: 'ok', restart: content.restart };
    case 'comm_info_request':
      return { status: 'ok', comms: {} };
    case 'history_request':
      return { status: 'ok', history: [] };
    default:
      return undefined; // comm_open and others, which need no reply
  }
}

function kernelInfo(): object {
  const { version } = createRequire(require.resolve('tslab'))('@tslab/typescript-for-tslab/package.json');
  return {
    status: 'ok',
    protocol_version: '5.3',
    implementation: 'latent-torus',
    implementation_version: require(asset('package.json')).version,
    banner: `TypeScript ${version}, Node.js ${process.version}`,
    language_info: {
      name: 'typescript',
      version,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      codemirror_mode: { name: 'javascript', mode: 'typescript', typescript: true }, // as tslab: for colours
    },
  };
}
