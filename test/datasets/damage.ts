import type { Random } from '../../packages/random';

/** A copy of some bytes with one random damage: bits flipped, cut, bytes put in, taken out or zeroed. */
export function damage(bytes: Uint8Array, random: Random): Buffer {
  const at = random.integer(bytes.length);
  const length = 1 + random.integer(40);
  const before = bytes.subarray(0, at);
  switch (random.integer(5)) {
    case 0: {
      const copy = Buffer.from(bytes);
      copy[at] ^= 1 << random.integer(8);
      return copy;
    }
    case 1:
      return Buffer.from(before);
    case 2:
      return Buffer.concat([before, Buffer.alloc(length, random.integer(256)), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([before, bytes.subarray(at + length)]);
    default:
      return Buffer.from(bytes).fill(0, at, Math.min(at + length, bytes.length));
  }
}
