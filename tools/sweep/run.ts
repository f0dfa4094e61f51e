// `list [documents]` prints the manifest as JSON; `one NAME` does one run and prints a line. Started by ../sweep.mjs.
import { parseArgs } from 'node:util';
import { tf } from '@latent-torus/node';
import { scale } from '@latent-torus/settings';
import { runtime } from 'latent-torus';
import { costOf } from './cost';
import { documents, notebooksOf, runsOfDocument } from './manifest';

async function list(names: string[]): Promise<void> {
  const found = [];
  for (const document of chosen(names)) {
    const runs = [];
    for (const { run, ...entry } of await runsOfDocument(document))
      runs.push({ ...entry, ...costOf(await run.size()) });
    found.push({ document, notebooks: notebooksOf(document), runs });
  }
  process.stdout.write(`${JSON.stringify({ scale: scale(), documents: found }, null, 1)}\n`);
}

function chosen(names: string[]): string[] {
  const all = documents();
  const unknown = names.find((name) => !all.includes(name));
  if (unknown) throw new Error(`there is no document '${unknown}'; expected one of ${all.join(', ')}`);
  return names.length ? names : all;
}

async function one(name: string): Promise<void> {
  const [document] = name.split('/');
  const entries = await runsOfDocument(chosen([document])[0]);
  const entry = entries.find((each) => each.name === name);
  if (!entry)
    throw new Error(
      `there is no run '${name}' at scale ${scale()}; expected one of ${entries.map((each) => each.name).join(', ')}`,
    );
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  runtime.signal = () => stop.signal;
  runtime.notice = (text) => console.error(text);
  const { fit } = await entry.run.train();
  if (fit.interrupted)
    throw new Error(`${name} was stopped at step ${fit.steps}; the same command goes on from there`);
  const last = Object.entries(fit.history.at(-1) ?? {}).filter(
    ([term]) => !['epoch', 'learningRate'].includes(term),
  );
  const terms = last.map(([term, value]) => `${term} ${value}`).join(', ');
  const how = fit.cached ? 'from the cache' : `${fit.execution}, ${fit.seconds.toFixed(1)} s`;
  console.log(`${name}: ${fit.steps} steps (${how}), ${terms}`);
}

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [command, ...rest] = positionals;
  tf.enableProdMode();
  if (command === 'list') await list(rest);
  else await one(rest[0]);
}

main().catch((error: Error) => {
  console.error(error.message.split('\n').join(' '));
  process.exitCode = 1;
});
