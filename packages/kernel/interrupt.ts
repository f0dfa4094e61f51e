// Interrupts. The main thread hears of a signal only between its tasks, never in a loop; so a second thread
// listens and raises a flag in shared memory, and typescript.ts puts a look at that flag into every loop and
// await of a cell.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { cells, currentCell, running } from './cell';

/** What ends a cell that was interrupted. */
export class KeyboardInterrupt extends Error {
  override name = 'KeyboardInterrupt';

  constructor() {
    super('the cell was interrupted');
  }
}

// RAISED by the second thread, TAKEN once the cell's signal is aborted.
const [QUIET, RAISED, TAKEN] = [0, 1, 2];
const flag = new Int32Array(new SharedArrayBuffer(4));

/** Aborts the signal of the cell that runs. */
export function interrupt(): void {
  flag[0] = TAKEN;
  cells.latest?.abort.abort(new KeyboardInterrupt());
}

/** To be called when a cell starts: what interrupted an earlier one is over. */
export function forgetInterrupt(): void {
  if (flag[0] === TAKEN) flag[0] = QUIET;
}

function stopIfInterrupted(): void {
  if (flag[0] === RAISED && running.getStore() === cells.latest) interrupt();
  // A new error, as its trace shows where the cell was stopped.
  if (running.getStore()?.abort.signal.aborted) throw new KeyboardInterrupt();
}

/** What the code of a cell calls: in each turn of a loop, and before each await. */
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

/** Starts the second thread, which also ends the kernel when its parent, the Jupyter server, is gone. */
export function startWatch(): void {
  const watch = new Worker(join(__dirname, 'watch.cjs'), { workerData: flag, execArgv: [] });
  watch.on('message', () => {
    if (flag[0] === RAISED) interrupt(); // no loop has taken it
  });
  watch.unref();
  process.on('SIGINT', () => {}); // else one that comes before the watch has begun would end the process
  Object.defineProperty(globalThis, 'cellSignal', { get: () => currentCell()?.abort.signal });
}
