// npm run figures [-- names…] [--scale paper]: set-up, then executes the notebooks headless and writes their
// outputs back.

import fs from 'node:fs';
import { join } from 'node:path';
import { parseArguments } from './figures/arguments.mjs';
import { execute } from './figures/execute.mjs';
import { gallery } from './figures/gallery.mjs';
import { notebooksInOrder } from './figures/order.mjs';
import { root } from './setup/context.mjs';
import { Failure } from './setup/failure.mjs';
import { setUp } from './setup/index.mjs';
import { duration } from './setup/report.mjs';

try {
  const { names, scale } = parseArguments(process.argv.slice(2));
  const notebooks = notebooksInOrder(join(root, 'notebooks'), names);
  await setUp();
  const start = Date.now();
  const failures = [];
  for (const [i, notebook] of notebooks.entries()) {
    process.stdout.write(`${notebook.name} (${i + 1} of ${notebooks.length}): `);
    const failure = await execute(notebook, scale);
    if (failure) failures.push(failure);
  }
  console.log(
    `\n${notebooks.length - failures.length} of ${notebooks.length} notebooks executed in ${duration(start)}`,
  );
  const figures = process.env.LATENT_TORUS_FIGURES || join(root, 'figures');
  if (fs.existsSync(figures)) {
    fs.writeFileSync(
      join(figures, 'README.md'),
      gallery(figures, notebooksInOrder(join(root, 'notebooks'), [])),
    );
  }
  for (const { name, cell, error, output } of failures) {
    console.error(`\n${name}.ipynb${cell ? `, cell [${cell}]` : ''}: ${error.trimEnd()}`);
    const kept = output && fs.existsSync(output);
    console.error(`  The notebook is as it was${kept ? `; what this run gave is in ${output}` : ''}.`);
  }
  process.exitCode = failures.length ? 1 : 0;
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
