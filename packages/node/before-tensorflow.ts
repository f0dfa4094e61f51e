// What has to stand before TensorFlow.js is loaded. A file of its own, as imports run before the code of a file.
import util from 'node:util';

process.env.TF_CPP_MIN_LOG_LEVEL ??= '3'; // keeps most of TensorFlow's banner out of the terminal

// tfjs-node 4.22 calls two functions that Node removed in version 23.
const removed = util as unknown as Record<string, (value: unknown) => boolean>;
removed.isNullOrUndefined ??= (value) => value === null || value === undefined;
removed.isArray ??= Array.isArray;
