/** What a cell sent to the notebook. */
export interface Sent {
  data: Record<string, unknown>;
  metadata: Record<string, Record<string, unknown>>;
  transient?: { display_id: string };
  update: boolean;
}

/** Runs code as if the kernel were in this process, and gives what was sent to it. */
export async function inFakeKernel(code: () => unknown): Promise<Sent[]> {
  const sent: Sent[] = [];
  const file = '/fake/node_modules/tslab/dist/jupyter.js';
  const lastWriteDisplayData = (content: Omit<Sent, 'update'>, update: boolean) =>
    sent.push({ ...content, update });
  require.cache[file] = { exports: { lastWriteDisplayData } } as unknown as NodeJS.Module;
  try {
    await code();
  } finally {
    delete require.cache[file];
  }
  return sent;
}
