import fs from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { childEnvironment, logFile, run, tellingLines } from './command.mjs';
import { places, root } from './context.mjs';
import { diskFull, Failure, kindOfTrouble } from './failure.mjs';
import { asJson, linkTarget, linkTo, readJson, sha256, writeAtomically } from './files.mjs';
import { platform, platformName } from './platform.mjs';
import { tensorflowFolders, tensorflowVersion } from './tensorflow.mjs';
import { pip } from './venv.mjs';

const zigVersion = '0.17.0';
const folder = join(places.tfjs, 'lib', 'napi-v8');
const binding = join(folder, 'tfjs_binding.node');
const stampFile = join(folder, 'latent-torus.json');

/** What the binding was built from; anything else on disk is built anew. */
const stamp = () => ({
  tensorflow: tensorflowVersion,
  libraries: link(tensorflowFolders().lib, places.tfjs),
  platform: platformName,
  package: sha256(join(places.tfjs, 'package.json')),
});

/** Links inside the checkout are relative, so that it can be moved. */
const link = (target, from) => (target.startsWith(root + sep) ? relative(from, target) : target);

/** The names under which tfjs-node and its binding look for TensorFlow: [where, what it points to]. */
function links() {
  const { lib, include } = tensorflowFolders();
  const { cc, framework } = platform();
  const deps = join(places.tfjs, 'deps');
  const names =
    process.platform === 'darwin'
      ? {
          'libtensorflow.dylib': cc,
          'libtensorflow.2.dylib': cc,
          [cc]: cc,
          'libtensorflow_framework.dylib': framework,
          [framework]: framework,
        }
      : {
          'libtensorflow.so': cc,
          'libtensorflow.so.2': cc,
          'libtensorflow.so.2.9.1': cc,
          [cc]: cc,
          'libtensorflow_framework.so': framework,
          [framework]: framework,
        };
  return [
    [join(deps, 'include'), link(include, deps)],
    ...Object.entries(names).map(([name, file]) => [
      join(deps, 'lib', name),
      link(join(lib, file), join(deps, 'lib')),
    ]),
  ];
}

/** @type {import('./steps.mjs').Step} */
export const tensorflowBinding = {
  name: 'TensorFlow binding',
  doing: "compiling tfjs-node's binding",
  needs: 10e6,
  result: binding,
  done() {
    const found = readJson(stampFile);
    return (
      !!found &&
      JSON.stringify(found) === JSON.stringify(stamp()) &&
      fs.existsSync(binding) &&
      links().every(([at, target]) => linkTarget(at) === target)
    );
  },
  async run(say) {
    for (const [at, target] of links()) linkTo(target, at);
    fs.mkdirSync(folder, { recursive: true });
    fs.rmSync(stampFile, { force: true });
    const partial = `${binding}.partial`;
    await compile(partial, say);
    await prove(partial);
    fs.renameSync(partial, binding);
    writeAtomically(stampFile, asJson(stamp()));
  },
};

/** @param {string} output path of the binding to make, in the folder where it will stay */
const compilerArguments = (output) => [
  '-std=c++17',
  '-O2',
  '-fPIC',
  '-shared',
  '-DNAPI_VERSION=8',
  '-I',
  join(places.modules, 'node-api-headers', 'include'),
  '-I',
  'deps/include',
  '-I',
  '..',
  'binding/tfjs_backend.cc',
  'binding/tfjs_binding.cc',
  '-L',
  'deps/lib',
  '-ltensorflow',
  '-ltensorflow_framework',
  ...(process.platform === 'darwin'
    ? ['-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path/../../deps/lib']
    : ['-Wl,-rpath,$ORIGIN/../../deps/lib']),
  '-o',
  output,
];

/** With the system's compiler where that works, else with the one from PyPI. */
async function compile(output, say) {
  const compiler = await systemCompiler();
  if (compiler) {
    const { code, output: text } = await run(compiler, compilerArguments(output), {
      cwd: places.tfjs,
      log: 'binding',
    });
    if (code === 0) return say(`compiled with ${compiler}`);
    if (kindOfTrouble(text) === 'disk') throw diskFull(root);
    say(`${compiler} failed (${logFile('binding')}); trying the compiler from PyPI`);
  } else {
    say(
      'no working C++ compiler here: taking the one from PyPI for the moment (ziglang, about 100 MB to ' +
        'download)',
    );
  }
  await compileWithZig(output, say);
}

/** @returns {Promise<string | undefined>} a compiler that makes a shared library of C++17 */
async function systemCompiler() {
  // On a Mac without its command line tools, c++ is a stub that opens a dialogue.
  if (process.platform === 'darwin' && (await run('xcode-select', ['-p'])).code !== 0) return undefined;
  const source = join(places.temporary, 'probe.cc');
  fs.mkdirSync(places.temporary, { recursive: true });
  fs.writeFileSync(
    source,
    '#include <memory>\n#include <string>\nstd::string f() { return *std::make_unique<std::string>("x"); }\n',
  );
  const names = [process.env.CXX, 'c++', 'g++', 'clang++'].filter((name) => !!name);
  for (const name of names) {
    const { code } = await run(
      name,
      ['-std=c++17', '-fPIC', '-shared', source, '-o', join(places.temporary, 'probe.so')],
      { seconds: 60 },
    );
    if (code === 0) return name;
  }
  return undefined;
}

async function compileWithZig(output, say) {
  const target = join(places.temporary, 'zig');
  fs.rmSync(target, { recursive: true, force: true });
  await pip(
    [
      'install',
      '--no-deps',
      '--no-cache-dir',
      '--no-compile',
      '--only-binary=:all:',
      '--target',
      target,
      `ziglang==${zigVersion}`,
    ],
    'a C++ compiler (ziglang)',
  );
  const env = {
    ...childEnvironment(),
    PYTHONPATH: target,
    ZIG_GLOBAL_CACHE_DIR: join(target, 'cache'),
    ZIG_LOCAL_CACHE_DIR: join(target, 'cache'),
  };
  const { code, output: text } = await run(
    places.python,
    ['-m', 'ziglang', 'c++', '-target', platform().zig, ...compilerArguments(output)],
    { cwd: places.tfjs, env, log: 'binding' },
  );
  fs.rmSync(target, { recursive: true, force: true });
  if (code === 0) return say('compiled with ziglang');
  if (kindOfTrouble(text) === 'disk') throw diskFull(root);
  throw new Failure(
    `TensorFlow's binding could not be compiled:\n` +
      `${tellingLines(text, { first: true })}\n` +
      `All of it: ${logFile('binding')}\n` +
      'A C++ compiler of the system may do better (Debian, Ubuntu: apt install g++); then run the same ' +
      'command again.',
  );
}

/** Loads the binding once in a process of its own. @param {string} file */
async function prove(file) {
  const script = join(places.temporary, 'prove.cjs');
  fs.writeFileSync(
    script,
    'const m = { exports: {} };\n' +
      'process.dlopen(m, process.argv[2]);\n' +
      'console.log("TF_Version=" + m.exports.TF_Version);\n',
  );
  const { code, output } = await run(process.execPath, [script, file], { cwd: dirname(file), log: 'load' });
  const version = /TF_Version=(\S+)/.exec(output)?.[1];
  if (code !== 0 || !version) {
    throw new Failure(
      `TensorFlow's binding was built, but does not load:\n` +
        `${tellingLines(output)}\n` +
        `All of it: ${logFile('load')}\n` +
        'Remove the folder .setup/tensorflow and run the same command again.',
    );
  }
  if (version !== tensorflowVersion) {
    throw new Failure(
      `${tensorflowFolders().lib} holds TensorFlow ${version}; this course is built on ` +
        `${tensorflowVersion}.\n` +
        'Install that version there, or unset LATENT_TORUS_TENSORFLOW to have it downloaded.',
    );
  }
}
