import { join } from 'node:path';
import { places, root } from './context.mjs';
import { asJson, readJson, readText, writeAtomically } from './files.mjs';

const share = join(places.venv, 'share', 'jupyter');

/** The kernel's own description, with the places of this checkout and this Node. */
function kernel() {
  const folder = join(root, 'packages', 'kernel');
  const { argv: [, ...rest] = [], ...others } = readJson(join(folder, 'kernel.json')) || {};
  const preload = ['--require', join(root, 'tools', 'preload.cjs')];
  return {
    ...others,
    env: { LATENT_TORUS_KERNEL_FORESEE: 'latent-torus,@latent-torus/notebook' }, // what nearly every notebook imports
    argv: [process.execPath, ...preload, ...rest.map((text) => text.replace('<kernel>', folder))],
  };
}

/** What Jupyter reads, by file. Written where it differs, so a moved checkout or another Node is noticed. */
export const jupyterFiles = () => ({
  [join(share, 'kernels', 'typescript', 'kernel.json')]: kernel(),
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
