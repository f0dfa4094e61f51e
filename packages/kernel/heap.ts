import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const FULL = 0.85; // of the limit: the rest lasts for a measurement or two

/** Writes when the heap was measured (Date.now()), bytes in use and their limit. */
export function measureHeap(into: Float64Array): void {
  const { used_heap_size, heap_size_limit } = getHeapStatistics();
  into.set([Date.now(), used_heap_size, heap_size_limit]);
}

let collect: (() => void) | undefined;
let notBefore = 0; // performance.now() at which garbage may be collected again

/** Whether the heap is nearly full of what is in use: if it looks full, garbage is collected first. */
export function heapIsFull(measured: Float64Array): boolean {
  const isFull = () => measured[1] > FULL * measured[2];
  const from = performance.now();
  if (!isFull() || from < notBefore) return false;
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  measureHeap(measured);
  notBefore = performance.now() + 2 * (performance.now() - from); // else a cell would do little else
  return isFull();
}
