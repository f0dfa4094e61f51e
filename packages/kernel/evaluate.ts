import { type Cell, running } from './cell';
import { abandoned, forgetInterrupt } from './interrupt';
import { represent } from './representation';

/** The compiler, loaded when it is first needed: the kernel answers a second earlier. */
export const compiler = (): typeof import('./compile') => require('./compile');

/**
 * Runs a cell.
 * @returns its last value as a MIME bundle, if it has one; of a promise what it resolves to
 * @throws whatever the compiler or the cell throws
 */
export async function evaluate(cell: Cell): Promise<Record<string, unknown> | undefined> {
  forgetInterrupt(cell);
  const { compile } = compiler();
  const { signal } = cell.abort;
  return running.run(cell, async () => {
    const value = await Promise.race([compile(cell)(), abandoned(signal)]);
    signal.throwIfAborted(); // a training that stopped early gave back what it has, but the cell is not done
    return value === undefined ? undefined : represent(value);
  });
}
