import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds; fails after 15 s. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 1500 && !holds(); i++) await sleep(10);
  assert.ok(holds(), what);
}
