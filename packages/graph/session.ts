import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backend } from './backend';
import type { Graph } from './graph-def';
import type { tf } from './tf';

const open = new Set<Session>();
process.once('exit', () => open.forEach((session) => session.dispose()));

/** A graph loaded into TensorFlow. */
export class Session {
  private readonly id: number;

  constructor(graph: Graph) {
    const folder = mkdtempSync(join(tmpdir(), 'latent-torus-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), graph.savedModel());
      this.id = backend().binding.loadSavedModel(folder, 'serve');
    } finally {
      rmSync(folder, { recursive: true });
    }
    open.add(this);
  }

  /** Runs the graph. The results are the caller's to dispose. */
  run(feeds: Record<string, tf.Tensor>, outputs: string[]): tf.Tensor[] {
    if (!open.has(this)) throw new Error('this session was disposed');
    const names = Object.keys(feeds).map((name) => ({ name: `${name}:0` }));
    return backend().runSavedModel(this.id, Object.values(feeds), names, outputs);
  }

  dispose() {
    if (open.delete(this)) backend().binding.deleteSavedModel(this.id);
  }
}
