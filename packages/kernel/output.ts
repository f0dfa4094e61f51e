// What cells print and display. It goes to the cell whose code wrote it, also after that cell has ended.
import { type Cell, currentCell } from './cell';
import { traceback } from './errors';
import { KeyboardInterrupt } from './interrupt';
import { publish } from './wire';

const DELAY = 20; // milliseconds that text is collected for: a message for every line would drown the client
const LIMIT = 65_536; // characters that are sent at once

type Stream = 'stdout' | 'stderr';
interface Printed {
  name: Stream;
  text: string;
  timer?: NodeJS.Timeout;
  sent: number;
}
const printed = new WeakMap<Cell, Printed>();
const stopped = new WeakSet<Cell>(); // those that have said so, in work that nobody waits for

/** Sends what a cell has printed so far. */
export function flush(cell: Cell): void {
  const out = printed.get(cell);
  if (!out) return;
  clearTimeout(out.timer);
  if (out.text) publish('stream', { name: out.name, text: out.text }, cell.request);
  printed.set(cell, { name: out.name, text: '', sent: performance.now() });
}

function print(cell: Cell, name: Stream, text: string): void {
  if (printed.get(cell)?.name !== name) flush(cell); // keeps stdout and stderr in order
  const out = printed.get(cell) ?? { name, text: '', sent: -Infinity };
  printed.set(cell, Object.assign(out, { name, text: out.text + text }));
  // By the clock, too: in a loop that never waits no timer fires.
  if (out.text.length > LIMIT || performance.now() - out.sent > DELAY) flush(cell);
  else out.timer ??= setTimeout(flush, DELAY, cell);
}

/** Shows a MIME bundle in its cell; with `update` in place of the earlier one with the same `display_id`. */
export function display(bundle: object, update: boolean): void {
  const cell = currentCell();
  if (!cell) throw new Error('display: no cell has run yet');
  flush(cell);
  const content = { metadata: {}, transient: {}, ...bundle };
  publish(update ? 'update_display_data' : 'display_data', content, cell.request);
}

/** Sends stdout, stderr and errors that nobody caught to the cells that they come from. */
export function routeOutput(): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const terminal = process[name].write.bind(process[name]);
    process[name].write = (chunk: string | Uint8Array, ...rest: any[]): boolean => {
      const cell = currentCell();
      if (!cell) return terminal(chunk, ...rest);
      print(cell, name, typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
      rest.findLast((argument) => typeof argument === 'function')?.();
      return true;
    };
  }
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (thrown: unknown) => {
      const cell = currentCell();
      if (thrown instanceof KeyboardInterrupt && cell) {
        if (stopped.has(cell)) return; // its timer comes again and again
        stopped.add(cell);
      }
      process.stderr.write(`Not caught, in work that no cell waits for:\n${traceback(thrown).join('\n')}\n`);
    });
  }
}
