// TensorFlow's random numbers without TensorFlow: Philox4x32-10 (Salmon et al., *Parallel random numbers: as easy as 1, 2, 3*,
// 2011), counted as its kernels do, so that a seed starts the same training here as on Node.

type Words = [number, number, number, number];

const MULTIPLIER_A = 0xd2511f53;
const MULTIPLIER_B = 0xcd9e8d57;
const WEYL_A = 0x9e3779b9;
const WEYL_B = 0xbb67ae85;

/** The upper 32 bits of the product of two unsigned 32-bit numbers. */
function high(a: number, b: number): number {
  const [ah, al, bh, bl] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = ah * bl + ((al * bl) >>> 16);
  return (ah * bh + (middle >>> 16) + ((al * bh + (middle & 0xffff)) >>> 16)) >>> 0;
}

/** Four random words of a counter and a key, into `out`. */
function block([c0, c1, c2, c3]: Words, k0: number, k1: number, out: Words): void {
  for (let round = 0; ; round++) {
    const [h0, l0] = [high(MULTIPLIER_A, c0), Math.imul(MULTIPLIER_A, c0) >>> 0];
    const [h1, l1] = [high(MULTIPLIER_B, c2), Math.imul(MULTIPLIER_B, c2) >>> 0];
    [c0, c1, c2, c3] = [(h1 ^ c1 ^ k0) >>> 0, l1, (h0 ^ c3 ^ k1) >>> 0, l0];
    if (round === 9) break;
    k0 = (k0 + WEYL_A) >>> 0;
    k1 = (k1 + WEYL_B) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** A stream of random words: a key and the counter of its first block. */
export interface Stream {
  readonly key: readonly [number, number];
  readonly counter: Words;
}

/** Fills numbers from the blocks of a stream, four at a time. */
function filled(size: number, { key, counter }: Stream, each: (words: Words, at: number) => void): void {
  const place: Words = [...counter];
  const out: Words = [0, 0, 0, 0];
  for (let at = 0; at < size; at += 4) {
    block(place, key[0], key[1], out);
    each(out, at);
    for (let i = 0; i < 4 && (place[i] = (place[i] + 1) >>> 0) === 0; i++);
  }
}

/** 23 bits as a number in [0, 1). */
const uniform = (word: number) => (word & 0x7fffff) / 0x800000;

/** Numbers uniform in [0, 1), as TensorFlow's `StatelessRandomUniform` draws them. */
export function uniforms(size: number, stream: Stream): Float32Array {
  const numbers = new Float32Array(size);
  filled(size, stream, (words, at) => {
    for (let i = 0; i < 4 && at + i < size; i++) numbers[at + i] = uniform(words[i]);
  });
  return numbers;
}

/** Standard normal numbers, as TensorFlow's `StatelessRandomNormal` draws them: Box and Muller in float32. */
export function normals(size: number, stream: Stream): Float32Array {
  const numbers = new Float32Array(size);
  filled(size, stream, (words, at) => {
    for (let i = 0; i < 4 && at + i < size; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(Math.max(uniform(words[i]), Math.fround(1e-7))));
      const angle = Math.fround(Math.fround(2 * Math.PI) * uniform(words[i + 1]));
      numbers[at + i] = radius * Math.sin(angle);
      if (at + i + 1 < size) numbers[at + i + 1] = radius * Math.cos(angle);
    }
  });
  return numbers;
}

/** The stream of `StatelessRandom…` for a seed pair of int32: the seeds, scrambled by the generator itself. */
export function scrambled([seed0, seed1]: readonly [number, number]): Stream {
  const mix: Words = [0, 0, 0, 0];
  const sign = (seed: number) => (seed < 0 ? 0xffffffff : 0);
  block([seed0 >>> 0, sign(seed0), seed1 >>> 0, sign(seed1)], 0x3ec8f720, 0x02461e29, mix);
  return { key: [mix[0], mix[1]], counter: [0, 0, mix[2], mix[3]] };
}

/**
 * The stream of a training's noise: what `tfjs-compiled` feeds `StatelessRandomNormalV2` with for a seed pair (stream,
 * index) and a draw of `size` numbers.
 */
export function counted([stream, index]: readonly [number, number], size: number): Stream {
  const first = BigInt(index >>> 0) * BigInt(Math.ceil(size / 4));
  const word = (shift: bigint) => Number(BigInt.asUintN(32, first >> shift));
  return { key: [stream >>> 0, size >>> 0], counter: [word(0n), word(32n), 0, 0] };
}
