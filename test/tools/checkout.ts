// A checkout of a few files in a temporary folder, and a PATH with stand-ins for npm, Python and the
// compiler that note
// how they were called: the set-up's own steps run for real, without a network and in seconds.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(__dirname, '..', '..');

const npm = `
rmSync('node_modules', { recursive: true, force: true }); // as npm ci does
mkdirSync('node_modules/@tensorflow/tfjs-node', { recursive: true });
writeFileSync('node_modules/half', '');
const finish = () => {
  rmSync('node_modules/half');
  writeFileSync('node_modules/@tensorflow/tfjs-node/package.json', '{}');
};
if (behaviour.npm === 'hang') setTimeout(finish, 60000);
else if (behaviour.npm === 'slow') setTimeout(finish, 2000);
else if (behaviour.npm) fail(behaviour.npm);
else finish();
`;

const python = `
if (args[0] === '-c') {
  const found = { version: '3.12.1', executable: process.argv[1], venv: true, virtualenv: false };
  console.log(JSON.stringify({ ...found, ...behaviour.python }));
} else if (args[1] === 'venv' || args[1] === 'virtualenv') {
  mkdirSync(args[2] + '/bin', { recursive: true });
  cpSync(process.argv[1], args[2] + '/bin/python');
  writeFileSync(args[2] + '/bin/jupyter', '#!' + args[2] + '/bin/python\\n');
  writeFileSync(args[2] + '/pyvenv.cfg', 'command = ' + args[2] + '\\n');
} else if (args[1] === 'pip' && behaviour.pip) {
  fail(behaviour.pip);
} else if (args[1] === 'pip' && args[2] === 'download') {
  const folder = args[args.indexOf('--dest') + 1];
  mkdirSync(folder, { recursive: true });
  writeFileSync(folder + '/tensorflow.whl', '');
} else if (args[0].endsWith('unpack.py')) {
  if (behaviour.unpack) fail(behaviour.unpack);
  for (const name of args.slice(3)) {
    mkdirSync(args[2] + '/lib', { recursive: true });
    writeFileSync(args[2] + '/lib/' + name, '');
  }
}
`;

const binding = join(root, 'node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node');

// The probe and the binding: a copy of the real one, or what is no library at all.
const compiler = `
const output = args[args.indexOf('-o') + 1];
if (behaviour.compiler === 'broken' && !output.includes('probe')) writeFileSync(output, 'no library');
else if (behaviour.compiler === 'missing') fail('c++: fatal error');
else cpSync(${JSON.stringify(binding)}, output);
`;

const standIn = (body: string, bin: string, name: string) => `#!${process.execPath}
const { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const bin = ${JSON.stringify(bin)};
const behaviour = JSON.parse(readFileSync(bin + '/behaviour.json', 'utf8'));
const fail = (text) => { console.error(text); process.exit(1); };
appendFileSync(bin + '/calls', [${JSON.stringify(name)}, ...args].join(' ').replaceAll('\\n', ' ') + '\\n');
${body}`;

interface Behaviour {
  npm?: string; // 'hang', 'slow', or what it prints before it fails
  python?: Record<string, unknown>;
  pip?: string;
  unpack?: string;
  compiler?: 'broken' | 'missing';
}

/** What set-up would still have to do in this checkout ('' if nothing). It only looks: a test installs nothing here. */
export function missingHere(): string {
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'tools/setup.mjs'), '--check'], {
    encoding: 'utf8',
  });
  return stdout + stderr;
}

export interface Result {
  code: number | null;
  output: string;
}

export class Checkout {
  private readonly folder = mkdtempSync(join(tmpdir(), 'latent-torus-setup-'));
  readonly bin = join(this.folder, 'bin');
  root = join(this.folder, 'checkout');
  env: Record<string, string | undefined> = {};

  constructor(programs: string[] = ['npm', 'python3', 'c++']) {
    mkdirSync(this.bin);
    mkdirSync(join(this.root, 'packages', 'kernel'), { recursive: true });
    const tools = ['setup', 'setup.mjs', 'told.mjs', 'preload.cjs', 'flags.cjs'].map(
      (name) => `tools/${name}`,
    );
    for (const name of [...tools, 'packages/kernel/kernel.json']) {
      cpSync(join(root, name), join(this.root, name), { recursive: true });
    }
    this.write('package-lock.json', '{}');
    for (const name of programs) {
      const body = name === 'npm' ? npm : name.startsWith('python') ? python : compiler;
      writeFileSync(join(this.bin, name), standIn(body, this.bin, name));
      chmodSync(join(this.bin, name), 0o755);
    }
    this.behave({});
    const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|LATENT_TORUS_|CXX$)/.test(name));
    this.env = {
      ...Object.fromEntries(kept),
      PATH: this.bin,
      LATENT_TORUS_TENSORFLOW: process.env.LATENT_TORUS_TENSORFLOW ?? join(root, '.setup', 'tensorflow'),
    };
  }

  behave(behaviour: Behaviour) {
    writeFileSync(join(this.bin, 'behaviour.json'), JSON.stringify(behaviour));
  }

  /** What the stand-ins were asked to do, a line each. */
  get calls(): string[] {
    const file = join(this.bin, 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }

  write(file: string, text: string) {
    writeFileSync(join(this.root, file), text);
  }
  read(file: string) {
    return readFileSync(join(this.root, file), 'utf8');
  }
  has(file: string) {
    return existsSync(join(this.root, file));
  }

  setUp(...nodeArguments: string[]): Result {
    const command = [...nodeArguments, join(this.root, 'tools', 'setup.mjs')];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      env: this.env,
      encoding: 'utf8',
    });
    return { code: status, output: stdout + stderr };
  }

  /** What `--check` says. */
  check(): string {
    const command = [join(this.root, 'tools', 'setup.mjs'), '--check'];
    return spawnSync(process.execPath, command, { env: this.env, encoding: 'utf8' }).stdout;
  }

  /** Starts a set-up, to be interrupted. */
  start(): { child: ChildProcess; ended: Promise<Result> } {
    const child = spawn(process.execPath, [join(this.root, 'tools', 'setup.mjs')], { env: this.env });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
      });
    return { child, ended: new Promise((done) => child.on('close', (code) => done({ code, output }))) };
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits until a condition holds. @throws Error after 10 s */
export async function until(condition: () => boolean): Promise<void> {
  for (const start = Date.now(); !condition(); ) {
    if (Date.now() - start > 10_000) throw new Error(`waited 10 s for ${condition}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
