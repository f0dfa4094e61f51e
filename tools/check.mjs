// npm run check: types (with the project's TypeScript and with the kernel's), formatter and linter, arrows between folders,
// index and links of the notebooks. Prints what is wrong and a line for each check.
import './setup/node-version.mjs';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { places, root } from './setup/context.mjs';

const installed = (...path) => join(places.modules, ...path);
const own = (...path) => join(root, 'tools', ...path);
const folders = ['lib', 'packages', 'notebooks', 'test', 'tools'];

/** A program of Node for each check. */
const checks = {
  types: [installed('typescript', 'bin', 'tsc'), '--noEmit'],
  'types in the kernel': [own('test', 'kernel-typescript.cjs')],
  'format and lint': [installed('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings'],
  arrows: [
    installed('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
    '--config',
    join(root, '.dependency-cruiser.cjs'),
    ...folders,
  ],
  'index and links': [own('index.mjs'), '--check'],
};

/**
 * Runs all checks, two at a time.
 * @returns {Promise<number>} how many failed
 */
export async function check() {
  const waiting = Object.entries(checks);
  let failed = 0;
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, args] = next;
      const since = Date.now();
      const { code, output } = await run(args);
      const seconds = ((Date.now() - since) / 1000).toFixed(1);
      if (code !== 0) {
        failed++;
        console.error(output.trimEnd());
      }
      console.log(`${name}: ${code === 0 ? 'right' : 'wrong, see above'} (${seconds} s)`);
    }
  };
  await Promise.all([work(), work()]);
  return failed;
}

/** @returns {Promise<{ code: number, output: string }>} */
function run(/** @type {string[]} */ args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const failed = await check();
  if (failed) console.error(`${failed} of ${Object.keys(checks).length} checks failed`);
  process.exitCode = failed ? 1 : 0;
}
