// Interrupts, and a heap that fills. The main thread hears of a signal only between its tasks, never in a
// loop; so a second thread listens and raises a flag in shared memory, and typescript.ts puts a look at that
// flag into every loop, function and await of a cell.
import { Worker } from 'node:worker_threads';
import { asset } from './asset';
import { type Cell, cells, currentCell, running } from './cell';
import { heapIsFull, measureHeap } from './heap';
import { announcement, IOPUB } from './wire';

/** What ends a cell that was interrupted. */
export class KeyboardInterrupt extends Error {
  override name = 'KeyboardInterrupt';

  constructor() {
    super('the cell was interrupted');
  }
}

/** What ends a cell that fills JavaScript's heap, before V8 ends the process. */
export class HeapFull extends Error {
  override name = 'HeapFull';

  constructor() {
    const [used, limit] = [measured[1], measured[2]].map((bytes) => (bytes / 2 ** 20).toFixed(0));
    super(
      `${used} of ${limit} MB of JavaScript's heap are in use; at the limit the kernel would end without a word. Keep less (assign undefined to what you no longer need), or start Jupyter with NODE_OPTIONS=--max-old-space-size=<MB>`,
    );
  }
}

// RAISED by the second thread, TAKEN once the cell's signal is aborted. ASKED: it wants to know of the heap.
const states = { QUIET: 0, RAISED: 1, TAKEN: 2, ASKED: 3 };
const { QUIET, RAISED, TAKEN, ASKED } = states;
/** The state, and how many interrupts have come that nobody took. */
const flag = new Int32Array(new SharedArrayBuffer(8));
/** When the heap was measured (Date.now()), bytes in use, limit. */
const measured = new Float64Array(new SharedArrayBuffer(24));

/** Aborts the signal of the cell that runs. */
export function interrupt(reason: Error = new KeyboardInterrupt()): void {
  flag[0] = TAKEN;
  cells.latest?.abort.abort(reason);
}

/** To be called when a cell starts: what interrupted an earlier one is over. */
export function forgetInterrupt(cell: Cell): void {
  if (flag[0] === TAKEN) flag[0] = QUIET;
  const say = (text: string) => announcement('stream', { name: 'stderr', text }, cell.request);
  watch?.postMessage({
    stuck:
      say(`The cell does not react to interrupts: it is inside one long call (a regular expression, Array.from,
Atomics.wait, a loop of a library). Wait for it, or restart the kernel; its variables will be lost.\n`),
    growing:
      say(`The process grows, inside one call that cannot be stopped. If it is JavaScript's heap that fills
(limit ${(measured[2] / 2 ** 20).toFixed(0)} MB), the kernel will end and its variables will be lost: restart the kernel.\n`),
  });
}

function stopIfInterrupted(): void {
  const cell = running.getStore();
  // The code of an earlier cell is not meant, unless it keeps the main thread from hearing a second interrupt.
  if (flag[0] === RAISED && (cell === cells.latest || flag[1] > 1)) {
    cell?.abort.abort(new KeyboardInterrupt());
    interrupt();
  }
  // A new error, as its trace shows where the cell was stopped.
  if (cell?.abort.signal.aborted) {
    throw cell.abort.signal.reason instanceof HeapFull ? new HeapFull() : new KeyboardInterrupt();
  }
  if (flag[0] === ASKED) {
    flag[0] = QUIET;
    measureHeap(measured);
    if (heapIsFull(measured)) throw new HeapFull();
  }
}

/** What the code of a cell calls: in each turn of a loop and at the start of a function; before each await. */
export const guard = {
  turn(): void {
    if (flag[0] !== QUIET) stopIfInterrupted();
  },
  resume: stopIfInterrupted,
};

/**
 * Rejects when the cell was interrupted and has not ended by itself in the second after: a training is to
 * stop at its next batch and to give back what it has, but an await that knows of no signal is left behind.
 */
export const abandoned = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => setTimeout(reject, 1000, signal.reason));
  });

let watch: Worker | undefined;

/** Starts the second thread, which also ends the kernel when its parent, the Jupyter server, is gone. */
export function startWatch(): void {
  measureHeap(measured);
  const workerData = { flag, heap: measured, iopub: IOPUB, states };
  watch = new Worker(asset('watch.cjs'), { workerData, execArgv: [] });
  watch.on('message', () => {
    if (flag[0] === RAISED) interrupt(); // no loop has taken it
  });
  watch.unref();
  // For work that waits: its loops are those of libraries.
  setInterval(() => {
    measureHeap(measured);
    if (heapIsFull(measured) && !cells.latest?.abort.signal.aborted) interrupt(new HeapFull());
  }, 500).unref();
  process.on('SIGINT', () => {}); // else one that comes before the watch has begun would end the process
  Object.defineProperty(globalThis, 'cellSignal', { get: () => currentCell()?.abort.signal });
}
