import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { places, root } from './context.mjs';
import { asJson, readText, writeAtomically } from './files.mjs';

const share = join(places.venv, 'share', 'jupyter');

/** What Jupyter reads, by file. Written where it differs, so a moved checkout or another Node is noticed. */
export const jupyterFiles = () => ({
  [join(share, 'kernels', 'typescript', 'kernel.json')]: {
    argv: [
      process.execPath, '--import', pathToFileURL(join(root, 'tools', 'preload.mjs')).href,
      '--require', join(places.modules, 'tsx', 'dist', 'cjs', 'index.cjs'),
      join(root, 'tools', 'kernel', 'main.ts'), '{connection_file}',
    ],
    display_name: 'TypeScript (Latent Torus)',
    language: 'typescript',
    interrupt_mode: 'signal',
    env: { ESBUILD_BINARY_PATH: join(root, 'tools', 'kernel', 'esbuild.sh') },
  },
  [join(share, 'lab', 'settings', 'overrides.json')]: {
    '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false },
  },
  [join(places.venv, 'etc', 'jupyter', 'jupyter_server_config.json')]: {
    MultiKernelManager: { default_kernel_name: 'typescript' },
  },
});

/** @type {import('./steps.mjs').Step} */
export const kernelSpec = {
  name: 'TypeScript kernel',
  doing: 'registering it in the virtual environment',
  needs: 0,
  done: () => Object.entries(jupyterFiles()).every(([file, value]) => readText(file) === asJson(value)),
  async run() {
    for (const [file, value] of Object.entries(jupyterFiles())) writeAtomically(file, asJson(value));
  },
};
