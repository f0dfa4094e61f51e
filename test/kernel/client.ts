// A small Jupyter client: starts the kernel as Jupyter does, in a process group of its own, and talks to it.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kernelSpec } from '@latent-torus/kernel';
import { Dealer, Subscriber } from 'zeromq';

export interface Output {
  type: string;
  content: any;
}
export interface Execution {
  /** Content of the reply. */
  reply: any;
  /** What was published for the cell, without its state, in order. */
  outputs: Output[];
  stdout: string;
  stderr: string;
  /** Text of the result, if there is one. */
  result: string | undefined;
}
interface Pending {
  reply?: any;
  idle: boolean;
  outputs: Output[];
  settle(): void;
}

const ports = (count: number): Promise<number[]> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      return { server, port };
    }),
  ).then((open) =>
    open.map(({ server, port }) => {
      server.close();
      return port;
    }),
  );

/** A folder of its own, away from the project. */
export const workFolder = (): string => mkdtempSync(join(tmpdir(), 'latent-torus-kernel-'));

interface Options {
  /** Start the kernel as the child of a process between, which is then `process`; default false. */
  parent?: boolean;
  /** Where the notebook lies; default a folder of its own, away from the project. */
  cwd?: string;
  /** Variables of the environment, beside those of this process. */
  env?: Record<string, string>;
}

export class Kernel {
  readonly folder = workFolder();
  /** Errors and output that did not reach a cell. */
  terminal = '';
  /** As a client shows it: what was published last. */
  state = '';
  process!: ChildProcess;
  /** The request that was sent last, and what has come for it so far. */
  latest!: Pending;
  private readonly shell = new Dealer({ linger: 0 });
  private readonly control = new Dealer({ linger: 0 });
  private readonly iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  /** What the connection file says. */
  connection!: Record<`${'shell' | 'iopub' | 'stdin' | 'control' | 'hb'}_port`, number>;
  readonly key = randomUUID();
  private readonly pending = new Map<string, Pending>();

  static async start({ parent = false, cwd, env = {} }: Options = {}): Promise<Kernel> {
    const kernel = new Kernel();
    const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await ports(5);
    const connection = {
      shell_port,
      iopub_port,
      stdin_port,
      control_port,
      hb_port,
      ip: '127.0.0.1',
      transport: 'tcp',
      key: kernel.key,
      signature_scheme: 'hmac-sha256',
    };
    kernel.connection = connection;
    const file = join(kernel.folder, 'connection.json');
    writeFileSync(file, JSON.stringify(connection));
    const [node, ...argv] = kernelSpec().argv;
    const command = argv.map((argument) => argument.replace('{connection_file}', file));
    const spawning = `const [, ...command] = process.argv;
      require('child_process').spawn(command[0], command.slice(1), { stdio: 'inherit' });`;
    kernel.process = spawn(node, parent ? ['-e', spawning, node, ...command] : command, {
      cwd: cwd ?? kernel.folder,
      env: { ...process.env, ...env },
      detached: true, // a process group of its own
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [kernel.process.stdout!, kernel.process.stderr!]) {
      stream.on('data', (chunk) => {
        kernel.terminal += chunk;
      });
    }
    kernel.shell.connect(`tcp://127.0.0.1:${shell_port}`);
    kernel.control.connect(`tcp://127.0.0.1:${control_port}`);
    kernel.iopub.connect(`tcp://127.0.0.1:${iopub_port}`);
    kernel.iopub.subscribe();
    for (const socket of [kernel.shell, kernel.control, kernel.iopub]) void kernel.listen(socket);
    await kernel.request('kernel_info_request');
    while (!(await kernel.execute('0')).outputs.length); // subscribed for sure
    return kernel;
  }

  private async listen(socket: Dealer | Subscriber) {
    for await (const frames of socket) {
      const at = frames.findIndex((frame) => frame.toString() === '<IDS|MSG>');
      const [header, parent, , content] = frames.slice(at + 2).map((frame) => JSON.parse(frame.toString()));
      const message = this.pending.get(parent.msg_id);
      if (!message) continue;
      if (socket !== this.iopub) message.reply = content;
      else if (header.msg_type !== 'status') message.outputs.push({ type: header.msg_type, content });
      else this.state = content.execution_state;
      if (header.msg_type === 'status') message.idle = content.execution_state === 'idle';
      message.settle();
    }
  }

  /** Sends a request; resolves once it is replied to and the kernel has published that it is done. */
  async request(type: string, content: object = {}, socket = this.shell): Promise<Pending> {
    const header = {
      msg_id: randomUUID(),
      session: this.key,
      username: 'test',
      msg_type: type,
      version: '5.3',
      date: new Date().toISOString(),
    };
    const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
    const sign = createHmac('sha256', this.key).update(parts.join('')).digest('hex');
    const done = new Promise<Pending>((settled) => {
      // The first kernel_info may come before the subscription works, so its end is not waited for.
      const message: Pending = {
        idle: type === 'kernel_info_request',
        outputs: [],
        settle() {
          if (message.idle && message.reply) settled(message);
        },
      };
      this.pending.set(header.msg_id, message);
      this.latest = message;
    });
    await socket.send(['<IDS|MSG>', sign, ...parts]);
    return done;
  }

  async execute(code: string, options: object = {}): Promise<Execution> {
    const { reply, outputs } = await this.request('execute_request', { code, ...options });
    const text = (name: string) =>
      outputs
        .filter((output) => output.content.name === name)
        .map((output) => output.content.text)
        .join('');
    const result = outputs.find((output) => output.type === 'execute_result')?.content.data['text/plain'];
    return {
      reply,
      outputs,
      result,
      get stdout() {
        return text('stdout');
      }, // a getter, as output may come later
      get stderr() {
        return text('stderr');
      },
    };
  }

  /** Interrupts as Jupyter does: the whole process group. */
  interrupt(): void {
    process.kill(-this.process.pid!, 'SIGINT');
  }

  async interruptByMessage(): Promise<void> {
    await this.request('interrupt_request', {}, this.control);
  }

  /** Asks the kernel to end; gives the content of its reply. */
  async shutdown(): Promise<any> {
    return (await this.request('shutdown_request', { restart: false }, this.control)).reply;
  }

  /** Ends the process and all that it has started. */
  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.process;
    const exited = exitCode !== null || signalCode !== null || once(this.process, 'exit');
    try {
      process.kill(-this.process.pid!, 'SIGKILL');
    } catch {
      // the whole group has ended by itself
    }
    await exited;
    for (const socket of [this.shell, this.control, this.iopub]) socket.close();
    rmSync(this.folder, { recursive: true });
  }
}
