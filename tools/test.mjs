// npm test [-- arguments of mocha]: set-up, the checks of `npm run check`, the tests.

import fs from 'node:fs';
import os from 'node:os';
import { join, sep } from 'node:path';
import { check } from './check.mjs';
import { tensorflowEnvironment } from './flags.cjs';
import { run } from './run.mjs';
import { places, root } from './setup/context.mjs';
import { setUp } from './setup/index.mjs';

/** Files that take minutes begin first, so that neither of the two jobs waits for one of them at the end. */
const long = ['test/notebooks/notebooks.test.ts', 'test/tools/pack.test.ts', 'test/graph/all-models.test.ts'];

await setUp();

const temporary = fs.mkdtempSync(join(os.tmpdir(), 'latent-torus-test-'));
process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true }));

const env = {
  ...process.env,
  ...tensorflowEnvironment(process.env),
  LATENT_TORUS_SCALE: process.env.LATENT_TORUS_SCALE || 'smoke',
  LATENT_TORUS_FIGURES: process.env.LATENT_TORUS_FIGURES || join(temporary, 'figures'),
  LATENT_TORUS_CACHE: process.env.LATENT_TORUS_CACHE || join(temporary, 'checkpoints'),
  LATENT_TORUS_TEST_COUNTS: join(temporary, 'counts.json'),
};
const node = (...args) => run(process.execPath, args, { cwd: root, env });

let failures = await check();
const { code, signal } = await node(...mocha(process.argv.slice(2)));
let counts = { passed: 0, failed: 0, skipped: 0, ended: false };
try {
  counts = JSON.parse(fs.readFileSync(env.LATENT_TORUS_TEST_COUNTS, 'utf8'));
} catch {
  // mocha ended before the first test
}
if (!counts.ended && !asksOnly(process.argv)) {
  console.log(`mocha ended early (${signal ? `signal ${signal}` : `exit code ${code}`})`);
  failures++;
}
if (failures || code !== 0 || signal) process.exitCode = 1;
console.log(`${counts.passed} passed, ${counts.failed + failures} failed, ${counts.skipped} skipped`);

/** Arguments with which mocha runs no tests. */
function asksOnly(given) {
  return given.some((argument) => /^(--help|-h|--version|-V|--dry-run|--list-\w+)$/.test(argument));
}

/**
 * The arguments for mocha: all tests, or the files that are named. `.mocharc.json` names no files, as mocha would add
 * them to those.
 * @param {string[]} given
 */
function mocha(given) {
  const { require, ...options } = JSON.parse(fs.readFileSync(join(root, '.mocharc.json'), 'utf8'));
  const files = given.filter((argument) => /\.test\.ts$/.test(argument));
  return [
    join(places.modules, 'mocha', 'bin', 'mocha.js'),
    '--no-config',
    ...[require]
      .flat()
      .filter(Boolean)
      .flatMap((name) => ['--require', name]),
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    '--require',
    join(root, 'tools', 'test', 'counts.cjs'),
    ...(files.length ? [] : [...allTests(), '--parallel', '--jobs', '2', '--forbid-only']),
    ...given,
  ];
}

function allTests() {
  const found = fs
    .readdirSync(join(root, 'test'), { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `test/${file.split(sep).join('/')}`)
    .sort();
  return [...long.filter((file) => found.includes(file)), ...found.filter((file) => !long.includes(file))];
}
