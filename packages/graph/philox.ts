import { backend, DataType } from './backend';
import type { NoiseExample } from './noise';
import { sizeOf } from './sizes';
import { tf } from './tf';

// The numbers of a seed pair (stream, index) are those of TensorFlow's StatelessRandomNormalV2 with its generator Philox4x32-10
// (Salmon et al., *Parallel random numbers: as easy as 1, 2, 3*, 2011): key (stream, size of a draw), counted from
// index × blocks of a draw. So all pairs give independent noise, and the draws of consecutive indices, as a training run
// uses them, lie side by side: TensorFlow draws them at once. Other indices are as good, only slower.

/** TensorFlow's number for unsigned 64-bit integers, and Philox among its generators. */
export const UINT64 = 23;
export const PHILOX = 1;

/** Philox makes blocks of four numbers; a draw takes whole blocks. */
export const paddedSize = ({ shape }: NoiseExample) => 4 * Math.ceil(sizeOf(shape) / 4);

/**
 * Key and counter of the generator for R seed pairs, as 32-bit words.
 * @param seeds `[R, 2]`
 * @returns keys `[R, 1, 2]`, counters `[R, 2, 2]`: the lower word first
 */
export function philoxStart(
  example: NoiseExample,
  seeds: Int32Array,
): { keys: Int32Array; counters: Int32Array } {
  const pairs = seeds.length / 2;
  const keys = new Int32Array(pairs * 2);
  const counters = new Int32Array(pairs * 4);
  const blocks = BigInt(paddedSize(example) / 4);
  for (let r = 0; r < pairs; r++) {
    keys.set([seeds[2 * r], sizeOf(example.shape)], 2 * r);
    const first = BigInt(seeds[2 * r + 1] >>> 0) * blocks;
    counters.set([Number(BigInt.asIntN(32, first)), Number(BigInt.asIntN(32, first >> 32n))], 4 * r);
  }
  return { keys, counters };
}

/** Whether the seeds at step `at` are those of the step before with the next index. @param seeds `[K, R, 2]` */
export function isNextIndex({ replicas = 1 }: NoiseExample, seeds: Int32Array, at: number): boolean {
  for (let i = 2 * replicas * at; i < 2 * replicas * (at + 1); i += 2) {
    const before = i - 2 * replicas;
    // not across 2³²: there the index starts again, the counter does not
    if (seeds[i] !== seeds[before] || seeds[i + 1] >>> 0 !== (seeds[before + 1] >>> 0) + 1) return false;
  }
  return true;
}

/** Draws the noise of one step, eagerly. @param seeds `[2]` or `[R, 2]` */
export function drawNoise(example: NoiseExample, seeds: Int32Array): tf.Tensor {
  return tf.tidy(() => {
    const { keys, counters } = philoxStart(example, seeds);
    const draws = Array.from({ length: seeds.length / 2 }, (_, r) => {
      const all = draw(
        paddedSize(example),
        keys.subarray(2 * r, 2 * r + 2),
        counters.subarray(4 * r, 4 * r + 4),
      );
      return tf.reshape(tf.slice(all, 0, sizeOf(example.shape)), example.shape);
    });
    return example.replicas ? tf.stack(draws) : draws[0];
  });
}

/** One draw through the binding itself: TensorFlow.js has no tensors of unsigned 64-bit integers. */
function draw(size: number, key: Int32Array, counter: Int32Array): tf.Tensor {
  const { binding } = backend();
  const type = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE, value });
  const used: number[] = [];
  const made = (id: number) => {
    used.push(id);
    return id;
  };
  const unsigned = (words: Int32Array) => {
    const id = made(binding.createTensor([words.length / 2, 2], DataType.int32, words));
    return made(
      binding.executeOp('Bitcast', [type('T', DataType.int32), type('type', UINT64)], [id], 1)[0].id,
    );
  };
  try {
    const shape = made(binding.createTensor([1], DataType.int32, Int32Array.of(size)));
    const generator = made(binding.createTensor([], DataType.int32, Int32Array.of(PHILOX)));
    const attributes = [type('dtype', DataType.float32), type('Tshape', DataType.int32)];
    const [noise] = binding.executeOp(
      'StatelessRandomNormalV2',
      attributes,
      [shape, unsigned(key), unsigned(counter), generator],
      1,
    );
    return backend().createOutputTensor(noise);
  } finally {
    used.forEach((id) => binding.deleteTensor(id));
  }
}
