import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeWhole } from '@latent-torus/files';
import type { Checkpoint } from 'latent-torus';
import type { OptimiserState, Values } from 'tfjs-compiled';

const MAGIC = 'latent-torus checkpoint 2\n';
const GROUPS = ['weights', 'm', 'v'] as const;

interface TensorHeader {
  group: (typeof GROUPS)[number];
  name: string;
  shape: number[];
}

/**
 * Writes a checkpoint: a line that names the format, the SHA-256 of the rest, a line of JSON with the key, the numbers as
 * float32. The file appears as a whole or not at all.
 * @throws Error that says what to do
 */
export function saveCheckpoint(file: string, key: string, { state, ...rest }: Checkpoint): void {
  const tensors = GROUPS.flatMap((group) =>
    Object.entries(state[group]).map(([name, { shape, values }]) => ({ group, name, shape, values })),
  );
  const headers: TensorHeader[] = tensors.map(({ group, name, shape }) => ({ group, name, shape }));
  const body = Buffer.concat([
    Buffer.from(`${JSON.stringify({ key, ...rest, step: state.step, tensors: headers })}\n`),
    ...tensors.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  ]);
  writeWhole(file, Buffer.concat([Buffer.from(`${MAGIC}${sha256(body)}\n`), body]), 'LATENT_TORUS_CACHE');
}

/**
 * Reads a checkpoint.
 * @returns undefined where there is none
 * @throws Error if the file is damaged, or of another training
 */
export function loadCheckpoint(file: string, key: string): Checkpoint | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const refuse = (what: string): never => {
    throw new Error(`the checkpoint ${file} ${what}; delete it to train again`);
  };
  const start = MAGIC.length + 65; // 64 hexadecimal digits and the end of their line
  const body = bytes.subarray(start);
  const sum = bytes.subarray(MAGIC.length, start - 1).toString();
  if (bytes.subarray(0, MAGIC.length).toString() !== MAGIC || sum !== sha256(body)) refuse('is damaged');
  const end = body.indexOf('\n') + 1;
  const { key: own, step, tensors, history, sums, seconds } = JSON.parse(body.subarray(0, end).toString());
  if (own !== key) refuse(`is that of another training (${own})`);
  const numbers = body.buffer.slice(body.byteOffset + end, body.byteOffset + body.length);
  const groups = Object.fromEntries(GROUPS.map((group) => [group, new Map<string, Values>()]));
  const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
  const total = (tensors as TensorHeader[]).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (4 * total !== numbers.byteLength) refuse(`has ${numbers.byteLength / 4} numbers; expected ${total}`);
  let offset = 0;
  for (const { group, name, shape } of tensors as TensorHeader[]) {
    const values = new Float32Array(numbers, 4 * offset, sizeOf(shape));
    if (!GROUPS.includes(group)) refuse(`has numbers of '${group}', which is not known`);
    if (!values.every(Number.isFinite)) refuse(`has numbers in '${name}' that are not finite`);
    groups[group].set(name, { shape, values });
    offset += values.length;
  }
  if (!groups.weights.size) refuse('has no weights');
  const [weights, m, v] = GROUPS.map((group) => Object.fromEntries(groups[group]));
  const state: OptimiserState = { step, weights, m, v };
  return { state, history, sums, seconds };
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
