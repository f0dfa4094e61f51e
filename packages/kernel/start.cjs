// What Jupyter starts: `node start.cjs <connection file>`. JavaScript, as it prepares Node for TypeScript.
const { existsSync, readFileSync } = require('node:fs');
const { Module, createRequire } = require('node:module');
const { delimiter, dirname, join } = require('node:path');
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

// tsx reads through every file for what it may have to compile, and TensorFlow.js takes twice as long to load: packages
// that are CommonJS go past it.
const plain = Module._extensions['.js'];
require('tsx/cjs');
const compiling = Module._extensions['.js'];
Module._extensions['.js'] = function (module, file) {
  const isPlain = file.includes('/node_modules/') && moduleType(dirname(file)) === 'commonjs';
  return (isPlain ? plain : compiling).call(this, module, file);
};

const types = new Map(); // by folder

/** The type of the package that a folder belongs to. */
function moduleType(folder) {
  if (!types.has(folder)) {
    const manifest = join(folder, 'package.json');
    const own = existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')).type ?? 'commonjs');
    types.set(folder, own || (dirname(folder) === folder ? 'commonjs' : moduleType(dirname(folder))));
  }
  return types.get(folder);
}

const main = ['main.ts', 'dist/main.js'].map((name) => join(__dirname, name)).find(existsSync); // or as published
const { start } = require(main);
void start(process.argv[2]);
