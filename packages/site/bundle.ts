// Programs for pages: one classic script each, for a page opened from a file may not load modules.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const wasmFile = require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm');

export interface BundleOptions {
  /** Other files in place of packages, by name. */
  alias?: Record<string, string>;
  /** Left readable, for tests that fail (default false). */
  readable?: boolean;
}

/**
 * Bundles a program and all that it imports.
 * `import code from 'worker:./worker'` gives the text of a bundle of its own, for a worker made of a Blob;
 * `import wasm from 'wasm-bytes'` the WebAssembly backend's program.
 * @param entry a file in TypeScript
 * @returns JavaScript
 */
export async function bundle(entry: string, options: BundleOptions = {}): Promise<string> {
  const { alias = {}, readable = false } = options;
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: ['chrome100', 'firefox100', 'safari15.4'],
    minify: !readable,
    charset: 'utf8',
    legalComments: 'inline',
    logLevel: 'silent',
    nodePaths: [join(__dirname, '..', '..', 'node_modules')], // also for files that lie elsewhere
    alias: { '@latent-torus/datasets': join(__dirname, 'browser', 'datasets.ts'), ...alias },
    loader: { '.css': 'text' },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [workers(options), wasmBytes],
  });
  return result.outputFiles[0].text;
}

const workers = (options: BundleOptions): Plugin => ({
  name: 'workers',
  setup(context) {
    context.onResolve({ filter: /^worker:/ }, ({ path, resolveDir }) => ({
      path: `${join(resolveDir, path.slice('worker:'.length))}.ts`,
      namespace: 'worker',
    }));
    context.onLoad({ filter: /./, namespace: 'worker' }, async ({ path }) => ({
      contents: await bundle(path, options),
      loader: 'text',
    }));
  },
});

const wasmBytes: Plugin = {
  name: 'wasm bytes',
  setup(context) {
    context.onResolve({ filter: /^wasm-bytes$/ }, () => ({ path: wasmFile, namespace: 'wasm-bytes' }));
    context.onLoad({ filter: /./, namespace: 'wasm-bytes' }, ({ path }) => ({
      contents: readFileSync(path),
      loader: 'binary',
    }));
  },
};
