// What is made from the order of the chapters: the index's list, and the links at each chapter's end.
import fs from 'node:fs';
import { join, posix } from 'node:path';
import { Failure } from '../setup/failure.mjs';
import { sourceLines, withCell } from './cells.mjs';
import { partsOfCourse } from './chapters.mjs';

/**
 * The notebooks with their made cells as they should be: those whose `metadata.latentTorus.made` is 'chapters' (in the
 * index) or 'links' (a chapter's last cell, added where it is missing).
 * @param {string} notebooks the folder
 * @returns {{ file: string, is: string, should: string }[]} every notebook's text
 */
export function madeCells(notebooks) {
  const parts = partsOfCourse(notebooks).filter(({ chapters }) => chapters.length);
  const chapters = parts.flatMap((part) => part.chapters);
  for (const { path, chapter, question } of chapters) {
    if (Number.isInteger(chapter) && typeof question === 'string' && question.trim()) continue;
    throw new Failure(
      `${path}: the notebook's metadata need "latentTorus": { "chapter": a whole number, "question": "…" } ` +
        '(JupyterLab: Property Inspector → Advanced Tools → Notebook Metadata).',
    );
  }
  const index = join(notebooks, 'index.ipynb');
  const first = { path: 'index.ipynb', question: '' };
  return [
    { file: index, ...withMade(index, 'chapters', listOf(parts), false) },
    ...chapters.map((chapter, i) => {
      const text = linksOf(chapter.path, chapters[i - 1] ?? first, chapters[i + 1]);
      return { file: chapter.file, ...withMade(chapter.file, 'links', text, true) };
    }),
  ];
}

/** @param {import('./chapters.mjs').Part[]} parts */
const listOf = (parts) =>
  parts
    .map(({ title, text, chapters }) => {
      const sections = chapters.some(({ section }) => section);
      const cells = [
        ['notebook', ...(sections ? ['section'] : []), 'question'],
        ['---', ...(sections ? ['---'] : []), '---'],
        ...chapters.map(({ name, path, section, question }) => [
          `[${name}](${path})`,
          ...(sections ? [section ?? ''] : []),
          question,
        ]),
      ];
      return `## ${title}\n\n${text}\n\n${cells.map((row) => `| ${row.join(' | ')} |`).join('\n')}`;
    })
    .join('\n\n');

function linksOf(path, before, after) {
  const to = (target) => posix.relative(posix.dirname(path), target.path);
  const name = (target) => posix.basename(target.path, '.ipynb');
  return [
    '---',
    `**Next:** ${after ? `[${name(after)}](${to(after)}): ${after.question}` : 'this was the last chapter.'}`,
    [
      ...(before.path === 'index.ipynb' ? [] : [`← [${name(before)}](${to(before)})`]),
      `[All chapters](${to({ path: 'index.ipynb' })})`,
    ].join(' · '),
  ].join('\n\n');
}

function withMade(file, made, text, isLast) {
  const is = fs.readFileSync(file, 'utf8');
  const { cells } = JSON.parse(is);
  const at = cells.findIndex((cell) => cell.metadata?.latentTorus?.made === made);
  if (at < 0 && !isLast)
    throw new Failure(`${file}: no cell has the metadata "latentTorus": { "made": "${made}" }.`);
  if (isLast && at >= 0 && at !== cells.length - 1)
    throw new Failure(`${file}: the cell of links is not the last one; move it to the end.`);
  const source = sourceLines(text);
  if (at >= 0 && JSON.stringify([cells[at].source].flat().join('')) === JSON.stringify(text))
    return { is, should: is };
  const cell = { cell_type: 'markdown', id: made, metadata: { latentTorus: { made } }, source };
  return { is, should: withCell(is, at < 0 ? cells.length : at, cell) };
}
