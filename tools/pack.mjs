// `prepack` and `postpack` of every workspace that is published (npm runs them in its folder): in the checkout packages are
// TypeScript without a build step; a tarball holds JavaScript (CommonJS, whose names Node also finds for ES modules) and
// types in dist/, and a package.json that names them.
import fs from 'node:fs';
import { join, relative } from 'node:path';
import { browserBuild } from './browser-build.mjs';
import { places, root } from './setup/context.mjs';
import { Failure } from './setup/failure.mjs';
import { asJson, readJson, readText, writeAtomically } from './setup/files.mjs';
import { mend, sourceFile } from './setup/packed.mjs';
import { told } from './told.mjs';

const folder = process.cwd();

await told(async () => {
  const [step] = process.argv.slice(2);
  mend(folder); // after packing, or what an interrupted one left
  if (step === 'restore') return;
  if (step !== 'prepare') throw new Failure(`Say 'prepare' or 'restore', not '${step}'.`);
  try {
    await prepare();
  } catch (error) {
    mend(folder);
    throw error;
  }
});

async function prepare() {
  const manifest = readJson(join(folder, 'package.json'));
  if (!manifest) throw new Failure(`${folder} has no package.json.`);
  const { packed: { entries = ['index'], browser = false } = {} } = manifest;
  writeAtomically(join(folder, sourceFile), readText(join(folder, 'package.json')));
  await compile(entries.map((entry) => join(folder, `${entry}.ts`)));
  // Bundlers for pages take this one: an ES module, with what it needs of our other packages inside.
  if (browser) await browserBuild(join(folder, `${entries[0]}.ts`), join(folder, 'dist', 'browser.mjs'));
  fs.copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  writeAtomically(join(folder, 'package.json'), asJson(packedManifest(manifest, entries, browser)));
}

/** The manifest of the tarball. The first entry is the package itself, the others are `name/entry`. */
function packedManifest({ packed, scripts, files = [], ...manifest }, entries, browser) {
  const [main, ...others] = entries;
  const place = (entry) => ({
    types: `./dist/${entry}.d.ts`,
    ...(browser && entry === main ? { browser: './dist/browser.mjs' } : {}),
    default: `./dist/${entry}.js`,
  });
  return {
    ...manifest,
    main: `dist/${main}.js`,
    types: `dist/${main}.d.ts`,
    exports: {
      '.': place(main),
      ...Object.fromEntries(others.map((entry) => [`./${entry}`, place(entry)])),
      './package.json': './package.json',
    },
    // For TypeScript's older resolution, which does not read exports and is the kernel's.
    ...(others.length
      ? { typesVersions: { '*': Object.fromEntries(others.map((e) => [e, [`dist/${e}.d.ts`]])) } }
      : {}),
    files: ['dist', ...files],
    engines: { node: '>=20.19' },
  };
}

/**
 * Writes JavaScript and declarations of what the entries reach inside the package. What they import of other packages is
 * looked at for types only.
 * @throws Failure with the diagnostics if the package has type errors
 */
async function compile(entries) {
  const { default: ts } = await import(join(places.modules, 'typescript', 'lib', 'typescript.js'));
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: entries }, ts.sys, root);
  const program = ts.createProgram(entries, {
    ...options,
    types: ['node'],
    allowJs: false,
    noEmit: false,
    declaration: true,
    rootDir: folder,
    outDir: join(folder, 'dist'),
  });
  const own = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(`${folder}/`) && !fileName.includes('/node_modules/'));
  const found = [];
  for (const file of own) {
    found.push(...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file));
    const { diagnostics } = program.emit(file);
    found.push(...diagnostics);
  }
  if (!found.length) return;
  const host = {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => '\n',
  };
  throw new Failure(`${relative(root, folder)} cannot be packed:\n${ts.formatDiagnostics(found, host)}`);
}
