// Errors as a reader of a notebook knows them: cells by their number, source lines, the reader's own code first.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { inspect, types } from 'node:util';
import { home } from './asset';
import { clip } from './clip';

const NODE_MODULES = '/node_modules/';
const KERNEL = /^node:|^evalmachine|\/node_modules\/(tslab|tsx|zeromq|@tslab)\//;
/** The checkout that this package is part of, if it is not installed from npm. */
const root = home.includes(NODE_MODULES) ? undefined : resolve(home, '../..');
const LIBRARY = /^(lib|packages)\//; // in the checkout

const FRAMES = 8; // shown of the reader's own code
const CAUSES = 4; // shown of a chain, and its end

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

interface Frame {
  name: string | undefined;
  file: string;
  line: number;
  column: number;
}

/** The frames of a stack trace, without those of Node and the kernel. */
function framesOf(error: Error): Frame[] {
  return String(error.stack)
    .split('\n')
    .flatMap((text) => {
      const match = /^\s+at (?:(.*?) \()?(?:async )?(?:file:\/\/)?(.*?):(\d+):(\d+)\)?$/.exec(text);
      if (!match || KERNEL.test(match[2]) || [home, `${home}/dist`].includes(dirname(match[2]))) return [];
      const [, name, file, line, column] = match;
      return [{ name: name?.replace(/^(async )?Object\./, '$1'), file, line: +line, column: +column }];
    });
}

const inRoot = (file: string): string | undefined =>
  root && file.startsWith(root + sep) ? relative(root, file) : undefined;
// Source maps of packages name files that are not there.
const isInstalled = ({ file }: Pick<Frame, 'file'>): boolean =>
  file.includes(NODE_MODULES) || !(sources.has(file) || existsSync(file));
const isLibrary = ({ file }: Frame): boolean => LIBRARY.test(inRoot(file) ?? '');

/** A frame and its line of code, as lines for the reader. */
function show({ name, file, line, column }: Frame, word = 'at'): string {
  const cell = sources.get(file);
  const at = cell ? cell.locate(line, column) : { line, column };
  const where = cell
    ? `cell [${cell.count}], line ${at.line}`
    : `${inRoot(file) ?? file}:${at.line}:${at.column}`;
  const code = cell?.code ?? (isInstalled({ file }) ? '' : read(file));
  const text = code.split('\n')[at.line - 1]?.trim();
  return `    ${word} ${name ? `${name} (${where})` : where}${text ? `\n        ${text.slice(0, 200)}` : ''}`;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // the trace names a file that is gone: the frame is shown without its line
  }
}

/**
 * Where an error comes from: the reader's own frames, and of the libraries only one: the last of ours, or else
 * the last of all.
 */
function places(error: Error): string[] {
  const frames = framesOf(error);
  const internal = frames.filter((frame) => isInstalled(frame) || isLibrary(frame));
  const own = frames.filter((frame) => !internal.includes(frame));
  const library = internal.find(isLibrary) ?? internal[0];
  const more = own.length - FRAMES;
  const lines = own.slice(0, FRAMES).map((frame) => show(frame));
  if (more > 0) lines.push(`    … ${more} more (error.stack has all)`);
  if (library) lines.push(show(library, 'in'));
  if (internal.length > 1) {
    lines.push(`    (${internal.length - 1} more in libraries: error.stack has all)`);
  }
  return lines.flatMap((text) => text.split('\n'));
}

const isError = (thrown: unknown): thrown is Error => types.isNativeError(thrown) || thrown instanceof Error;

/** What an error says of itself; its properties may be anything, even throw. */
function attempt<T>(get: () => T, otherwise: T): T {
  try {
    return get();
  } catch {
    return otherwise;
  }
}

const named = (thrown: unknown) =>
  isError(thrown)
    ? {
        ename: attempt(() => String(thrown.name), 'Error'),
        evalue: clip(attempt(() => String(thrown.message), '(its message cannot be read)')),
      }
    : { ename: 'Thrown', evalue: clip(attempt(() => inspect(thrown), '(it cannot be shown)')) };

/** An error without its causes, as lines of text. */
function alone(thrown: unknown): string[] {
  const { ename, evalue } = named(thrown);
  const head = `${ename}: ${evalue}`;
  if (!isError(thrown) || thrown instanceof TypeScriptError) return [head];
  return [head, ...attempt(() => places(thrown), [])];
}

const causesOf = (thrown: unknown): unknown[] =>
  attempt(() => {
    if (!isError(thrown)) return [];
    const { cause, errors } = thrown as AggregateError;
    return [...(cause === undefined ? [] : [cause]), ...(Array.isArray(errors) ? errors : [])];
  }, []);

/** An error with its causes, as lines of text: of many the first few and the last, of a ring each once. */
export function traceback(thrown: unknown): string[] {
  const all = new Set([thrown]); // grows while it is gone through
  for (const error of all) for (const cause of causesOf(error)) all.add(cause);
  const [first, ...causes] = all;
  const shown = causes.length > CAUSES + 1 ? [...causes.slice(0, CAUSES), causes.at(-1)] : causes;
  const left = causes.length - shown.length;
  const lines = alone(first);
  shown.forEach((cause, i) => {
    if (left && i === CAUSES) lines.push(`caused by ${left} more, and at their end`);
    else lines.push('caused by');
    lines.push(...alone(cause));
  });
  return lines;
}

/** The content of Jupyter's error message. */
export const describe = (thrown: unknown) => ({ ...named(thrown), traceback: traceback(thrown) });
