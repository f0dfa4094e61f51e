// Runs in a page: the library there, for comparison with Node.
import * as library from 'latent-torus';
import wasm from 'wasm-bytes';
import { type Backend, startBackend } from '../../packages/site/browser';
import { counted, normals, scrambled, uniforms } from '../../packages/site/browser/philox';
import { lossOnce, trainShortly } from './shared-models';

Object.assign(globalThis, {
  start: (backend: Backend) => startBackend([backend], wasm),
  lossOnce: (name: string) => lossOnce(library, name),
  trainShortly: (name: string) => trainShortly(library, name),
  drawn: () => ({
    uniform: [...uniforms(10, scrambled([7, -9]))],
    normal: [...normals(10, scrambled([7, -9]))],
    counted: [...normals(10, counted([-5, 3], 10))],
  }),
});
