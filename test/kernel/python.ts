// Jupyter's own clients, which are Python, with this checkout's kernel for the time of a test.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { kernelSpec } from '@latent-torus/kernel';
import { workFolder } from './client';

const root = resolve(__dirname, '../..');

/** The Python of the project's virtual environment, or of the one that LATENT_TORUS_VENV names. */
export const python = join(process.env.LATENT_TORUS_VENV ?? join(root, '.setup/venv'), 'bin/python');

/** Why tests that need Python cannot run; undefined if they can. */
export const missing = existsSync(python)
  ? undefined
  : `no ${python}: run the set-up, or let LATENT_TORUS_VENV name an environment`;

/** Runs a Python file of this folder, which finds the kernel as `latent-torus-test`. */
export async function run(file: string, input = '') {
  const folder = workFolder();
  const kernel = join(folder, 'kernels/latent-torus-test');
  mkdirSync(kernel, { recursive: true });
  writeFileSync(join(kernel, 'kernel.json'), JSON.stringify(kernelSpec()));
  const env = { ...process.env, JUPYTER_PATH: folder, JUPYTER_RUNTIME_DIR: folder, IPYTHONDIR: folder };
  const child = spawn(python, [join(__dirname, file)], { cwd: folder, env, detached: true });
  const stopAll = () => process.kill(-child.pid!, 'SIGKILL'); // its kernels end with it
  process.once('exit', stopAll);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  process.removeListener('exit', stopAll);
  rmSync(folder, { recursive: true });
  return { code, stdout, stderr };
}
