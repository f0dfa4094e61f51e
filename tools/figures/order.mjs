import fs from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../setup/failure.mjs';

/**
 * The notebooks to execute, in order: as `order.json` in their folder lists them, those that it leaves out after these
 * by name. Without that file: index first, then by name.
 * @param {string} folder
 * @param {string[]} wanted names without .ipynb; none means all
 * @returns {string[]}
 */
export function notebookNames(folder, wanted) {
  const there = fs.existsSync(folder)
    ? fs.readdirSync(folder).filter((file) => file.endsWith('.ipynb')).map((file) => file.slice(0, -'.ipynb'.length)).sort()
    : [];
  if (!there.length) throw new Failure(`There are no notebooks in ${folder}.`);
  const listed = join(folder, 'order.json');
  const first = fs.existsSync(listed) ? JSON.parse(fs.readFileSync(listed, 'utf8')) : there.filter((name) => name === 'index');
  const lost = first.filter((name) => !there.includes(name));
  if (lost.length) throw new Failure(`notebooks/order.json lists ${lost.join(', ')}, but there is no such notebook.`);
  const all = [...first, ...there.filter((name) => !first.includes(name))];
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length) throw new Failure(`There is no notebook ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  return wanted.length ? all.filter((name) => wanted.includes(name)) : all;
}
