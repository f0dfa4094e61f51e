// What a page computes with. The backends are loaded with this file; WebAssembly's program comes as bytes, so that
// nothing has to be fetched.
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { runtime, tf } from 'latent-torus';
import { eagerExecution } from 'tfjs-compiled/eager';
import { type Backend, backendNames } from './names';
import { noise, trainingNoise } from './noise';

/** What was started, and why not what was asked for. */
export interface Started {
  backend: Backend;
  /** A sentence for each backend that was tried in vain. */
  missing: string[];
}

/** A module of WebAssembly with an instruction of SIMD: valid only where SIMD is. */
const simd = Uint8Array.of(
  ...[
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
    11,
  ],
);

/**
 * Starts the first backend that this browser has and hands the library noise and execution.
 * @param wanted in order of preference
 * @param wasm the program of the WebAssembly backend (SIMD), as bytes
 * @throws Error if there is none
 */
export async function startBackend(wanted: readonly Backend[], wasm: Uint8Array): Promise<Started> {
  const missing: string[] = [];
  for (const backend of wanted) {
    const lack = lackOf(backend);
    if (lack) {
      missing.push(lack);
      continue;
    }
    try {
      if (backend === 'wasm') offerProgram(wasm);
      if (await tf.setBackend(backend)) {
        await tf.ready();
        Object.assign(runtime, { noise, execution: eagerExecution({ draw: trainingNoise }) });
        return { backend, missing };
      }
      missing.push(`${backendNames[backend]} could not be started.`);
    } catch (error) {
      missing.push(`${backendNames[backend]}: ${(error as Error).message}`);
    }
  }
  throw new Error(`This browser cannot compute the training. ${missing.join(' ')}`);
}

/** What the browser lacks for a backend, in a sentence. */
function lackOf(backend: Backend): string | undefined {
  if (backend === 'wasm') {
    if (typeof WebAssembly !== 'object') return 'This browser has no WebAssembly.';
    if (!WebAssembly.validate(simd)) return 'This browser’s WebAssembly has no SIMD instructions.';
  }
  if (backend === 'webgl' && typeof OffscreenCanvas === 'undefined' && typeof document === 'undefined')
    return 'This browser has no canvas outside its pages, which WebGL in a worker needs.';
  return undefined;
}

let offered = false;

/** Tells the backend where its program is: in memory. */
function offerProgram(wasm: Uint8Array): void {
  if (offered) return;
  offered = true;
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // threads brought nothing here, and need headers of a server
  const url = URL.createObjectURL(new Blob([wasm as unknown as ArrayBuffer], { type: 'application/wasm' }));
  const names = ['tfjs-backend-wasm', 'tfjs-backend-wasm-simd', 'tfjs-backend-wasm-threaded-simd'];
  // All three have to be named; only that with SIMD is loaded.
  setWasmPaths(Object.fromEntries(names.map((name) => [`${name}.wasm`, url])));
}
