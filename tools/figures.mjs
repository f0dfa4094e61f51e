// npm run figures [-- names…] [--scale smoke|lesson|paper]: set-up, then executes the notebooks headless. At scale paper
// their outputs are written back and the figures go to figures/; at the others both go to folders that git ignores.
import fs from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { notebooksInOrder, partsOfCourse } from './course/chapters.mjs';
import { execute } from './figures/execute.mjs';
import { executedFile, figuresOf, scales } from './figures/folders.mjs';
import { gallery } from './figures/gallery.mjs';
import { root } from './setup/context.mjs';
import { Failure } from './setup/failure.mjs';
import { writeAtomically } from './setup/files.mjs';
import { setUp } from './setup/index.mjs';
import { duration } from './setup/report.mjs';
import { told } from './told.mjs';

await told(async () => {
  const { values, positionals: names } = parseArgs({
    options: { scale: { type: 'string' } },
    allowPositionals: true,
  });
  const scale = values.scale ?? (process.env.LATENT_TORUS_SCALE || 'lesson');
  if (!scales.includes(scale))
    throw new Failure(`The scale is '${scale}'; expected one of ${scales.join(', ')}.`);
  const folder = join(root, 'notebooks');
  const notebooks = notebooksInOrder(folder, names);
  await setUp();
  const start = Date.now();
  const failures = [];
  for (const [i, notebook] of notebooks.entries()) {
    process.stdout.write(`${notebook.name} (${i + 1} of ${notebooks.length}): `);
    const failure = await execute(notebook, executedFile(notebook, scale), scale);
    if (failure) failures.push(failure);
  }
  console.log(
    `\n${notebooks.length - failures.length} of ${notebooks.length} notebooks executed in ${duration(start)}`,
  );
  const figures = figuresOf(scale);
  if (fs.existsSync(figures)) {
    const all = notebooksInOrder(folder, []).map((each) => ({ ...each, page: executedFile(each, scale) }));
    writeAtomically(join(figures, 'README.md'), gallery(figures, all, partsOfCourse(folder)));
    console.log(`Figures: ${join(figures, 'README.md')}`);
  }
  if (scale !== 'paper') console.log(`Executed notebooks: ${join(root, '.notebooks', scale)}`);
  for (const { name, cell, error, output } of failures) {
    console.error(`\n${name}.ipynb${cell ? `, cell [${cell}]` : ''}: ${error.trimEnd()}`);
    const kept = output && fs.existsSync(output);
    console.error(`  The notebook is as it was${kept ? `; what this run gave is in ${output}` : ''}.`);
  }
  process.exitCode = failures.length ? 1 : 0;
});
