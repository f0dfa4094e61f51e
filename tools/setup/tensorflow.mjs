import fs from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { logFile, run, tellingLines } from './command.mjs';
import { places, root } from './context.mjs';
import { diskFull, Failure, kindOfTrouble } from './failure.mjs';
import { asJson, readJson, writeAtomically } from './files.mjs';
import { platform, platformName, requireGlibc } from './platform.mjs';
import { bytesIn, size } from './report.mjs';
import { pip } from './venv.mjs';

/** The release that the library is written and tested against. */
export const tensorflowVersion = '2.21.0';

const stampFile = join(places.tensorflow, 'latent-torus.json');
const stamp = () => ({ version: tensorflowVersion, platform: platformName });
const here = dirname(fileURLToPath(import.meta.url));

/** @returns {string | undefined} LATENT_TORUS_TENSORFLOW as an absolute path */
const override = () => process.env.LATENT_TORUS_TENSORFLOW && resolve(process.env.LATENT_TORUS_TENSORFLOW);

/**
 * Where TensorFlow's two libraries and its headers are: set-up's own copy, or what LATENT_TORUS_TENSORFLOW
 * names
 * (the wheel's `tensorflow` folder, a site-packages that holds it, or another checkout's
 * `.setup/tensorflow`).
 * @throws Failure if the setting names something else
 */
export function tensorflowFolders() {
  const named = override();
  if (!named) return { lib: join(places.tensorflow, 'lib'), include: join(places.tensorflow, 'include') };
  for (const folder of [named, join(named, 'tensorflow')]) {
    for (const lib of [folder, join(folder, 'lib')]) {
      const include = join(folder, 'include');
      if (
        fs.existsSync(join(lib, platform().cc)) &&
        fs.existsSync(join(lib, platform().framework)) &&
        fs.existsSync(join(include, 'tensorflow', 'c', 'c_api.h'))
      )
        return { lib, include };
    }
  }
  throw new Failure(
    `LATENT_TORUS_TENSORFLOW is '${process.env.LATENT_TORUS_TENSORFLOW}', which holds no TensorFlow: ` +
      `expected ${platform().cc}, ` +
      `${platform().framework} and include/tensorflow/c/c_api.h\n` +
      'there or in its folder tensorflow. Correct it, or unset it to have ' +
      'TensorFlow downloaded.',
  );
}

/** @type {import('./steps.mjs').Step} */
export const tensorflow = {
  name: 'TensorFlow',
  doing: `downloading its Python wheel (about 275 MB on Linux x86-64), keeping its libraries`,
  needs: 1.15e9, // the wheel and what is unpacked from it
  result: places.tensorflow,
  done() {
    if (override()) return !!tensorflowFolders();
    const found = readJson(stampFile);
    return (
      found?.version === tensorflowVersion &&
      found.platform === platformName &&
      fs.existsSync(join(places.tensorflow, 'lib', platform().cc))
    );
  },
  async run(say) {
    requireGlibc();
    const { wheel, tag, cc, framework } = platform();
    const downloads = join(places.temporary, 'wheel');
    fs.rmSync(downloads, { recursive: true, force: true });
    await pip(
      [
        'download',
        '--no-deps',
        '--only-binary=:all:',
        '--no-cache-dir',
        '--python-version',
        '3.12',
        '--platform',
        tag,
        '--dest',
        downloads,
        `${wheel}==${tensorflowVersion}`,
      ],
      `TensorFlow (${wheel} ${tensorflowVersion})`,
    );
    const [name] = fs.readdirSync(downloads).filter((file) => file.endsWith('.whl'));
    if (!name)
      throw new Failure(
        `pip reported success, but left no wheel of ${wheel}. See ${logFile('pip-download')}, then run ` +
          'the same command again.',
      );
    const file = join(downloads, name);
    say(`${size(bytesIn(file))} downloaded; unpacking`);
    const fresh = join(places.temporary, 'tensorflow');
    fs.rmSync(fresh, { recursive: true, force: true });
    const unpacked = await run(places.python, [join(here, 'unpack.py'), file, fresh, cc, framework], {
      log: 'unpack',
    });
    if (unpacked.code !== 0) {
      if (kindOfTrouble(unpacked.output) === 'disk') throw diskFull(root);
      throw new Failure(
        `TensorFlow's wheel could not be unpacked:\n` +
          `${tellingLines(unpacked.output)}\n` +
          'Run the same command again: it is downloaded anew.',
      );
    }
    writeAtomically(join(fresh, 'latent-torus.json'), asJson(stamp()));
    const old = join(places.temporary, 'tensorflow-old');
    fs.rmSync(old, { recursive: true, force: true });
    if (fs.existsSync(places.tensorflow)) fs.renameSync(places.tensorflow, old); // removing it takes a while
    fs.renameSync(fresh, places.tensorflow);
    fs.rmSync(old, { recursive: true, force: true });
    fs.rmSync(downloads, { recursive: true, force: true });
  },
};
