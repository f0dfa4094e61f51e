// npm start [-- arguments of JupyterLab]: set-up, then JupyterLab on notebooks/.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { tensorflowEnvironment } from './flags.cjs';
import { places, root } from './setup/context.mjs';
import { setUp } from './setup/index.mjs';

await setUp();

const notebooks = join(root, 'notebooks');
fs.mkdirSync(notebooks, { recursive: true });
const first = fs.existsSync(join(notebooks, 'index.ipynb')) ? '/lab/tree/index.ipynb' : '/lab';
const given = process.argv.slice(2);
const noScreen =
  process.platform === 'linux' &&
  !process.env.DISPLAY &&
  !process.env.WAYLAND_DISPLAY &&
  !process.env.WSL_DISTRO_NAME;

console.log('Starting JupyterLab; it prints the address to open. Ctrl-C ends it.');
const env = { ...process.env, ...tensorflowEnvironment(process.env) };
for (const name of ['PYTHONHOME', 'PYTHONPATH', 'VIRTUAL_ENV']) delete env[name];
// A process group of its own, ended by SIGTERM: on Ctrl-C Jupyter would ask whether that was meant.
const jupyter = spawn(
  places.python,
  [
    '-m',
    'jupyterlab',
    `--ServerApp.root_dir=${notebooks}`,
    '--ServerApp.ip=127.0.0.1',
    `--LabApp.default_url=${first}`,
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
    ...(noScreen ? ['--no-browser'] : []),
    ...given,
  ],
  { cwd: notebooks, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true },
);

let asked = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    asked++;
    if (asked === 1) console.log('\nEnding JupyterLab and its kernels …');
    try {
      if (asked < 3) jupyter.kill('SIGTERM');
      else process.kill(-jupyter.pid, 'SIGKILL'); // the third time means it
    } catch {
      // it has ended
    }
  });
}
jupyter.on('error', (error) => {
  console.error(
    `JupyterLab does not start: ${error.message}.\n` +
      'Remove the folder .setup/venv and run the same command again.',
  );
  process.exit(1);
});
jupyter.on('exit', (code) => process.exit(asked ? 0 : (code ?? 1)));
