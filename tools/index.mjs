// npm run index [-- --check]: writes what is made from the order of the chapters into the notebooks: the index's list and
// the links at each chapter's end. With --check it only says which notebooks are out of date.
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { madeCells } from './course/links.mjs';
import { root } from './setup/context.mjs';
import { Failure } from './setup/failure.mjs';
import { writeAtomically } from './setup/files.mjs';
import { told } from './told.mjs';

await told(() => {
  const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
  const stale = madeCells(join(root, 'notebooks')).filter(({ is, should }) => is !== should);
  const names = stale.map(({ file }) => relative(root, file));
  if (!check) for (const { file, should } of stale) writeAtomically(file, should);
  else if (stale.length) throw new Failure(`Out of date: ${names.join(', ')}. Run: npm run index`);
  console.log(names.length ? `written: ${names.join(', ')}` : 'index and links are current');
});
