// The packages as others get them: packed from a copy of the checkout, installed by npm into an empty project, used from
// CommonJS and from ES modules, with types. What they need of others is taken from the checkout, so that no network is used.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './checkout';

interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  [field: string]: unknown;
}

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const writeJson = (file: string, value: object) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
const npm = process.env.npm_execpath?.endsWith('.js')
  ? [process.execPath, process.env.npm_execpath]
  : ['npm'];

/** The published workspaces: folder and manifest. */
const packages = ['lib', ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)]
  .map((folder) => ({ folder, manifest: readJson(join(root, folder, 'package.json')) as Manifest }))
  .filter(({ manifest }) => !manifest.private);
const ownNames = packages.map(({ manifest }) => manifest.name);

async function run(command: readonly string[], cwd: string): Promise<string> {
  const [program, ...args] = command;
  const env = { ...process.env, LATENT_TORUS_CACHE: join(cwd, 'cache'), LATENT_TORUS_SCALE: 'smoke' };
  for (const name of Object.keys(env))
    if (/^npm_|^LATENT_TORUS_(FIGURES|DATA)$|^NODE_OPTIONS$/.test(name)) delete env[name as keyof typeof env];
  try {
    const { stdout } = await promisify(execFile)(program, args, { cwd, env, encoding: 'utf8' });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command.join(' ')} failed in ${cwd}:\n${stdout}\n${stderr}`);
  }
}

/** A copy of what packing needs, with the checkout's packages of others. */
function copyOfCheckout(copy: string): void {
  const { stdout } = spawnSync(
    'git',
    ['ls-files', '-co', '--exclude-standard', 'lib', 'packages', 'tools', '*.json', 'LICENSE'],
    { cwd: root, encoding: 'utf8' },
  );
  for (const file of stdout.split('\n').filter((name) => name && !name.startsWith('figures/')))
    if (existsSync(join(root, file))) cpSync(join(root, file), join(copy, file));
  const modules = join(copy, 'node_modules');
  const link = (name: string) => {
    const own = packages.find(({ manifest }) => manifest.name === name);
    symlinkSync(own ? join(copy, own.folder) : join(root, 'node_modules', name), join(modules, name));
  };
  mkdirSync(modules);
  for (const name of readdirSync(join(root, 'node_modules')).filter((each) => !each.startsWith('.'))) {
    if (!name.startsWith('@')) link(name);
    else {
      mkdirSync(join(modules, name));
      for (const each of readdirSync(join(root, 'node_modules', name))) link(`${name}/${each}`);
    }
  }
  for (const { folder } of packages) {
    const nested = join(root, folder, 'node_modules');
    if (existsSync(nested)) symlinkSync(nested, join(copy, folder, 'node_modules'));
  }
}

/** A package of others without dependencies of its own to install: links to its files in the checkout, which find them. */
function standIn(name: string, from: string, folder: string): string {
  const places = [join(root, from, 'node_modules', name), join(root, 'node_modules', name)];
  const real = realpathSync(places.find((place) => existsSync(place)) as string);
  const place = join(folder, 'others', name);
  mkdirSync(place, { recursive: true });
  const { dependencies, peerDependencies, optionalDependencies, devDependencies, scripts, bin, ...manifest } =
    readJson(join(real, 'package.json'));
  writeJson(join(place, 'package.json'), manifest);
  for (const entry of readdirSync(real).filter((each) => !['package.json', 'node_modules'].includes(each)))
    symlinkSync(join(real, entry), join(place, entry));
  return `file:others/${name}`;
}

/** An empty project with these packages of ours, installed by npm from their tarballs. */
async function project(folder: string, tarballs: string, names: string[], others: string[]): Promise<void> {
  mkdirSync(folder);
  const dependencies: Record<string, string> = {};
  for (const { folder: from, manifest } of packages.filter((each) => names.includes(each.manifest.name))) {
    const file = `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`;
    dependencies[manifest.name] = `file:${join(tarballs, file)}`;
    for (const name of Object.keys(manifest.dependencies ?? {}))
      if (!ownNames.includes(name)) dependencies[name] = standIn(name, from, folder);
  }
  for (const name of others) dependencies[name] ??= standIn(name, '.', folder);
  writeJson(join(folder, 'package.json'), { name: 'empty', private: true, dependencies });
  await run([...npm, 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
}

/**
 * Compiles a program as a CommonJS and as an ES module against the installed types, and runs both.
 * @param kernels also with the older resolution of the kernel's TypeScript
 */
async function use(program: string, folder: string, kernels = false): Promise<Record<string, unknown>[]> {
  const source = readFileSync(join(root, 'test/tools/pack', `${program}.ts`), 'utf8');
  for (const ending of ['cts', 'mts', 'ts']) writeFileSync(join(folder, `${program}.${ending}`), source);
  const options = {
    strict: true,
    target: 'es2022',
    esModuleInterop: true,
    types: [],
    skipLibCheck: false, // the packages' own declarations are looked at
    lib: ['es2023', 'dom'],
  };
  const check = async (name: string, compilerOptions: object, files: string[]) => {
    writeJson(join(folder, `${name}.json`), { compilerOptions: { ...options, ...compilerOptions }, files });
    const tsc = [process.execPath, join(root, 'node_modules/typescript/bin/tsc'), '-p', `${name}.json`];
    const said = await run(tsc, folder).catch((error: Error) => error.message);
    const ours = said.split('\n').filter((line) => /error TS/.test(line) && !/^(others|\.\.)\//.test(line));
    assert.deepEqual(ours, [], name);
  };
  await Promise.all([
    check('new', { module: 'node16' }, [`${program}.cts`, `${program}.mts`]),
    kernels &&
      check('old', { module: 'commonjs', moduleResolution: 'node10', noEmit: true }, [`${program}.ts`]),
  ]);
  const results = [];
  for (const ending of ['cjs', 'mjs']) {
    const said = await run([process.execPath, `${program}.${ending}`], folder);
    results.push(JSON.parse(said.trim().split('\n').at(-1) as string));
  }
  return results;
}

describe('the packages, packed and installed elsewhere', function () {
  this.timeout(600_000); // machines that are busy with other things
  const place = mkdtempSync(join(realpathSync(tmpdir()), 'packed-'));
  const copy = join(place, 'copy');
  const tarballs = join(place, 'tarballs');
  const sources = () =>
    packages.map(({ folder }) => ({
      files: readdirSync(join(copy, folder)).sort(),
      manifest: readFileSync(join(copy, folder, 'package.json'), 'utf8'),
    }));
  let unpacked: ReturnType<typeof sources>;

  before(async () => {
    mkdirSync(copy);
    mkdirSync(tarballs);
    copyOfCheckout(copy);
    unpacked = sources();
    const halves = [0, 1].map((half) => packages.filter((_, i) => i % 2 === half));
    await Promise.all(
      halves.map((some) =>
        run(
          [...npm, 'pack', '--pack-destination', tarballs, ...some.flatMap(({ folder }) => ['-w', folder])],
          copy,
        ),
      ),
    );
  });
  after(() => rmSync(place, { recursive: true, force: true }));

  it('are TypeScript again after packing', () => {
    assert.deepEqual(sources(), unpacked);
  });

  it('work from CommonJS and from ES modules, with types', async () => {
    const folder = join(place, 'everything');
    await project(folder, tarballs, ownNames, ['@tensorflow/tfjs-core', 'danfojs-node']);
    for (const result of await use('everything', folder, true)) {
      assert.deepEqual(result, {
        steps: 2, // twenty glyphs, two epochs
        execution: 'graph',
        cached: true,
        kept: 1,
        html: true,
        folder: join(folder, 'data'),
        figures: join(folder, '.figures', 'smoke'),
        root: folder,
        tensorflow: '4.22.0',
        functions: ['function', 'function', 'function', 'function'],
      });
    }
    for (const file of ['written.txt', '.figures/smoke/packed.png', '.figures/smoke/packed-table.csv'])
      assert.ok(existsSync(join(folder, file)), file);
    const entries = ownNames.filter((name) => name !== '@latent-torus/kernel'); // which starts when loaded
    const script = `import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      for (const name of ${JSON.stringify([...entries, 'tfjs-compiled/eager'])}) {
        const named = Object.keys(await import(name));
        const lost = Object.keys(require(name)).filter((each) => !named.includes(each));
        if (lost.length) throw new Error(name + ' hides from ES modules: ' + lost);
      }`;
    writeFileSync(join(folder, 'names.mjs'), script);
    await run([process.execPath, 'names.mjs'], folder);
    const kernel = join(folder, 'node_modules/@latent-torus/kernel');
    for (const file of [
      'dist/main.js',
      'start.cjs',
      'watch.cjs',
      'esbuild.sh',
      'kernel.json',
      'globals.d.ts',
    ])
      assert.ok(existsSync(join(kernel, file)), file);
  });

  it('let the library run without Node’s TensorFlow, Danfo, Vega and Jupyter', async () => {
    const folder = join(place, 'library-alone');
    const names = ['latent-torus', '@latent-torus/random', 'tfjs-compiled'];
    await project(folder, tarballs, names, ['@tensorflow/tfjs-core', '@tensorflow/tfjs']);
    const scopes = ['', '@latent-torus', '@tensorflow'].map((scope) =>
      readdirSync(join(folder, 'node_modules', scope)).filter((name) => !/^[.@]/.test(name)),
    );
    assert.deepEqual(scopes, [['latent-torus', 'tfjs-compiled'], ['random'], ['tfjs', 'tfjs-core']]);
    for (const result of await use('library-alone', folder))
      assert.deepEqual(result, { backend: 'cpu', shape: [2, 2], fell: true, epochs: 30 });
  });

  it('hold a build of the library for browsers, which needs nothing but TensorFlow.js', () => {
    const folder = join(place, 'library-alone', 'node_modules', 'latent-torus');
    const { exports } = readJson(join(folder, 'package.json'));
    const code = readFileSync(join(folder, exports['.'].browser), 'utf8');
    const imported = [...code.matchAll(/^import .*? from "(.*)";$/gm)].map(([, name]) => name);
    assert.deepEqual([...new Set(imported)], ['@tensorflow/tfjs-core']);
    assert.match(code, /^export \{[\s\S]*\bvae\b/m);
  });

  it('do not make a dependant install Danfo or a second TensorFlow', () => {
    for (const { manifest } of packages) {
      const needed = Object.keys(manifest.dependencies ?? {});
      assert.ok(!needed.includes('danfojs-node'), manifest.name);
      for (const name of ['danfojs-node', '@tensorflow/tfjs-node'])
        if (manifest.peerDependencies?.[name])
          assert.ok(manifest.peerDependenciesMeta?.[name]?.optional, `${manifest.name} → ${name}`);
    }
  });

  it('are put back by the set-up when packing was interrupted', async () => {
    const { mend, interrupted, sourceFile } = (await import(
      join(copy, 'tools/setup/packed.mjs')
    )) as typeof import('../../tools/setup/packed.mjs');
    const folder = join(copy, 'packages/random');
    const source = readFileSync(join(folder, 'package.json'), 'utf8');
    const prepare = [process.execPath, join(copy, 'tools/pack.mjs'), 'prepare'];
    await run(prepare, folder);
    assert.notEqual(readFileSync(join(folder, 'package.json'), 'utf8'), source);
    assert.deepEqual(interrupted(), [], 'it may be running');
    const long = new Date(Date.now() - 3600_000);
    utimesSync(join(folder, sourceFile), long, long);
    assert.deepEqual(interrupted(), [folder]);
    mend(folder);
    assert.deepEqual(sources(), unpacked);
  });
});
