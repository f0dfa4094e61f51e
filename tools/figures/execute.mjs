import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { tensorflowEnvironment } from '../flags.cjs';
import { places, root } from '../setup/context.mjs';
import { duration } from '../setup/report.mjs';

/** What TensorFlow writes at every start, whatever its log level. */
const banner = /All log messages before absl::InitializeLog|oneDNN custom operations are on/;

/**
 * Executes a notebook in a process of its own and prints its cells' numbers as they end.
 * @param {{ name: string, file: string }} notebook
 * @param {string} target the file that the executed notebook is written to; may be the notebook's own
 * @param {string} scale
 * @returns {Promise<{ name: string, cell?: number, error: string, output?: string } | undefined>} what failed
 */
export async function execute({ name, file }, target, scale) {
  const since = Date.now();
  const output = join(places.made, 'failed', `${name}.ipynb`);
  fs.rmSync(output, { force: true });
  const env = { ...process.env, ...tensorflowEnvironment(process.env), LATENT_TORUS_SCALE: scale };
  for (const variable of ['PYTHONHOME', 'PYTHONPATH', 'VIRTUAL_ENV']) delete env[variable];
  const child = spawn(places.python, [join(root, 'tools', 'figures', 'execute.py'), file, target, output], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let messages = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (messages += text));
  const end = () => {
    console.log('interrupted');
    child.kill('SIGTERM'); // it ends its kernel
    child.once('exit', () => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end);
  let failure;
  let finished = false;
  for await (const line of createInterface({ input: child.stdout })) {
    const news = JSON.parse(line);
    if (news.cells) process.stdout.write(`${news.cells} cells `);
    if (news.cell) process.stdout.write(`${news.cell} `);
    if (news.failed) failure = { name, output, ...news.failed };
    if (news.finished) finished = true;
  }
  const code = child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, end);
  if (!finished && !failure) failure = { name, error: `the run ended without a result (exit code ${code})` };
  console.log(`${failure ? 'FAILED' : 'done'} in ${duration(since)}`);
  const worth = messages.split('\n').filter((line) => line.trim() && !banner.test(line));
  if (worth.length)
    console.error(
      worth
        .slice(-20)
        .map((line) => `  ${line}`)
        .join('\n'),
    );
  return failure;
}
