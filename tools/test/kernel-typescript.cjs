// Checks lib/ with the TypeScript that the kernel runs: notebooks import it as source.
const path = require('node:path');
const ts = require('@tslab/typescript-for-tslab');

const root = path.resolve(__dirname, '..', '..');
const file = path.join(root, 'tsconfig.json');
const config = ts.readConfigFile(file, ts.sys.readFile);
const { options, errors } = ts.parseJsonConfigFileContent(
  { ...config.config, include: [], files: ['lib/index.ts'] },
  ts.sys,
  root
);
const program = ts.createProgram([path.join(root, 'lib', 'index.ts')], {
  ...options,
  types: ['node'],
  noEmit: true,
});
const found = [...(config.error ? [config.error] : []), ...errors, ...ts.getPreEmitDiagnostics(program)];
const host = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => root,
  getNewLine: () => '\n',
};
if (found.length) {
  console.error(`TypeScript ${ts.version}, which the kernel runs:\n${ts.formatDiagnostics(found, host)}`);
  process.exit(1);
}
