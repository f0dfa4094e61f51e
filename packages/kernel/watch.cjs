// The second thread of interrupt.ts. JavaScript, so that it starts without a compiler.
// A worker has no process.on('SIGINT'), but a script that it runs with `breakOnSigint` is broken off by it.
const vm = require('node:vm');
const { parentPort, workerData: flag } = require('node:worker_threads');

function raise() {
  flag[0] = 1;
  parentPort.postMessage('SIGINT');
}

/** Sleeps, and looks every second whether the parent is there: an endless loop, too, has to end with it. */
const parent = process.ppid;
const idle = new Int32Array(new SharedArrayBuffer(4));
globalThis.sleep = () => {
  while (process.ppid === parent) Atomics.wait(idle, 0, 0, 1000);
  process.kill(process.pid, 'SIGKILL');
};

const raiseWhenBroken = (code) => {
  try {
    vm.runInThisContext(code, { breakOnSigint: true });
  } catch {
    raise();
  }
};
// One inside the other, as Node ends the process at a SIGINT that comes while no such script runs.
globalThis.listen = () => {
  for (;;) raiseWhenBroken('sleep()');
};
for (;;) raiseWhenBroken('listen()');
