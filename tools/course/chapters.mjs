// The course: its parts are folders of notebooks, their chapters are the notebooks.
import fs from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Failure } from '../setup/failure.mjs';

/**
 * @typedef {object} Chapter
 * @property {string} name of the notebook, without its ending; no two notebooks of the course share one
 * @property {string} file
 * @property {string} path from `notebooks/`, for instance `torus/torus-fig-1.ipynb`
 * @property {number} [chapter] its place in the part: `metadata.latentTorus.chapter`
 * @property {string} [section] of the document, for instance `2.1–2.5`: `metadata.latentTorus.section`
 * @property {string} [question] that it answers, for the index: `metadata.latentTorus.question`
 *
 * @typedef {object} Part
 * @property {string} folder below `notebooks/`
 * @property {string} title
 * @property {string} text a sentence or two of introduction, Markdown
 * @property {Chapter[]} chapters in order of reading
 */

const ending = '.ipynb';

/**
 * The parts in the order of `notebooks/parts.json`, the chapters of each by their number; those without one after them,
 * by name.
 * @param {string} notebooks the folder
 * @returns {Part[]}
 * @throws Failure where a folder with notebooks is not listed, or two notebooks share a name or a number
 */
export function partsOfCourse(notebooks) {
  /** @type {Omit<Part, 'chapters'>[]} */
  const listed = JSON.parse(fs.readFileSync(join(notebooks, 'parts.json'), 'utf8'));
  const parts = listed.map((part) => ({ ...part, chapters: chaptersOf(notebooks, part.folder) }));
  for (const { name } of fs.readdirSync(notebooks, { withFileTypes: true }).filter((e) => e.isDirectory())) {
    if (name.startsWith('.') || listed.some(({ folder }) => folder === name)) continue;
    if (notebooksIn(join(notebooks, name)).length)
      throw new Failure(`notebooks/${name} holds notebooks, but notebooks/parts.json does not list it.`);
  }
  const seen = new Map();
  for (const { name, path } of parts.flatMap(({ chapters }) => chapters)) {
    if (seen.has(name)) throw new Failure(`${seen.get(name)} and ${path} share a name; rename one.`);
    seen.set(name, path);
  }
  return parts;
}

const notebooksIn = (/** @type {string} */ folder) =>
  fs.existsSync(folder) ? fs.readdirSync(folder).filter((file) => file.endsWith(ending)) : [];

/** @returns {Chapter[]} */
function chaptersOf(/** @type {string} */ notebooks, /** @type {string} */ folder) {
  const chapters = notebooksIn(join(notebooks, folder)).map((entry) => {
    const file = join(notebooks, folder, entry);
    const { chapter, section, question } = metadataOf(file);
    return { name: basename(entry, ending), file, path: `${folder}/${entry}`, chapter, section, question };
  });
  for (const { path, chapter } of chapters) {
    const twin = chapters.find((other) => other.path !== path && other.chapter === chapter);
    if (chapter !== undefined && twin)
      throw new Failure(`${path} and ${twin.path} are both chapter ${chapter}; renumber one (its metadata).`);
  }
  return chapters.sort(
    (a, b) => (a.chapter ?? Infinity) - (b.chapter ?? Infinity) || (a.name < b.name ? -1 : 1),
  );
}

function metadataOf(/** @type {string} */ file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).metadata?.latentTorus ?? {};
  } catch (error) {
    throw new Failure(`${file} is not a notebook (${error.message}).`);
  }
}

/**
 * The notebooks to execute: the index, then all chapters in order of reading.
 * @param {string} notebooks the folder
 * @param {string[]} wanted names, with or without .ipynb, folders of parts, or paths of notebooks elsewhere; none: all
 * @returns {{ name: string, file: string, path: string }[]} path: from `notebooks/`, or the name for those elsewhere
 */
export function notebooksInOrder(notebooks, wanted) {
  const index = join(notebooks, `index${ending}`);
  const all = [
    ...(fs.existsSync(index) ? [{ name: 'index', file: index, path: `index${ending}`, part: '' }] : []),
    ...partsOfCourse(notebooks).flatMap(({ folder, chapters }) =>
      chapters.map(({ name, file, path }) => ({ name, file, path, part: folder })),
    ),
  ];
  const isMeant = (each, want) =>
    want === each.part || want.replace(/\/$/, '') === each.part || resolve(want) === each.file
      ? true
      : [each.name, each.path].includes(want) ||
        `${each.name}${ending}` === want ||
        each.path === `${want}${ending}`;
  const others = wanted.filter((want) => !all.some((each) => isMeant(each, want)));
  const elsewhere = others.filter((path) => path.endsWith(ending) && fs.existsSync(path));
  const unknown = others.filter((path) => !elsewhere.includes(path));
  if (unknown.length) {
    throw new Failure(
      `There is no notebook ${unknown.join(', ')}. There ` +
        `${all.length ? `are: ${all.map(({ name }) => name).join(', ')}` : `is none in ${notebooks}`}.`,
    );
  }
  if (!wanted.length && !all.length) throw new Failure(`There are no notebooks in ${notebooks}.`);
  return [
    ...all.filter((each) => !wanted.length || wanted.some((want) => isMeant(each, want))),
    ...elsewhere.map((path) => ({ name: basename(path, ending), file: resolve(path), path: basename(path) })),
  ].map(({ name, file, path }) => ({ name, file, path }));
}
