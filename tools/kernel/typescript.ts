// The TypeScript that tslab compiles with, so changed that cells have source maps and can be interrupted.
// To be loaded before tslab's converter, which keeps what it finds.
import { createRequire, SourceMap } from 'node:module';
import { join } from 'node:path';
import type ts from 'typescript';

const file = createRequire(require.resolve('tslab/package.json')).resolve('@tslab/typescript-for-tslab');
export const typescript: typeof ts = require(file);

/** The maps of the file that was transpiled last: from CommonJS to modules, and from those to the cell. */
export const last: { maps: SourceMap[] } = { maps: [] };

const INLINE_MAP = /\n\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/;
const MAP_COMMENT = /\n\/\/# sourceMappingURL=.*\s*$/;

/** Puts a call of `__kernel__.turn` into each turn of a loop, and one of `__kernel__.resume` before each await. */
const interruptible: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const call = (name: string) => factory.createCallExpression(
    factory.createPropertyAccessExpression(factory.createIdentifier('__kernel__'), name), undefined, []);
  const visit = (node: ts.Node): ts.Node => {
    const body = typescript.isIterationStatement(node, false) ? node.statement : undefined;
    const visited = typescript.visitEachChild(node, (child) => child === body
      ? factory.createBlock([factory.createExpressionStatement(call('turn')), visit(child) as ts.Statement])
      : visit(child), context);
    return typescript.isAwaitExpression(visited)
      ? factory.updateAwaitExpression(visited, factory.createComma(call('resume'), visited.expression))
      : visited;
  };
  return (source) => typescript.visitEachChild(source, visit, context);
};

/** Arguments of `createWatchCompilerHost` as tslab calls it. */
type HostArguments = [files: string[], options: ts.CompilerOptions, ...rest: unknown[]];
interface Builder { getAllDependencies(source: ts.SourceFile): string[] }
interface Host { afterProgramCreate(builder: Builder): void }

const changed = {
  createWatchCompilerHost: (...[files, options, ...rest]: HostArguments) => (typescript.createWatchCompilerHost as any)(
    [...files, join(__dirname, 'globals.d.ts')],
    { ...options, inlineSourceMap: true, lib: ['lib.es2023.d.ts'], types: ['node'] }, // no types of the test runner
    ...rest,
  ),

  createWatchProgram(host: Host) {
    const created = host.afterProgramCreate;
    host.afterProgramCreate = (builder) => {
      // Of the files that a cell imports, none is checked or emitted: tsc and tsx do that.
      builder.getAllDependencies = (source) => [source.fileName];
      created(builder);
    };
    return typescript.createWatchProgram(host as any);
  },

  transpileModule(code: string, { compilerOptions, ...rest }: ts.TranspileOptions) {
    const inline = INLINE_MAP.exec(code);
    const out = typescript.transpileModule(code.replace(INLINE_MAP, ''), {
      ...rest,
      compilerOptions: { ...compilerOptions, sourceMap: true },
      transformers: { before: [interruptible] },
    });
    last.maps = [out.sourceMapText, inline && Buffer.from(inline[1], 'base64').toString()]
      .flatMap((map) => map ? [new SourceMap(JSON.parse(map))] : []);
    return { ...out, outputText: out.outputText.replace(MAP_COMMENT, '\n') };
  },
};

require.cache[file]!.exports = { ...typescript, ...changed }; // its own exports are getters, which cannot be set
