import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../run.mjs';
import { places, root } from '../setup/context.mjs';
import { Failure } from '../setup/failure.mjs';
import { writeAtomically } from '../setup/files.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const venv = join(places.made, 'snakemake');
const stamp = join(venv, 'requirements.txt');
const requirements = join(here, 'requirements.txt');

/** Snakemake in an environment of its own, installed when it is first asked for. */
async function installed() {
  const wanted = fs.readFileSync(requirements, 'utf8');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing Snakemake (once, 300 MB) …');
  fs.rmSync(venv, { recursive: true, force: true });
  const made = await run(places.python, ['-m', 'venv', venv]);
  const pip =
    made.code === 0 && (await run(join(venv, 'bin/pip'), ['install', '--quiet', '-r', requirements]));
  if (pip?.code !== 0) throw new Failure('Snakemake could not be installed; pip said why above.');
  writeAtomically(stamp, wanted);
}

/**
 * Trains and executes what is missing, with a log for each job in `.sweep/<scale>/log/`. The same command resumes.
 * @param {string[]} documents all if empty
 * @param {{ scale: string, cores?: string, slurm?: boolean, profile?: string, env: Record<string, string | undefined> }} options
 * @returns {Promise<number>} an exit code
 */
export async function sweepWithSnakemake(documents, { scale, cores, slurm, profile, env }) {
  await installed();
  const folder = join(root, '.sweep', scale);
  fs.mkdirSync(folder, { recursive: true });
  const sweep = join(root, 'tools/sweep.mjs');
  const listed = spawnSync(process.execPath, [sweep, '--list', '--scale', scale, ...documents], {
    env,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (listed.status !== 0) throw new Failure(listed.stderr.trim());
  const manifest = join(folder, 'manifest.json');
  writeAtomically(manifest, listed.stdout);
  const snakemake = join(venv, 'bin/snakemake');
  const common = ['--snakefile', join(here, 'Snakefile'), '--directory', folder];
  // A driver that was killed leaves a lock and half-done jobs behind; two drivers at once are kept apart by set-up's lock.
  await run(snakemake, [...common, '--config', `manifest=${manifest}`, '--unlock', '--quiet'], {
    env,
    stdio: 'ignore',
  });
  const where = slurm
    ? ['--profile', profile ?? join(here, 'profiles/slurm')]
    : ['--profile', profile ?? join(here, 'profiles/local'), '--cores', cores ?? '2'];
  const config = [
    '--config',
    `manifest=${manifest}`,
    `root=${root}`,
    `scale=${scale}`,
    `node=${process.execPath}`,
  ];
  const { code, signal } = await run(snakemake, [...common, ...where, ...config], { env, cwd: folder });
  return signal ? 1 : code;
}
