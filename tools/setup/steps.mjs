import { tensorflowBinding } from './binding.mjs';
import { kernelSpec } from './jupyter.mjs';
import { npmPackages } from './npm.mjs';
import { packages } from './packed.mjs';
import { tensorflow } from './tensorflow.mjs';
import { virtualEnvironment } from './venv.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} doing what it is about to do, for the reader
 * @property {number} needs bytes of disk while it works, about
 * @property {string} [result] the file or folder that it makes, whose size is told
 * @property {() => boolean} done cheap: stamps and links only, no other process
 * @property {(say: (line: string) => void) => Promise<void>} run does it, from whatever an interruption left
 */

/** In this order: each needs those before it. @type {Step[]} */
export const steps = [packages, npmPackages, virtualEnvironment, tensorflow, tensorflowBinding, kernelSpec];
