// Errors as a reader of a notebook knows them: cells by their number, source lines, no frames of the kernel.
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { inspect, types } from 'node:util';

const root = resolve(__dirname, '../..');
const KERNEL = /^node:|^evalmachine|\/node_modules\/(tslab|tsx|zeromq|@tslab)\//;

/** The place in a cell that a place in its compiled code comes from. Lines and columns count from 1. */
export type Locate = (line: number, column: number) => { line: number; column: number };
interface Source {
  count: number;
  code: string;
  locate: Locate;
}

/** The cells that ran, by the name that they have in stack traces. */
export const sources = new Map<string, Source>();

/** What the compiler has to say about a cell. */
export class TypeScriptError extends Error {
  override name = 'TypeScriptError';
}

/** One frame of a stack trace as lines for the reader; none for those of the kernel. */
function frame(line: string): string[] {
  const match = /^\s+at (?:(.*?) \()?(?:async )?(?:file:\/\/)?(.*?):(\d+):(\d+)\)?$/.exec(line);
  if (!match || KERNEL.test(match[2]) || dirname(match[2]) === __dirname) return [];
  const [, name, file, row, column] = match;
  const cell = sources.get(file);
  const at = cell ? cell.locate(+row, +column) : { line: +row, column: +column };
  const inProject = file.startsWith(root + sep);
  const shown = inProject ? relative(root, file) : file;
  const where = cell ? `cell [${cell.count}], line ${at.line}` : `${shown}:${at.line}:${at.column}`;
  const caller = name?.replace(/^(async )?Object\./, '$1');
  const code = cell?.code ?? (inProject && !file.includes('/node_modules/') ? read(file) : '');
  const text = code.split('\n')[at.line - 1]?.trim();
  return [`    at ${caller ? `${caller} (${where})` : where}`, ...(text ? [`        ${text}`] : [])];
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // the trace names a file that is gone: the frame is shown without its line
  }
}

/** An error with its causes, as lines of text. */
export function traceback(thrown: unknown): string[] {
  const { ename, evalue } = named(thrown);
  const lines = [`${ename}: ${evalue}`];
  if (!isError(thrown)) return lines;
  if (!(thrown instanceof TypeScriptError)) lines.push(...String(thrown.stack).split('\n').flatMap(frame));
  const { cause, errors = [] } = thrown as AggregateError;
  const causes = cause === undefined ? errors : [cause, ...errors];
  return [...lines, ...causes.flatMap((error) => ['caused by', ...traceback(error)])];
}

const isError = (thrown: unknown): thrown is Error => types.isNativeError(thrown) || thrown instanceof Error;

const named = (thrown: unknown) =>
  isError(thrown)
    ? { ename: String(thrown.name), evalue: String(thrown.message) }
    : { ename: 'Thrown', evalue: inspect(thrown) };

/** The content of Jupyter's error message. */
export const describe = (thrown: unknown) => ({ ...named(thrown), traceback: traceback(thrown) });
