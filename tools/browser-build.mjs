// A package of ours as one ES module for browsers: itself and what it imports of our own; TensorFlow.js stays outside, as
// whoever makes a page brings it.
import fs from 'node:fs';
import { build } from 'esbuild';

/**
 * @param {string} entry a file in TypeScript
 * @param {string} out the file to write
 * @throws Error if something of it needs Node
 */
export async function browserBuild(entry, out) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    external: ['@tensorflow/*'],
    logLevel: 'silent',
  });
  fs.writeFileSync(out, result.outputFiles[0].contents);
}
