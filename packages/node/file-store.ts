import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '@latent-torus/files';
import { cacheFolder } from '@latent-torus/settings';
import type { Checkpoint, Store } from 'latent-torus';
import type { OptimiserState, Values } from 'tfjs-compiled';

const MAGIC = 'latent-torus checkpoint 1\n';
const GROUPS = ['weights', 'm', 'v'] as const;

/**
 * Writes a checkpoint: a line that names the format, the SHA-256 of the rest, a line of JSON, the numbers as float32.
 * The file appears as a whole or not at all.
 */
export function saveCheckpoint(file: string, { state, ...rest }: Checkpoint): void {
  const tensors = GROUPS.flatMap((group) =>
    Object.entries(state[group]).map(([name, { shape, values }]) => ({ group, name, shape, values })),
  );
  const header = {
    ...rest,
    step: state.step,
    tensors: tensors.map(({ group, name, shape }) => ({ group, name, shape })),
  };
  const body = Buffer.concat([
    Buffer.from(`${JSON.stringify(header)}\n`),
    ...tensors.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  ]);
  writeWhole(
    file,
    Buffer.concat([Buffer.from(MAGIC), Buffer.from(`${sha256(body)}\n`), body]),
    'LATENT_TORUS_CACHE',
  );
}

/**
 * Reads a checkpoint.
 * @returns undefined where there is none
 * @throws Error if the file is damaged
 */
export function loadCheckpoint(file: string): Checkpoint | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const start = MAGIC.length + 65; // 64 hexadecimal digits and the end of their line
  const body = bytes.subarray(start);
  const sum = bytes.subarray(MAGIC.length, start - 1).toString();
  if (bytes.subarray(0, MAGIC.length).toString() !== MAGIC || sum !== sha256(body)) {
    throw new Error(`the checkpoint ${file} is damaged; delete it to train again`);
  }
  const end = body.indexOf('\n') + 1;
  const { step, tensors, ...rest } = JSON.parse(body.subarray(0, end).toString());
  const numbers = body.buffer.slice(body.byteOffset + end, body.byteOffset + body.length);
  const state: OptimiserState = { step, weights: {}, m: {}, v: {} };
  let offset = 0;
  for (const { group, name, shape } of tensors as {
    group: (typeof GROUPS)[number];
    name: string;
    shape: number[];
  }[]) {
    const values = new Float32Array(
      numbers,
      4 * offset,
      shape.reduce((a, b) => a * b, 1),
    );
    state[group][name] = { shape, values };
    offset += values.length;
  }
  return { state, ...rest };
}

/** A hash of anything that JSON can write, and of tensors' values: the same content, the same key. */
export function keyOf(...parts: (object | Values)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    if ('values' in part && part.values instanceof Float32Array) {
      hash.update(JSON.stringify(part.shape));
      hash.update(Buffer.from(part.values.buffer, part.values.byteOffset, part.values.byteLength));
    } else hash.update(JSON.stringify(part));
  }
  return hash.digest('hex').slice(0, 20);
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const fileOf = (key: string) => join(cacheFolder(), `${key}.checkpoint`);

/** Trainings as files in the cache folder. */
export const fileStore: Store = {
  keyOf,
  load: (key) => (existsSync(fileOf(key)) ? loadCheckpoint(fileOf(key)) : undefined),
  save: (key, checkpoint) => saveCheckpoint(fileOf(key), checkpoint),
};
