import fs from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { childEnvironment, logFile, run, tellingLines } from './command.mjs';
import { places, root } from './context.mjs';
import { diskFull, Failure, kindOfTrouble } from './failure.mjs';
import { asJson, readJson, sha256, writeAtomically } from './files.mjs';
import { platformName } from './platform.mjs';

const stampFile = join(places.modules, '.latent-torus.json');
const stamp = () => ({ lock: sha256(join(root, 'package-lock.json')), platform: platformName });

/** @type {import('./steps.mjs').Step} */
export const npmPackages = {
  name: 'npm packages',
  doing: 'installing from package-lock.json',
  needs: 700e6,
  result: places.modules,
  done() {
    const found = readJson(stampFile);
    const wanted = stamp();
    return found?.lock === wanted.lock && found.platform === wanted.platform;
  },
  async run() {
    const env = childEnvironment();
    env.npm_config_fetch_retry_mintimeout ??= '2000'; // off line, npm's own patience is minutes
    env.npm_config_fetch_retry_maxtimeout ??= '10000';
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
    fs.rmSync(stampFile, { force: true });
    const npm = findNpm();
    env.PATH = [dirname(process.execPath), env.PATH || ''].join(delimiter); // this Node for what npm starts
    const { code, output } = npm.endsWith('.js')
      ? await run(process.execPath, [npm, ...args], { cwd: root, env, log: 'npm' })
      : await run(npm, args, { cwd: root, env, log: 'npm' });
    if (code !== 0) throw explain(output);
    writeAtomically(stampFile, asJson(stamp()));
  },
};

/**
 * npm's own script or a wrapper around it: what `npm start` says, else the one on the PATH, else the one
 * beside this Node.
 */
function findNpm() {
  const said = process.env.npm_execpath;
  if (said && /npm-cli\.c?js$/.test(said) && fs.existsSync(said)) return said;
  for (const folder of [...(process.env.PATH || '').split(delimiter), dirname(process.execPath)]) {
    const file = join(folder, 'npm');
    if (folder && fs.existsSync(file)) return fs.realpathSync(file);
  }
  throw new Failure(
    'npm was not found.\n' +
      'Install it (it comes with Node; Debian has it as a package of its own: apt install npm).',
  );
}

/** @param {string} output */
function explain(output) {
  const detail = `npm said:\n${tellingLines(output, { first: true })}\nAll of it: ${logFile('npm')}`;
  switch (kindOfTrouble(output)) {
    case 'disk':
      return diskFull(root);
    case 'certificate':
      return new Failure(
        'npm does not trust the certificate of its package registry. Behind a proxy of your own, name its ' +
          'certificate:\n' +
          '  export NODE_EXTRA_CA_CERTS=/path/to/certificate.pem\n' +
          detail,
      );
    case 'network':
      return new Failure(
        'npm could not reach its package registry. Check the network; behind a proxy, set HTTPS_PROXY ' +
          '(see environment.md). Then run the same command again.\n' +
          detail,
      );
    default:
      return new Failure(
        'The npm packages could not be installed. Run the same command again; if it fails the same way, ' +
          'the log says why.\n' +
          detail,
      );
  }
}
