import type { Bundle } from './jupyter';
import { type About, checkAbout, plainCaption, publish, syntheticNote } from './publish';

export type Cell = string | number | boolean | null | undefined;

/** A row of a table: values by column. */
export type Row = Readonly<Record<string, Cell>>;

/** What is needed of a Danfo data frame. */
export interface Frame {
  readonly columns: readonly string[];
  readonly values: unknown;
}

/** How a table looks. */
export interface TableOptions {
  /**
   * Decimals of numbers that are not whole, for all columns or by column (default 3). The CSV keeps every
   * digit.
   */
  digits?: number | Readonly<Record<string, number>>;
}

/**
 * Shows a table below the cell and saves it as `figures/<id>.csv` and `.json` (its record). Outside Jupyter
 * it only saves.
 * @param data rows (the columns are those of all rows, in order of appearance) or a Danfo data frame
 * @throws Error if the table is empty, a cell is no plain value, or the files cannot be written
 */
export async function table(data: readonly Row[] | Frame, about: About & TableOptions): Promise<void> {
  checkAbout(about);
  const grid = toGrid(data);
  if (!grid.rows.length || !grid.columns.length)
    throw new Error(`table '${about.id}' is empty; a table needs a row`);
  await publish(about, {
    kind: 'table',
    files: { '.csv': toCsv(grid) },
    bundle: tableBundle(grid, about.digits, about.caption, syntheticNote(about.sources), plainCaption(about)),
  });
}

/** Columns and rows of values. */
export interface Grid {
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}

/** Takes rows or a data frame apart. @throws TypeError if a cell is no plain value */
export function toGrid(data: readonly Row[] | Frame): Grid {
  const grid = isFrame(data) ? frameGrid(data) : rowGrid(data);
  grid.rows.forEach((row, i) =>
    row.forEach((cell, j) => {
      if (cell !== null && cell !== undefined && !['string', 'number', 'boolean'].includes(typeof cell)) {
        throw new TypeError(
          `row ${i}, column '${grid.columns[j]}' holds a value of type ${typeof cell}; ` +
            'expected text, a number, true or false, or null',
        );
      }
    }),
  );
  return grid;
}

const isFrame = (data: readonly Row[] | Frame): data is Frame => !Array.isArray(data);

function frameGrid({ columns, values }: Frame): Grid {
  if (!Array.isArray(columns) || !Array.isArray(values)) {
    throw new TypeError('expected rows (an array of objects) or a Danfo data frame');
  }
  return { columns, rows: values.map((row) => (Array.isArray(row) ? row : [row])) };
}

function rowGrid(rows: readonly Row[]): Grid {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return { columns, rows: rows.map((row) => columns.map((column) => row[column] ?? null)) };
}

/** The table as a MIME bundle: HTML and text. */
export function tableBundle(
  grid: Grid,
  digits: TableOptions['digits'],
  caption?: string,
  note?: string,
  plain?: string,
): Bundle {
  const texts = formatted(grid, digits);
  return {
    'text/html': toHtml(grid, texts, caption, note),
    'text/plain': toText(grid, texts) + (plain ? `\n${plain}` : ''),
  };
}

function formatted({ columns, rows }: Grid, digits: TableOptions['digits'] = 3): string[][] {
  const decimals = columns.map((column, j) => {
    if (
      rows.every((row) => typeof row[j] !== 'number' || Number.isInteger(row[j]) || !Number.isFinite(row[j]))
    )
      return 0;
    return typeof digits === 'number' ? digits : (digits[column] ?? 3);
  });
  return rows.map((row) => row.map((cell, j) => formatCell(cell, decimals[j])));
}

function formatCell(cell: Cell, decimals: number): string {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell !== 'number') return String(cell);
  if (!Number.isFinite(cell)) return String(cell).replace('-', '−').replace('Infinity', '∞');
  const text = cell.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

const isNumeric = ({ rows }: Grid, j: number) => {
  return rows.every((row) => row[j] === null || row[j] === undefined || typeof row[j] === 'number');
};

function toHtml(grid: Grid, texts: string[][], caption?: string, note?: string): string {
  const align = grid.columns.map((_, j) => `text-align:${isNumeric(grid, j) ? 'right' : 'left'}`);
  const cells = (tag: string, values: readonly string[]) => {
    return values.map((value, j) => `<${tag} style="${align[j]}">${escapeHtml(value)}</${tag}>`).join('');
  };
  const under = 'caption-side:bottom;text-align:left;padding-top:6px';
  const noteHtml = note ? ` <strong>${escapeHtml(note)}.</strong>` : '';
  return (
    '<table style="border-collapse:collapse;font-variant-numeric:tabular-nums">' +
    (caption ? `<caption style="${under}">${escapeHtml(caption)}${noteHtml}</caption>` : '') +
    `<thead><tr>${cells('th', grid.columns)}</tr></thead>` +
    `<tbody>${texts.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')}</tbody></table>`
  );
}

function toText(grid: Grid, texts: string[][]): string {
  const widths = grid.columns.map((column, j) =>
    Math.max(length(column), ...texts.map((row) => length(row[j]))),
  );
  const line = (values: readonly string[]) =>
    values
      .map((value, j) => {
        const space = ' '.repeat(widths[j] - length(value));
        return isNumeric(grid, j) ? space + value : value + space;
      })
      .join('  ')
      .trimEnd();
  return [line(grid.columns), widths.map((width) => '─'.repeat(width)).join('  '), ...texts.map(line)].join(
    '\n',
  );
}

const length = (text: string) => [...text].length;

/** The table as CSV (RFC 4180, but lines end in \n): numbers with every digit, null as an empty cell. */
export function toCsv({ columns, rows }: Grid): string {
  const quote = (cell: Cell) => {
    const text = cell === null || cell === undefined ? '' : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => `${row.map(quote).join(',')}\n`).join('');
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
