import { AsyncLocalStorage } from 'node:async_hooks';
import type { Request } from './wire';

/** One execution of a cell. */
export class Cell {
  private static executions = 0;

  /** The name that its code has in stack traces; the count is not unique, silent executions have none. */
  readonly file = `cell-${++Cell.executions}.ts`;
  readonly abort = new AbortController();

  constructor(
    readonly request: Request,
    readonly count: number,
    readonly code: string,
  ) {
    cells.latest = this;
  }
}

/** The cell that the running code belongs to. Its timers and open promises keep it after it has ended. */
export const running = new AsyncLocalStorage<Cell>();

export const cells: { latest?: Cell } = {};

/** The cell that output and errors of the running code belong to; none before the first. */
export const currentCell = (): Cell | undefined => running.getStore() ?? cells.latest;
