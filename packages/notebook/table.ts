import { type About, checkAbout } from './about';
import type { Bundle } from './jupyter';
import { checkDigits, fixed, numberText } from './number-text';
import { publish } from './publish';

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
  /** Decimals of a column with numbers that are not whole, for all or by column (default 3); the CSV keeps every digit. */
  digits?: number | Readonly<Record<string, number>>;
  /** Which rows are shown; the CSV has all of them (default all; example `({ score }) => score === 'loss'`). */
  rows?: (row: Row) => boolean;
  /** Which columns are shown; the CSV has all of them (default all; example `['score', 'AUROC']`). */
  columns?: readonly string[];
}

/**
 * Shows a table below the cell, with number, caption and reading under it, and saves it as `<id>.csv` and `.json`
 * (its record, see `FigureRecord`) in the figures folder of the scale. Outside Jupyter it only saves.
 * @param data rows (the columns are those of all rows, in order of appearance) or a Danfo data frame
 * @throws Error if the table is empty, a cell is not a plain value, id, caption or reading unusable, or the files
 *   cannot be written
 */
export async function table(data: readonly Row[] | Frame, about: About & TableOptions): Promise<void> {
  checkAbout(about);
  const grid = within(about.id, () => toGrid(data));
  if (!grid.rows.length || !grid.columns.length)
    throw new Error(`table '${about.id}' is empty; a table needs a row with a column`);
  const shown = within(about.id, () => part(grid, about));
  const count = `${shown.rows.length} of ${grid.rows.length} rows, ${shown.columns.length} of ${grid.columns.length} columns`;
  const remark = shown === grid ? undefined : `${count}; all are in ${about.id}.csv.`;
  const bundle = within(about.id, () => tableBundle(shown, about.digits, remark));
  publish(about, { kind: 'table', files: { '.csv': toCsv(grid) }, bundle });
}

/** What is shown of a table. @throws RangeError if nothing is, or a column is not there */
function part(grid: Grid, { rows, columns }: TableOptions): Grid {
  if (!rows && !columns) return grid;
  const unknown = columns?.find((column) => !grid.columns.includes(column));
  if (unknown !== undefined || columns?.length === 0)
    throw new RangeError(`columns are [${columns?.join(', ')}]; expected some of ${grid.columns.join(', ')}`);
  const rowOf = (cells: readonly Cell[]) =>
    Object.fromEntries(grid.columns.map((name, j) => [name, cells[j]]));
  const kept = grid.rows.filter((cells) => !rows || rows(rowOf(cells)));
  if (!kept.length) throw new RangeError('no row is to be shown; expected at least one');
  const at = (columns ?? grid.columns).map((column) => grid.columns.indexOf(column));
  return { columns: at.map((j) => grid.columns[j]), rows: kept.map((cells) => at.map((j) => cells[j])) };
}

/** Says which table an error is about. */
function within<T>(id: string, compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    const { message } = cause as Error;
    throw new (cause instanceof RangeError ? RangeError : TypeError)(`table '${id}': ${message}`, { cause });
  }
}

/** Columns and rows of values. */
export interface Grid {
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}

/** Takes rows or a data frame apart. @throws TypeError if it is neither, or a cell is not a plain value */
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

function frameGrid(frame: Frame): Grid {
  const { columns, values } = frame ?? {};
  if (!Array.isArray(columns) || !Array.isArray(values)) {
    throw new TypeError(
      `the data are ${frame === null ? 'null' : typeof frame}; expected rows (an array of objects) or a Danfo data frame`,
    );
  }
  return { columns, rows: values.map((row) => (Array.isArray(row) ? row : [row])) };
}

function rowGrid(rows: readonly Row[]): Grid {
  const wrong = rows.findIndex((row) => typeof row !== 'object' || row === null || Array.isArray(row));
  if (wrong >= 0) {
    throw new TypeError(
      `row ${wrong} is ${JSON.stringify(rows[wrong])}; expected an object with a value for each column`,
    );
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return { columns, rows: rows.map((row) => columns.map((column) => row[column] ?? null)) };
}

/** A table as a MIME bundle, HTML and text, with a remark below it if there is something to remark. */
export function tableBundle(grid: Grid, digits: TableOptions['digits'], remark?: string): Bundle {
  const texts = formatted(grid, digits);
  return {
    'text/html': toHtml(grid, texts, remark),
    'text/plain': toText(grid, texts) + (remark ? `\n${remark}` : ''),
  };
}

function formatted({ columns, rows }: Grid, digits: TableOptions['digits'] = 3): string[][] {
  const decimals = columns.map((column, j) => {
    const wanted = typeof digits === 'object' && digits !== null ? (digits[column] ?? 3) : digits;
    checkDigits(wanted);
    const isWhole = ({ [j]: cell }: readonly Cell[]) => typeof cell !== 'number' || !(cell % 1);
    return rows.every(isWhole) ? 0 : wanted;
  });
  return rows.map((row) => row.map((cell, j) => cellText(cell, decimals[j])));
}

function cellText(cell: Cell, decimals: number): string {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell !== 'number') return String(cell);
  return Number.isFinite(cell) ? fixed(cell, decimals) : numberText(cell);
}

const isNumeric = ({ rows }: Grid, j: number) => {
  return rows.every((row) => row[j] === null || row[j] === undefined || typeof row[j] === 'number');
};

/** Colours are the page's own, so that the table is read in a light and in a dark theme. */
function toHtml(grid: Grid, texts: string[][], remark?: string): string {
  const align = grid.columns.map((_, j) => `text-align:${isNumeric(grid, j) ? 'right' : 'left'}`);
  const cells = (tag: string, values: readonly string[]) => {
    return values.map((value, j) => `<${tag} style="${align[j]}">${escapeHtml(value)}</${tag}>`).join('');
  };
  const under = 'caption-side:bottom;text-align:left;padding-top:6px';
  return (
    '<table style="border-collapse:collapse;font-variant-numeric:tabular-nums">' +
    (remark ? `<caption style="${under}">${escapeHtml(remark)}</caption>` : '') +
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
