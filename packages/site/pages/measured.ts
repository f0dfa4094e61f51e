// 'Reported against measured': every claim of a document with its verdict and its evidence, every figure and table.
import fs from 'node:fs';
import { join } from 'node:path';
import { escapeHtml, scrollOpen } from './markdown';
import type { Placed } from './notebook';

/** A page with its figures, as this page leads to them. */
export interface Evidence {
  /** The notebook's name. */
  name: string;
  title: string;
  /** From the site's root. */
  path: string;
  figures: readonly Placed[];
}

interface Record {
  id: string;
  kind: string;
  caption: string;
  note?: string;
  reading?: string;
}

export interface MeasuredOptions {
  /** The folder of figures and their records. */
  figures: string;
  parts: readonly { folder: string; title: string }[];
  pages: readonly Evidence[];
}

/** The body of the page, and its headings. */
export function measured({ figures, parts, pages }: MeasuredOptions) {
  const headings: { level: number; text: string; anchor: string }[] = [];
  const html: string[] = [
    '<h1 id="Reported-against-measured">Reported against measured</h1>',
    '<p>Every claim of a document that the course makes measurable: its statistic and its threshold were set before the runs. It <em>holds</em> if the 95 % interval of the mean over seeds lies within the threshold, <em>does not hold</em> if it lies outside, and is <em>undecided</em> across it; one seed decides nothing. Each claim leads to its evidence. Below, every figure and table with what is seen in it.</p>',
  ];
  const heading = (text: string) => {
    const anchor = text.replaceAll(' ', '-');
    headings.push({ level: 2, text, anchor });
    html.push(`<h2 id="${escapeHtml(anchor)}">${escapeHtml(text)}</h2>`);
  };
  for (const { folder, title } of parts) {
    const file = join(figures, `${folder}-claims.csv`);
    if (!fs.existsSync(file)) continue;
    const [head, ...rows] = parseCsv(fs.readFileSync(file, 'utf8'));
    heading(`${title}: claims`);
    html.push(claims(head, rows, pages));
  }
  for (const { title, path, figures: placed } of pages) {
    const shown = placed.map((each) => [each, recordOf(figures, each.id)] as const).filter(([, r]) => r);
    if (!shown.length) continue;
    heading(title);
    html.push('<dl class="measured">');
    for (const [{ id, kind }, record] of shown) {
      const { caption, note = '', reading = '' } = record as Record;
      html.push(
        `<dt><a href="${path}#${id}">${kind === 'table' ? 'Table' : 'Figure'} ${id}</a></dt><dd>${escapeHtml(caption)} <em>${escapeHtml(note)}</em>${
          reading ? `<p class="reading">${escapeHtml(reading)}</p>` : ''
        }</dd>`,
      );
    }
    html.push('</dl>');
  }
  return { body: html.join('\n'), headings };
}

function recordOf(figures: string, id: string): Record | undefined {
  const file = join(figures, `${id}.json`);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
}

function claims(head: string[], rows: string[][], pages: readonly Evidence[]): string {
  const column = (name: string) => head.indexOf(name);
  const cell = (row: string[], name: string) => row[column(name)] ?? '';
  const has = (name: string) => column(name) >= 0;
  const number = (text: string) => (text === '' ? '' : Number(Number(text).toPrecision(3)).toString());
  const names = ['where', 'claim', 'statistic', 'threshold'].filter(has);
  const body = rows.map((row) => {
    const [low, high] = [number(cell(row, 'low')), number(cell(row, 'high'))];
    const verdict = cell(row, 'verdict');
    return `<tr>${names.map((name) => `<td>${escapeHtml(cell(row, name))}</td>`).join('')}<td>${escapeHtml(
      has('column') ? cell(row, 'column') : '',
    )}</td><td class="number">${number(cell(row, 'value'))}</td><td class="number">${
      low && high ? `${low} to ${high}` : ''
    }</td><td class="verdict" data-verdict="${escapeHtml(verdict)}">${escapeHtml(verdict)}</td><td>${evidence(
      cell(row, 'notebook'),
      cell(row, 'claim'),
      pages,
    )}</td></tr>`;
  });
  return `${scrollOpen('Claims, with their statistics, verdicts and evidence')}<table class="claims"><thead><tr>${[
    ...names,
    'setting',
    'measured',
    '95 % interval',
    'verdict',
    'evidence',
  ]
    .map((name) => `<th scope="col">${name}</th>`)
    .join('')}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div>`;
}

/** The table of a chapter that has the claim, or the chapter. */
function evidence(notebook: string, claim: string, pages: readonly Evidence[]): string {
  const page = pages.find(({ name }) => name === notebook);
  if (!page) return escapeHtml(notebook);
  const figure = page.figures.find(({ words }) => words.includes(claim));
  return `<a href="${page.path}${figure ? `#${figure.id}` : ''}">${escapeHtml(figure?.id ?? notebook)}</a>`;
}

/** RFC 4180 with lines that end in \n. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    const row = rows[rows.length - 1];
    if (end === '' && plain === '' && row.length === 0) break;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  return rows.filter((row) => row.length);
}
