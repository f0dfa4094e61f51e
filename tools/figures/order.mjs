import fs from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Failure } from '../setup/failure.mjs';

/**
 * The notebooks to execute, in order: as `order.json` in their folder lists them, those that it leaves out
 * after these
 * by name. Without that file: index first, then by name.
 * @param {string} folder
 * @param {string[]} wanted names, with or without .ipynb, or paths of notebooks elsewhere; none: all
 * @returns {{ name: string, file: string }[]}
 */
export function notebooksInOrder(folder, wanted) {
  const there = fs.existsSync(folder)
    ? fs
        .readdirSync(folder)
        .filter((file) => file.endsWith('.ipynb'))
        .map((file) => file.slice(0, -'.ipynb'.length))
        .sort()
    : [];
  const listed = join(folder, 'order.json');
  const first = fs.existsSync(listed)
    ? JSON.parse(fs.readFileSync(listed, 'utf8'))
    : there.filter((name) => name === 'index');
  const lost = first.filter((name) => !there.includes(name));
  if (lost.length)
    throw new Failure(`notebooks/order.json lists ${lost.join(', ')}, but there is no such notebook.`);
  const all = [...first, ...there.filter((name) => !first.includes(name))];
  const names = wanted.map((name) => basename(name, '.ipynb'));
  const elsewhere = wanted.filter(
    (path, i) => !all.includes(names[i]) && path.endsWith('.ipynb') && fs.existsSync(path),
  );
  const unknown = wanted.filter((path, i) => !all.includes(names[i]) && !elsewhere.includes(path));
  if (unknown.length) {
    throw new Failure(
      `There is no notebook ${unknown.join(', ')}. There ` +
        `${all.length ? `are: ${all.join(', ')}` : `is none in ${folder}`}.`,
    );
  }
  if (!wanted.length && !all.length) throw new Failure(`There are no notebooks in ${folder}.`);
  return [
    ...all
      .filter((name) => !wanted.length || names.includes(name))
      .map((name) => ({ name, file: join(folder, `${name}.ipynb`) })),
    ...elsewhere.map((path) => ({ name: basename(path, '.ipynb'), file: resolve(path) })),
  ];
}
