import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { logFile, run, tellingLines } from './command.mjs';
import { places, root } from './context.mjs';
import { diskFull, Failure, kindOfTrouble } from './failure.mjs';
import { asJson, readJson, sha256, writeAtomically } from './files.mjs';
import { findPython } from './python.mjs';

const stampFile = join(places.venv, 'latent-torus.json');
const requirements = join(dirname(fileURLToPath(import.meta.url)), 'requirements.txt');
const wantedPython = () => process.env.LATENT_TORUS_PYTHON || '';

/** Whether the environment holds the right packages, wherever the checkout stood when it was made. */
function complete() {
  const stamp = readJson(stampFile);
  return (
    !!stamp &&
    stamp.requirements === sha256(requirements) &&
    fs.existsSync(places.python) && // its Python may be gone
    (!wantedPython() || wantedPython() === stamp.wanted)
  );
}

/** @type {import('./steps.mjs').Step} */
export const virtualEnvironment = {
  name: 'JupyterLab',
  doing: 'installing into a virtual environment from tools/setup/requirements.txt',
  needs: 300e6,
  result: places.venv,
  done: () => complete() && readJson(stampFile)?.folder === places.venv,
  async run() {
    if (complete()) return moveHere();
    const python = await findPython();
    fs.rmSync(places.venv, { recursive: true, force: true });
    const made = await run(
      python.executable || python.name,
      ['-m', python.venv ? 'venv' : 'virtualenv', places.venv],
      { log: 'venv' },
    );
    if (made.code !== 0) {
      if (kindOfTrouble(made.output) === 'disk') throw diskFull(root);
      throw new Failure(
        `${python.name} (${python.version}) could not make a virtual environment in ${places.venv}. It said:\n` +
          `${tellingLines(made.output)}\nDebian, Ubuntu: apt install python3-venv may help. Another Python can ` +
          'be named: export LATENT_TORUS_PYTHON=/path/to/python3',
      );
    }
    await pip(['install', '--no-compile', '-r', requirements], 'the Python packages');
    const stamp = {
      requirements: sha256(requirements),
      folder: places.venv,
      wanted: wantedPython(),
      python: python.version,
    };
    writeAtomically(stampFile, asJson(stamp));
  },
};

/**
 * pip of the virtual environment.
 * @param {string[]} args
 * @param {string} what for the message: 'the Python packages'
 * @throws Failure
 */
export async function pip(args, what) {
  const log = `pip-${args[0]}`;
  const { code, output } = await run(places.python, ['-m', 'pip', ...args], { cwd: root, log });
  if (code === 0) return;
  const detail = `pip said:\n${tellingLines(output)}\nAll of it: ${logFile(log)}`;
  switch (kindOfTrouble(output)) {
    case 'disk':
      throw diskFull(root);
    case 'certificate':
      throw new Failure(
        `pip does not trust the certificate of its package index (for ${what}). Behind a proxy of your ` +
          'own, name its certificate:\n' +
          '  export PIP_CERT=/path/to/certificate.pem\n' +
          detail,
      );
    case 'network':
      throw new Failure(
        `pip could not reach its package index (for ${what}). Check the network; behind a proxy, set ` +
          'HTTPS_PROXY (see environment.md). Then run the same command again.\n' +
          detail,
      );
    default:
      throw new Failure(
        `pip could not install ${what}. Run the same command again; if it fails the same way, the log ` +
          'says why.\n' +
          detail,
      );
  }
}

/** A moved checkout: the environment's own paths are those of the old place, in its scripts and settings. */
function moveHere() {
  const stamp = readJson(stampFile);
  const files = [
    join(places.venv, 'pyvenv.cfg'),
    ...fs.readdirSync(join(places.venv, 'bin')).map((name) => join(places.venv, 'bin', name)),
  ];
  for (const file of files) {
    const stat = fs.lstatSync(file);
    if (!stat.isFile() || stat.size > 1e6) continue;
    const text = fs.readFileSync(file, 'latin1');
    if (!text.includes(stamp.folder)) continue;
    fs.writeFileSync(file, text.split(stamp.folder).join(places.venv), 'latin1');
  }
  writeAtomically(stampFile, asJson({ ...stamp, folder: places.venv }));
}
