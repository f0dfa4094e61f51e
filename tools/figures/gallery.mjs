// figures/README.md: every figure and table with its caption, notebook by notebook, and what became of the claims.
import fs from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * @param {string} figures the folder of the figures
 * @param {{ name: string, file: string, page: string }[]} notebooks in order; page: the executed notebook
 * @param {{ folder: string, title: string }[]} parts of the course
 * @returns {string} the page in Markdown
 */
export function gallery(figures, notebooks, parts) {
  const record = (/** @type {string} */ id) => {
    const file = join(figures, `${id}.json`);
    return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
  };
  const lines = [
    '# Figures and tables',
    '',
    'Made by `npm run figures` from the notebooks; do not edit.',
    '',
  ];
  for (const { folder, title } of parts) {
    const claims = join(figures, `${folder}-claims.csv`);
    if (!fs.existsSync(claims)) continue;
    const [head, ...rows] = parseCsv(fs.readFileSync(claims, 'utf8'));
    const names = ['where', 'claim', 'statistic', 'threshold', 'value per seed', '95 % interval', 'verdict'];
    const columns = names.map((name) => head.indexOf(name)).filter((i) => i >= 0);
    lines.push(
      `## ${title}: what the document claims, and what was measured`,
      '',
      ...markdownTable([head, ...rows].map((row) => columns.map((i) => row[i]))),
      '',
    );
  }
  const owned = notebooks.map(({ name, file, page }) => ({
    title: `[${name}](${relative(figures, page).split(sep).join('/')})`,
    ids: idsOf(file),
  }));
  const all = fs
    .readdirSync(figures)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length));
  const others = all.filter((id) => !owned.some(({ ids }) => ids.includes(id))).sort();
  for (const { title, ids } of [...owned, { title: 'Made by other commands', ids: others }]) {
    const found = ids.map(record).filter(Boolean);
    if (!found.length) continue;
    lines.push(`## ${title}`, '');
    for (const { id, kind, caption, scale, synthetic, note, reading } of found) {
      const notes =
        note ?? // records of before there were notes
        [scale === 'paper' ? '' : `scale ${scale}`, synthetic ? 'synthetic data' : '']
          .filter(Boolean)
          .join(', ');
      const text = `**${id}**${notes ? ` (${notes})` : ''}: ${caption}`;
      const link = {
        figure: `![${id}](${id}.png)`,
        table: `[${id}.csv](${id}.csv)`,
        page: `[![${id}](${id}.png)](${id}.html)`,
      }[kind];
      lines.push(link, '', text, '', ...(reading ? [`*${reading}*`, ''] : []));
    }
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/** The figures and tables that a notebook's cells name. */
function idsOf(file) {
  const { cells } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const code = cells.filter((cell) => cell.cell_type === 'code').map((cell) => [cell.source].flat().join(''));
  return [
    ...new Set(code.flatMap((text) => [...text.matchAll(/\bid: '([a-z0-9-]+)'/g)].map(([, id]) => id))),
  ];
}

/** RFC 4180 with lines that end in \n. */
export function parseCsv(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    if (end === '' && plain === '' && rows.at(-1).length === 0) break;
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  return rows.filter((row) => row.length);
}

function markdownTable([head, ...rows]) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
