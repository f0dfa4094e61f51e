// npm run sweep -- [documents] [--scale paper] [--cores 2 | --slurm]: trains all runs of the documents with Snakemake, then
// executes their notebooks. -- --list [documents] prints the runs as JSON; -- --one NAME does one run, from any folder.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { scales } from './figures/folders.mjs';
import { run } from './run.mjs';
import { root } from './setup/context.mjs';
import { Failure } from './setup/failure.mjs';
import { setUp } from './setup/index.mjs';
import { sweepWithSnakemake } from './sweep/snakemake.mjs';
import { told } from './told.mjs';

await told(async () => {
  const { values, positionals } = parseArgs({
    options: {
      list: { type: 'boolean' },
      one: { type: 'string' },
      scale: { type: 'string' },
      cores: { type: 'string' },
      slurm: { type: 'boolean' },
      profile: { type: 'string' },
    },
    allowPositionals: true,
  });
  const scale = values.scale ?? (process.env.LATENT_TORUS_SCALE || 'lesson');
  if (!scales.includes(scale))
    throw new Failure(`The scale is '${scale}'; expected one of ${scales.join(', ')}.`);
  const env = { ...process.env, LATENT_TORUS_SCALE: scale };
  if (values.list || values.one !== undefined) {
    const args = values.list ? ['list', ...positionals] : ['one', values.one];
    const { code, signal } = await run(
      process.execPath,
      [...tsx(), join(root, 'tools/sweep/run.ts'), ...args],
      { env },
    );
    process.exitCode = signal ? 1 : code;
    return;
  }
  if (values.cores && !/^[1-9]\d*$/.test(values.cores))
    throw new Failure(`--cores is '${values.cores}'; expected a whole number, 1 or more.`);
  await setUp();
  process.exitCode = await sweepWithSnakemake(positionals, { ...values, scale, env });
});

/** What makes Node run TypeScript with the settings that TensorFlow reads, wherever the process is started. */
function tsx() {
  let loader;
  try {
    loader = createRequire(join(root, 'package.json')).resolve('tsx');
  } catch {
    throw new Failure('tsx is not installed; run npm run setup.');
  }
  return ['--require', join(root, 'tools/preload.cjs'), '--import', `file://${loader}`];
}
