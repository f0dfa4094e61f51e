// `node --require tools/preload.cjs …`: sets what TensorFlow reads from the environment. The kernel starts
// with it, as the
// `env` of a kernel spec would override what the user has set.
const { tensorflowEnvironment } = require('./flags.cjs');

Object.assign(process.env, tensorflowEnvironment(process.env));
