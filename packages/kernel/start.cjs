// What Jupyter starts: `node start.cjs <connection file>`. JavaScript, as it prepares Node for TypeScript.
const { existsSync } = require('node:fs');
const { Module, createRequire } = require('node:module');
const { delimiter, join } = require('node:path');
const { env, platform } = process;

// What a notebook's own folder does not have, Node looks for where the kernel is installed.
const installed = require.resolve.paths('tslab').filter((folder) => existsSync(folder));
env.NODE_PATH = [env.NODE_PATH, ...installed].filter(Boolean).join(delimiter);
Module._initPaths();

// Jupyter interrupts the whole process group: esbuild, which tsx starts, has to be deaf to that.
if (platform !== 'win32' && !env.ESBUILD_BINARY_PATH) {
  const fromEsbuild = createRequire(createRequire(require.resolve('tsx/cjs')).resolve('esbuild'));
  env.ESBUILD ||= fromEsbuild.resolve(`@esbuild/${platform}-${process.arch}/bin/esbuild`);
  env.ESBUILD_BINARY_PATH = join(__dirname, 'esbuild.sh');
}

env.UV_THREADPOOL_SIZE ||= '5'; // Node's four, and one that hands on what is published (wire.ts)

require('tsx/cjs');
const main = ['main.ts', 'dist/main.js'].map((name) => join(__dirname, name)).find(existsSync); // or as published
const { start } = require(main);
void start(process.argv[2]);
