// Cells as code that runs, and what the compiler knows about them. Loading this file takes a second.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';
import type { Diagnostic } from 'tslab/dist/converter';
import type { Cell } from './cell';
import { type Locate, sources, TypeScriptError } from './errors';
import { guard } from './interrupt';
import { display } from './output';
import { last, notebookFolder, converter as tslab, typescript } from './typescript';

const converter = tslab.createConverter({ isJS: false, isBrowser: false });
// Where our library and tslab's own `display` send what they show.
require('tslab/dist/jupyter').lastWriteDisplayData = display;

/** What cells declare: types for the compiler, values for the code. A cell that throws has declared, too. */
let declared = '';
const variables: Record<string, unknown> = {};
const fromNotebook = createRequire(join(notebookFolder, 'notebook.ts'));
/** There is one tslab, ours: another would not know where to display. */
const requireFromNotebook = Object.assign(
  (name: string) => (/^tslab(\/|$)/.test(name) ? require(name) : fromNotebook(name)),
  fromNotebook,
);

/**
 * Compiles a cell.
 * @returns a function that runs it and gives the value of its last expression
 * @throws TypeScriptError with every diagnostic
 */
export function compile(cell: Cell): () => Promise<unknown> {
  const out = converter.convert(declared, cell.code);
  if (out.diagnostics.length) throw new TypeScriptError(diagnostics(out.diagnostics, cell));
  declared = out.declOutput ?? '';
  sources.set(cell.file, { count: cell.count, code: cell.code, locate: locator() });
  // TypeScript exports what a cell imports by a getter, once and for all; a later cell may import it again.
  const code = (out.output ?? '').replace(
    /^Object\.defineProperty\(exports, /gm,
    '__kernel__.define(exports, ',
  );
  // Always async: what tslab takes for synchronous may hold a `for await`.
  const wrapped = `(async function (exports, require, __kernel__) {\n${code}\n})`;
  const script = new vm.Script(wrapped, { filename: cell.file, lineOffset: -1 });
  return async () => {
    await script.runInThisContext()(variables, requireFromNotebook, kernel);
    const name = out.lastExpressionVar;
    if (name === undefined) return undefined;
    const value = variables[name];
    delete variables[name]; // else it would be kept in memory
    return value;
  };
}

/**
 * Reads the types of modules that cells are likely to import, unless a cell has run: thousands of files that the first
 * import would have to wait for.
 */
export function foresee(modules: readonly string[]): void {
  if (sources.size || !modules.length) return;
  const names = modules.map((_, i) => `foreseen${i}`);
  const imports = modules.map((name, i) => `import * as ${names[i]} from ${JSON.stringify(name)};`);
  converter.convert('', `${imports.join('\n')}\n[${names}].length`);
}

/** What the code of a cell sees as `__kernel__`. */
const kernel = {
  ...guard,
  define(exports: Record<string, unknown>, name: string, { get, value }: PropertyDescriptor) {
    exports[name] = get ? get() : value;
  },
};

function locator(): Locate {
  const { maps } = last;
  return (line, column) => {
    let at = { line: line - 1, column: column - 1 };
    for (const map of maps) {
      const entry = map.findEntry(at.line, at.column);
      if ('originalLine' in entry) at = { line: entry.originalLine, column: entry.originalColumn };
    }
    return { line: at.line, column: at.column + 1 }; // tslab puts one line before the cell
  };
}

function diagnostics(list: Diagnostic[], cell: Cell): string {
  const lines = cell.code.split('\n');
  const inside = list.filter(({ start }) => start.line < lines.length); // not on the line that tslab adds
  return (inside.length ? inside : list)
    .map((d, i, all) => {
      const before = all[i - 1];
      const goesOn = before?.start.offset === d.start.offset && before.end.offset === d.end.offset;
      if (goesOn) return `    ${d.messageText}`;
      const { line, character } = d.start;
      const place = `cell [${cell.count}], line ${line + 1}:${character + 1}`;
      return `${place}: ${d.messageText} (TS${d.code})\n    ${lines[line]?.trim() ?? ''}`;
    })
    .join('\n');
}

// Jupyter counts positions in code points, JavaScript in UTF-16 units.
const toUnits = (code: string, points: number) => [...code].slice(0, points).join('').length;
const toPoints = (code: string, units: number) => [...code.slice(0, units)].length;

const inspection: typeof import('tslab/dist/inspect') = require('tslab/dist/inspect');

/** Names that fit at a position of the cursor. */
export function complete(code: string, cursor: number): object {
  const { start, end, candidates } = converter.complete(declared, code, toUnits(code, cursor));
  const matches = [...new Set(candidates)];
  const [cursor_start, cursor_end] = [toPoints(code, start), toPoints(code, end)];
  return { status: 'ok', matches, cursor_start, cursor_end, metadata: {} };
}

/** Type and documentation of the name at the cursor, or else of the function whose arguments it is in. */
export function inspect(code: string, cursor: number): object {
  const at = toUnits(code, cursor);
  const call = /[\w$]\s*\([^()]*$/.exec(code.slice(0, at));
  const look = (position: number) => converter.inspect(declared, code, position);
  const info = look(at) ?? (call && look(call.index));
  const data = info ? { 'text/plain': inspection.printQuickInfo(info) } : {};
  return { status: 'ok', found: Boolean(info), data, metadata: {} };
}

/** Whether Enter is to run the code or to go on with it. */
export function isComplete(code: string): object {
  const { completed, indent } = tslab.isCompleteCode(code);
  if (!completed) return { status: 'incomplete', indent };
  const { diagnostics = [] } = typescript.transpileModule(code, { reportDiagnostics: true });
  const UNTERMINATED = [1010, 1160]; // comment, template: tslab overlooks them
  const isOpen = diagnostics.some((diagnostic) => UNTERMINATED.includes(diagnostic.code));
  if (isOpen) return { status: 'incomplete', indent: '' };
  return { status: diagnostics.length ? 'invalid' : 'complete' };
}
