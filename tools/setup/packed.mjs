// What an interrupted `npm pack` leaves: a package.json that names dist/. The checkout works with it, but from code that
// does not follow its sources.
import fs from 'node:fs';
import { join } from 'node:path';
import { root } from './context.mjs';

/** The package.json of the checkout, while the tarball's stands in its place. */
export const sourceFile = '.package.json.source';

/** A packing that runs takes less, in milliseconds. */
const longest = 60_000;

/** Puts a package back to what it is in the checkout. Does nothing where it is. @param {string} folder */
export function mend(folder) {
  const source = join(folder, sourceFile);
  if (!fs.existsSync(source)) return;
  fs.rmSync(join(folder, 'dist'), { recursive: true, force: true });
  fs.rmSync(join(folder, 'LICENSE'), { force: true });
  fs.renameSync(source, join(folder, 'package.json'));
}

/** Folders of the packages whose packing was interrupted. @returns {string[]} */
export function interrupted() {
  const packages = fs.existsSync(join(root, 'packages')) ? fs.readdirSync(join(root, 'packages')) : [];
  return [join(root, 'lib'), ...packages.map((name) => join(root, 'packages', name))].filter((folder) => {
    const left = fs.statSync(join(folder, sourceFile), { throwIfNoEntry: false });
    return left && Date.now() - left.mtimeMs > longest;
  });
}

/** @type {import('./steps.mjs').Step} */
export const packages = {
  name: 'packages as sources',
  doing: 'putting back what an interrupted npm pack left',
  needs: 0,
  done: () => interrupted().length === 0,
  async run() {
    interrupted().forEach(mend);
  },
};
