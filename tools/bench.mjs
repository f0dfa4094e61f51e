// npm run bench: the environment that TensorFlow needs, then the driver.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

const require = createRequire(import.meta.url);
const { tensorflowEnvironment } = require('./flags.cjs');
const { code } = await run(
  process.execPath,
  [
    '--require',
    require.resolve('tsx/cjs'),
    fileURLToPath(new URL('../packages/graph/bench/driver.ts', import.meta.url)),
    ...process.argv.slice(2),
  ],
  // What it saves is the documents' own.
  { env: { ...process.env, ...tensorflowEnvironment(process.env), LATENT_TORUS_SCALE: 'paper' } },
);
process.exitCode = code;
