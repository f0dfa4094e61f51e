const bytesOf = (part: string | ArrayBufferView): Uint8Array =>
  typeof part === 'string'
    ? new TextEncoder().encode(part)
    : new Uint8Array(part.buffer, part.byteOffset, part.byteLength);

/**
 * A 128-bit hash in plain JavaScript, as 32 hexadecimal digits: four lanes of 32 bits, each a multiplicative hash like FNV-1a
 * with basis and multiplier of its own, mixed at the end. It tells contents apart; it does not
 * protect against someone who looks for two that collide.
 */
export function hash(parts: Iterable<string | ArrayBufferView>): string {
  const lanes = Uint32Array.of(0x811c9dc5, 0x050c5d1f, 0x9e3779b9, 0x2545f491);
  const multipliers = [0x01000193, 0x85ebca6b, 0xcc9e2d51, 0x1b873593].map((value) => value | 1);
  const add = (byte: number) => {
    for (let i = 0; i < 4; i++) {
      const mixed = Math.imul(lanes[i] ^ byte, multipliers[i]);
      lanes[i] = mixed ^ (mixed >>> 15);
    }
  };
  for (const part of parts) {
    const bytes = bytesOf(part);
    for (const byte of bytes) add(byte);
    // the length too, so that ['ab', 'c'] differs from ['a', 'bc']
    for (let shift = 0; shift < 32; shift += 8) add((bytes.length >>> shift) & 255);
  }
  return Array.from(lanes, (lane, i) => {
    let h = lane ^ lanes[(i + 1) % 4];
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0).toString(16).padStart(8, '0');
  }).join('');
}

/** JSON that keeps what JSON drops: NaN, ±Infinity, −0 and undefined. */
export const exactJson = (value: unknown): string =>
  JSON.stringify(value, (_, part) => {
    if (part === undefined) return 'undefined';
    return typeof part === 'number' && (!Number.isFinite(part) || Object.is(part, -0))
      ? `number ${Object.is(part, -0) ? '-0' : part}`
      : part;
  });
