import { run, tellingLines } from './command.mjs';
import { Failure } from './failure.mjs';

/**
 * @typedef {object} Python
 * @property {string} name as it was called
 * @property {string} executable
 * @property {string} version
 * @property {boolean} venv has the venv module with all it needs (Debian leaves ensurepip out)
 * @property {boolean} virtualenv has the package of that name
 */

// Valid in Python 2 as well, so that an old one can say its version.
const probe = `
import sys, json
found = {'version': '.'.join(map(str, sys.version_info[:3])), 'executable': sys.executable}
if sys.version_info >= (3, 10):
    from importlib.util import find_spec
    found['venv'] = bool(find_spec('venv') and find_spec('ensurepip'))
    found['virtualenv'] = bool(find_spec('virtualenv'))
print(json.dumps(found))
`;

const versions = ['3.14', '3.13', '3.12', '3.11', '3.10'];

/**
 * The Python for the virtual environment: LATENT_TORUS_PYTHON, else the first on the PATH that is 3.10 or
 * newer.
 * @returns {Promise<Python>}
 * @throws Failure that names all that was found
 */
export async function findPython() {
  const wanted = process.env.LATENT_TORUS_PYTHON;
  const names = wanted ? [wanted] : ['python3', 'python', ...versions.map((v) => `python${v}`)];
  const old = [];
  const bare = [];
  for (const name of names) {
    const python = await look(name);
    if (typeof python === 'string') old.push(python);
    else if (python && (python.venv || python.virtualenv)) return python;
    else if (python) bare.push(python);
  }
  if (bare.length) throw withoutVenv(bare[0]);
  const found = old.length
    ? `Found: ${old.join('; ')}.`
    : `Looked for ${names.slice(0, 2).join(', ')} and so on.`;
  if (wanted) {
    throw new Failure(
      `LATENT_TORUS_PYTHON is '${wanted}', which is no Python 3.10 or newer. ` +
        `${old.length ? found : 'No such program.'}\n` +
        'Set it to the path of one, or unset it to take the one on the PATH.',
    );
  }
  throw new Failure(
    `Python 3.10 or newer was not found. ${found}\n` +
      'Install it (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python), or name ' +
      'one that is not on the PATH:\n  export LATENT_TORUS_PYTHON=/path/to/python3',
  );
}

/**
 * @param {string} name
 * @returns {Promise<Python | string | undefined>} a text describes what cannot be used
 */
async function look(name) {
  const { code, output, missing } = await run(name, ['-c', probe], { seconds: 20 });
  if (missing) return undefined;
  const line = output.split('\n').find((text) => text.startsWith('{'));
  try {
    const found = JSON.parse(line || '');
    const [major, minor] = found.version.split('.').map(Number);
    if (major < 3 || (major === 3 && minor < 10)) return `${name} is ${found.version}`;
    return { name, ...found };
  } catch {
    return `${name} does not run (exit code ${code}): ${tellingLines(output, { count: 1 }).trim()}`;
  }
}

/** @param {Python} python */
const withoutVenv = ({ name, version }) => {
  const package_ = `python${version.split('.').slice(0, 2).join('.')}-venv`;
  return new Failure(
    `${name} (${version}) cannot make virtual environments: its venv or ensurepip module is missing.\n` +
      `Debian, Ubuntu: apt install python3-venv (or ${package_}). Without root: ${name} -m pip install ` +
      '--user virtualenv\n' +
      'Then run the same command again. Another Python can be named: export ' +
      'LATENT_TORUS_PYTHON=/path/to/python3',
  );
};
