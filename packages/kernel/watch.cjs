// The second thread of interrupt.ts. JavaScript, so that it starts without a compiler.
// A worker has no process.on('SIGINT'), but a script that it runs with `breakOnSigint` is broken off by it.
const vm = require('node:vm');
const { parentPort, receiveMessageOnPort, workerData } = require('node:worker_threads');
const { Publisher } = require('zeromq');

const { flag, heap, iopub, states } = workerData;
const { QUIET, RAISED, ASKED } = states;
const TICK = 250; // milliseconds
const UNANSWERED = 3; // interrupts after which the main thread is taken for stuck

const clients = new Publisher({ sendHighWaterMark: 0, sendTimeout: 0 });
clients.connect(iopub);

/** What to tell the clients of the running cell: messages made ready by the main thread, each sent once. */
let words = {};
function tell(what) {
  if (words[what]) void clients.send(words[what]);
  delete words[what];
}

/** Size of the process and room in JavaScript's heap when the main thread last spoke of it. */
let known = { heard: 0, size: Infinity, room: Infinity };

function look() {
  for (let next = receiveMessageOnPort(parentPort); next; next = receiveMessageOnPort(parentPort)) {
    words = next.message;
  }
  if (flag[1] >= UNANSWERED && flag[0] === RAISED) tell('stuck');
  Atomics.compareExchange(flag, 0, QUIET, ASKED); // the guards in the cell's code will say how full the heap is
  const size = process.memoryUsage.rss();
  const [heard, used, limit] = heap;
  if (heard !== known.heard) known = { heard, size, room: limit - used };
  else if (Date.now() - heard > 2000 && size - known.size > known.room / 2) tell('growing');
}

function raise() {
  flag[1] = flag[0] === RAISED ? flag[1] + 1 : 1;
  flag[0] = RAISED;
  parentPort.postMessage('SIGINT');
}

/** Sleeps, and looks whether the parent is there: an endless loop, too, has to end with it. */
const parent = process.ppid;
const idle = new Int32Array(new SharedArrayBuffer(4));
globalThis.sleep = () => {
  while (process.ppid === parent) {
    Atomics.wait(idle, 0, 0, TICK);
    look();
  }
  process.kill(process.pid, 'SIGKILL');
};

const raiseWhenBroken = (code) => {
  try {
    vm.runInThisContext(code, { breakOnSigint: true });
  } catch (error) {
    if (error.code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw error; // not to be taken for an interrupt
    raise();
  }
};
// One inside the other, as Node ends the process at a SIGINT that comes while no such script runs.
globalThis.listen = () => {
  for (;;) raiseWhenBroken('sleep()');
};
for (;;) raiseWhenBroken('listen()');
