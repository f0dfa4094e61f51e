// The only file that knows the kernel: how a MIME bundle reaches the notebook.

/** One output in several formats, by MIME type; the notebook shows the richest that it can. */
export type Bundle = Record<string, unknown>;

/**
 * What is said about the formats of a bundle, by MIME type: `{ 'image/png': { width: 300, height: 200 } }`.
 */
export type BundleMetadata = Record<string, Record<string, unknown>>;

interface DisplayData {
  data: Bundle;
  metadata: BundleMetadata;
  transient?: { display_id: string };
}

interface Kernel {
  lastWriteDisplayData: ((content: DisplayData, update: boolean) => void) | null;
}

/** The kernel's own module, if it runs in this process. It is looked for, never loaded. */
function findKernel(): Kernel | undefined {
  const file = Object.keys(require.cache).find((name) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(name));
  return file === undefined ? undefined : (require.cache[file]?.exports as Kernel | undefined);
}

/** Whether this process is a notebook's kernel that can show something now. */
export const inJupyter = (): boolean => typeof findKernel()?.lastWriteDisplayData === 'function';

/**
 * Shows a bundle below the running cell; with `displayId`, `update` can replace it. Outside Jupyter it does
 * nothing.
 */
export function display(bundle: Bundle, metadata: BundleMetadata = {}, displayId?: string): void {
  send(bundle, metadata, displayId, false);
}

/** Replaces what `display` showed under `displayId`. Outside Jupyter it does nothing. */
export function update(displayId: string, bundle: Bundle, metadata: BundleMetadata = {}): void {
  send(bundle, metadata, displayId, true);
}

function send(
  data: Bundle,
  metadata: BundleMetadata,
  displayId: string | undefined,
  isUpdate: boolean,
): void {
  const write = findKernel()?.lastWriteDisplayData;
  write?.(
    { data, metadata, transient: displayId === undefined ? undefined : { display_id: displayId } },
    isUpdate,
  );
}
