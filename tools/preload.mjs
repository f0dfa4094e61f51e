// `node --import tools/preload.mjs …`: sets what TensorFlow reads from the environment. The kernel starts with it, as the
// `env` of a kernel spec would override what the user has set.
import { tensorflowEnvironment } from './flags.mjs';

Object.assign(process.env, tensorflowEnvironment(process.env));
