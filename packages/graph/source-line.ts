/** Node itself, packages, and TensorFlow.js where source maps are in force. */
const notTheirs = /node_modules|node:|[/\\]tfjs[\w-]*[/\\]src[/\\]/;
/** This package's own files, where it is a checkout. */
const own = /[/\\]packages[/\\]graph[/\\][\w-]+\.[jt]s/;

/** The first line of the call stack that is neither TensorFlow.js nor this package: `file:line`. */
export function sourceLine(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 60; // TensorFlow.js lies between, some dozen frames
  const lines = new Error().stack?.split('\n').slice(1) ?? [];
  Error.stackTraceLimit = limit;
  return lines
    .filter((text) => !notTheirs.test(text) && !own.test(text))
    .map((text) => text.match(/([^\s(/\\]+:\d+):\d+\)?$/)?.[1])
    .find((line) => line);
}

/** The same in brackets, for messages: ` (file:line)`, or nothing. */
export function at() {
  const line = sourceLine();
  return line ? ` (${line})` : '';
}
