// The TypeScript that tslab compiles with, so changed that cells have source maps and can be interrupted.
import { createRequire, SourceMap } from 'node:module';
import { dirname } from 'node:path';
import type ts from 'typescript';
import { asset, home } from './asset';

const file = createRequire(require.resolve('tslab/package.json')).resolve('@tslab/typescript-for-tslab');
export const typescript: typeof ts = require(file);

/** Where the notebook is: the working directory at the start, which cells may change. */
export const notebookFolder: string = process.cwd();

/** The maps of the file that was transpiled last: from CommonJS to modules, and from those to the cell. */
export const last: { maps: SourceMap[] } = { maps: [] };

const INLINE_MAP = /\n\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/;
const MAP_COMMENT = /\n\/\/# sourceMappingURL=.*\s*$/;

const isDirective = (statement: ts.Statement): boolean =>
  typescript.isExpressionStatement(statement) && typescript.isStringLiteral(statement.expression);

/** Puts a call of `__kernel__.turn` into each turn of a loop and each function, of `resume` before each await. */
const interruptible: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const call = (name: string) =>
    factory.createCallExpression(
      factory.createPropertyAccessExpression(factory.createIdentifier('__kernel__'), name),
      undefined,
      [],
    );
  const turn = () => factory.createExpressionStatement(call('turn'));
  /** The body of a loop or a function, visited. */
  const guarded = (body: ts.Node): ts.Node => {
    const visited = visit(body);
    if (typescript.isBlock(visited)) {
      const { statements } = visited;
      const first = statements.findIndex((statement) => !isDirective(statement));
      const at = first < 0 ? statements.length : first; // 'use strict' has to stay in front
      return factory.updateBlock(visited, [...statements.slice(0, at), turn(), ...statements.slice(at)]);
    }
    return typescript.isStatement(visited)
      ? factory.createBlock([turn(), visited])
      : factory.createComma(call('turn'), visited as ts.Expression); // of an arrow function
  };
  const visit = (node: ts.Node): ts.Node => {
    const body = typescript.isIterationStatement(node, false)
      ? node.statement
      : typescript.isFunctionLike(node)
        ? (node as ts.FunctionLikeDeclaration).body
        : undefined;
    const visited = typescript.visitEachChild(
      node,
      (child) => (child === body ? guarded(child) : visit(child)),
      context,
    );
    return typescript.isAwaitExpression(visited)
      ? factory.updateAwaitExpression(visited, factory.createComma(call('resume'), visited.expression))
      : visited;
  };
  return (source) => typescript.visitEachChild(source, visit, context);
};

/**
 * Mends two slips of tslab's own transformer, which follows: it gives every name from an earlier cell its
 * `exports.`, but not in `{ x }`, which here becomes `{ x: exports.x }`; and it gives one to the property `x`
 * of `{ x: y } = z` where z's type was written in an earlier cell, here replaced by a name unknown to it.
 */
const mendNames =
  (checker: ts.TypeChecker): ts.TransformerFactory<ts.SourceFile> =>
  (context) => {
    const { factory } = context;
    const isEarlier = (node: ts.ShorthandPropertyAssignment) =>
      checker
        .getShorthandAssignmentValueSymbol(node)
        ?.declarations?.some((declaration) =>
          declaration.getSourceFile().fileName.endsWith('/__prev__.d.ts'),
        );
    const isProperty = (child: ts.Node, parent: ts.Node): child is ts.Identifier =>
      typescript.isIdentifier(child) &&
      child ===
        (typescript.isBindingElement(parent)
          ? parent.propertyName
          : typescript.isPropertyAssignment(parent)
            ? parent.name
            : undefined);
    const visit = (node: ts.Node): ts.Node => {
      const visited = typescript.visitEachChild(
        node,
        (child) => (isProperty(child, node) ? factory.createIdentifier(child.text) : visit(child)),
        context,
      );
      if (!typescript.isShorthandPropertyAssignment(node) || !isEarlier(node)) return visited;
      const { text } = node.name;
      const value = factory.createPropertyAccessExpression(factory.createIdentifier('exports'), text);
      const { objectAssignmentInitializer: initial } = visited as ts.ShorthandPropertyAssignment;
      return factory.createPropertyAssignment(
        text,
        initial ? factory.createAssignment(value, initial) : value,
      );
    };
    return (source) => typescript.visitEachChild(source, visit, context);
  };

type HostArguments = [files: string[], options: ts.CompilerOptions, ...rest: unknown[]]; // as tslab calls it
type Host = ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram> & {
  afterProgramCreate(builder: Builder): void;
};
type Builder = Pick<ts.BuilderProgram, 'getAllDependencies' | 'emit' | 'getProgram'> & {
  getAllDependencies(source: ts.SourceFile): readonly string[];
};

/** How modules are found: from the file that imports them, or else from where the kernel is installed. */
function resolution(host: Host): Partial<Host> {
  // What is not found may yet be written, in the notebook's folder; elsewhere nothing changes.
  const known = typescript.createModuleResolutionCache(home, (name) => name);
  const mayChange = (from: string) =>
    from.startsWith(`${notebookFolder}/`) && !from.includes('/node_modules/');
  const incomplete = new Set<string>();
  return {
    resolveModuleNameLiterals(names, from, redirected, options) {
      const cache = mayChange(from) ? undefined : known;
      const found = names.map(({ text }) => {
        const own = typescript.resolveModuleName(text, from, options, host, cache, redirected);
        if (own.resolvedModule || typescript.isExternalModuleNameRelative(text)) return own;
        return typescript.resolveModuleName(text, asset('notebook.ts'), options, host, known);
      });
      const isComplete = found.every(({ resolvedModule }) => resolvedModule);
      if (mayChange(from) && !isComplete) incomplete.add(from);
      else incomplete.delete(from);
      return found;
    },
    hasInvalidatedResolutions: (path) => incomplete.has(path),
  };
}

const changed = {
  createWatchCompilerHost(...[files, options, ...rest]: HostArguments) {
    const more = {
      inlineSourceMap: true,
      lib: ['lib.es2023.d.ts'],
      types: ['node'], // not those of the test runner
      rootDir: '/', // cells may import from folders above theirs
      typeRoots: [
        ...(options.typeRoots ?? []).filter((root) => !root.includes('/tslab/')), // of Node 18
        dirname(dirname(require.resolve('@types/node/package.json'))),
      ],
    };
    const create = typescript.createWatchCompilerHost as (...args: unknown[]) => unknown;
    return create([...files, asset('globals.d.ts')], { ...options, ...more }, ...rest);
  },

  createWatchProgram(host: Host) {
    const created = host.afterProgramCreate;
    host.afterProgramCreate = (builder) => {
      const { emit } = builder;
      // Of the files that a cell imports, none is checked or emitted: tsc and tsx do that.
      builder.getAllDependencies = (source) => [source.fileName];
      builder.emit = (source, write, token, declarationsOnly, transformers) =>
        emit.call(
          builder,
          source,
          // The name that tslab expects, not the one that a file has below `rootDir`.
          (name, ...written) => write!(name.replace(`outDir${notebookFolder}`, 'outDir'), ...written),
          token,
          declarationsOnly,
          {
            ...transformers,
            after: [mendNames(builder.getProgram().getTypeChecker()), ...(transformers?.after ?? [])],
          },
        );
      created(builder);
    };
    return typescript.createWatchProgram(Object.assign(host, resolution(host)) as any);
  },

  transpileModule(code: string, { compilerOptions, ...rest }: ts.TranspileOptions) {
    const inline = INLINE_MAP.exec(code);
    const out = typescript.transpileModule(code.replace(INLINE_MAP, ''), {
      ...rest,
      compilerOptions: { ...compilerOptions, sourceMap: true },
      transformers: { before: [interruptible] },
    });
    last.maps = [out.sourceMapText, inline && Buffer.from(inline[1], 'base64').toString()].flatMap((map) =>
      map ? [new SourceMap(JSON.parse(map))] : [],
    );
    return { ...out, outputText: out.outputText.replace(MAP_COMMENT, '\n') };
  },
};

// Its own exports are getters, which cannot be set.
require.cache[file]!.exports = { ...typescript, ...changed };

/** tslab's converter, loaded only now: it keeps what it finds. */
export const converter: typeof import('tslab/dist/converter') = require('tslab/dist/converter');
