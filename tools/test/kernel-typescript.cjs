// Checks what notebooks import with the TypeScript that the kernel runs: notebooks import it as source.
const fs = require('node:fs');
const path = require('node:path');
const ts = require('@tslab/typescript-for-tslab');

const root = path.resolve(__dirname, '..', '..');
const entries = [
  'lib/index.ts',
  ...['packages', 'notebooks'].flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder))
      .map((name) => `${folder}/${name}/index.ts`)
      .filter((file) => fs.existsSync(path.join(root, file))),
  ),
];
const file = path.join(root, 'tsconfig.json');
const config = ts.readConfigFile(file, ts.sys.readFile);
const { options, errors } = ts.parseJsonConfigFileContent(
  { ...config.config, include: [], files: entries },
  ts.sys,
  root,
);
const program = ts.createProgram(
  entries.map((file) => path.join(root, file)),
  {
    ...options,
    types: ['node'],
    noEmit: true,
  },
);
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
