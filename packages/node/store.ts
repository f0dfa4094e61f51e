import { join } from 'node:path';
import { cacheFolder } from '@latent-torus/settings';
import { type Checkpoint, type Model, type Store, tf } from 'latent-torus';
import { loadCheckpoint, saveCheckpoint } from './checkpoint-file';
import { keyOf } from './key';
import { beginTraining, endTraining } from './lineage';
import { tensorflowVersion } from './tensorflow';

const fileOf = (key: string) => join(cacheFolder(), `${key}.checkpoint`);

/** Trainings as files in the cache folder; what cannot be written there is kept with the model object. */
export const store: Store = {
  open(model, content, onDisk, notice) {
    const training = beginTraining(model, keyOf(content));
    const versions = { node: tf.version_core, tensorflow: tensorflowVersion() };
    const key = keyOf([training.content, training.start.hash, versions]);
    return {
      checkpoint: later(onDisk ? load(key, model, notice) : undefined, training.checkpoint),
      save(checkpoint) {
        training.checkpoint = onDisk && save(key, checkpoint, notice) ? undefined : checkpoint;
      },
      close: () => endTraining(model, training),
    };
  },
};

const later = (a?: Checkpoint, b?: Checkpoint) => (a && a.state.step >= (b?.state.step ?? 0) ? a : b);

/** A damaged checkpoint counts as none, which is said. */
function load(key: string, model: Model, notice: (text: string) => void): Checkpoint | undefined {
  try {
    const checkpoint = loadCheckpoint(fileOf(key), key);
    const expected = shapesOf(model.variables);
    for (const group of ['weights', 'm', 'v'] as const) {
      if (checkpoint && shapesOf(checkpoint.state[group]) !== expected)
        throw new Error(`the checkpoint ${fileOf(key)} has other ${group} than ${model.name}`);
    }
    return checkpoint;
  } catch (error) {
    notice(`${(error as Error).message}: training starts anew`);
    return undefined;
  }
}

const shapesOf = (tensors: Readonly<Record<string, { readonly shape: readonly number[] }>>) =>
  Object.entries(tensors)
    .map(([name, { shape }]) => `${name} [${shape}]`)
    .sort()
    .join();

/** @returns false if it failed, which is said and loses nothing */
function save(key: string, checkpoint: Checkpoint, notice: (text: string) => void): boolean {
  try {
    saveCheckpoint(fileOf(key), key, checkpoint);
    return true;
  } catch (error) {
    notice(
      `The training is not kept on disk: ${(error as Error).message}. Weights and history are in this session`,
    );
    return false;
  }
}
