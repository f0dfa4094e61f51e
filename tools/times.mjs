// npm run times [-- set-up test import notebooks]: measures how long things take on this machine, and keeps it in
// figures/times.csv; what is not measured keeps its row. Nothing else should run meanwhile.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { notebooksInOrder } from './course/chapters.mjs';
import { execute } from './figures/execute.mjs';
import { parseCsv } from './figures/gallery.mjs';
import { run } from './run.mjs';
import { places, root } from './setup/context.mjs';
import { Failure } from './setup/failure.mjs';
import { writeAtomically } from './setup/files.mjs';
import { setUp } from './setup/index.mjs';
import { told } from './told.mjs';

const file = join(root, 'figures', 'times.csv');
const columns = ['what', 'seconds', 'how', 'machine'];
const cpus = os.cpus();
const machine = `${cpus.length} × ${cpus[0].model}; Node ${process.version}`;
const clean = 'a fresh clone, warm caches of npm and pip';

/** Each yields rows [what, seconds, how]. */
const measurements = { 'set-up': setUpTime, test: testTime, import: importTime, notebooks: notebookTimes };

await told(async () => {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} });
  const unknown = positionals.filter((name) => !(name in measurements));
  if (unknown.length)
    throw new Failure(
      `Cannot measure ${unknown.join(', ')}; expected ${Object.keys(measurements).join(', ')}.`,
    );
  await setUp();
  const temporary = fs.mkdtempSync(join(os.tmpdir(), 'latent-torus-times-'));
  try {
    for (const name of positionals.length ? positionals : Object.keys(measurements))
      for await (const row of measurements[name](temporary)) keep(row);
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
});

/** Puts a row in place of the one of the same name, or at the end. */
function keep([what, seconds, how]) {
  console.log(`${what}: ${seconds.toFixed(2)} s (${how})`);
  const [, ...before] = fs.existsSync(file) ? parseCsv(fs.readFileSync(file, 'utf8')) : [columns];
  const row = [what, seconds.toFixed(2), how, machine];
  const at = before.findIndex(([name]) => name === what);
  const rows = at < 0 ? [...before, row] : before.with(at, row);
  const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  writeAtomically(file, [columns, ...rows].map((cells) => `${cells.map(quoted).join(',')}\n`).join(''));
}

/** Runs a program to its end. @throws Failure where it fails @returns {Promise<number>} seconds */
async function timed(program, args, options) {
  const since = performance.now();
  const { code } = await run(program, args, options);
  if (code !== 0) throw new Failure(`${program} ${args.join(' ')} failed (exit code ${code}).`);
  return (performance.now() - since) / 1000;
}

async function* setUpTime(temporary) {
  const clone = join(temporary, 'clone');
  await timed('git', ['clone', '--quiet', root, clone]);
  yield ['set-up', await timed(process.execPath, ['tools/setup.mjs'], { cwd: clone }), clean];
}

async function* testTime() {
  yield ['npm test', await timed(process.execPath, ['tools/test.mjs'], { cwd: root }), 'set up before'];
}

async function* importTime() {
  const script = join(root, 'tools', 'times', 'first-import.py');
  const code =
    "import { fit } from 'latent-torus';\nimport { show } from '@latent-torus/notebook';\n[fit, show].length";
  const runs = 5;
  const { status, stdout, stderr } = spawnSync(places.python, [script, code, String(runs)], {
    encoding: 'utf8',
    cwd: root,
  });
  if (status !== 0) throw new Failure(`The first import could not be measured:\n${stderr}`);
  const seconds = JSON.parse(stdout).sort((a, b) => a - b);
  yield [
    'first import in a kernel',
    seconds[Math.floor(runs / 2)],
    `latent-torus and @latent-torus/notebook; median of ${runs}`,
  ];
}

async function* notebookTimes(temporary) {
  process.env.LATENT_TORUS_CACHE = join(temporary, 'checkpoints');
  process.env.LATENT_TORUS_FIGURES = join(temporary, 'figures');
  for (const notebook of notebooksInOrder(join(root, 'notebooks'), [])) {
    const since = performance.now();
    process.stdout.write(`${notebook.name}: `);
    const failure = await execute(notebook, join(temporary, `${notebook.name}.ipynb`), 'lesson');
    if (failure) throw new Failure(`${notebook.name} failed in cell [${failure.cell}]: ${failure.error}`);
    yield [
      notebook.name,
      (performance.now() - since) / 1000,
      'lesson, all notebooks in order, no trained models before',
    ];
  }
}
